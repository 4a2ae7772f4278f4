import { canRead, canReadAll, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import { byUrgency, NEARLY_USED_UP, RENEWAL_DAYS, renewalReasons } from "#core/customer/subscription.ts";
import { byId, id as subscriptionId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { boundsOf, type Page, type PageAsked, pageOf } from "#core/table/id-pages.ts";
import { findNextPeriod } from "#db/queries/customers/renewals.ts";
import {
  type SubscriptionChangeRow,
  selectSubscriptionChanges,
} from "#db/queries/customers/subscription-changes.ts";
import {
  type LedgerSums,
  type SubscriptionMessageRow,
  selectLedgerSums,
  selectSubscriptionMessages,
} from "#db/queries/customers/subscription-ledger.ts";
import {
  countOwnedSubscriptions,
  findSubscription,
  type OwnedSubscriptionRow,
  type SubscriptionFilter,
  selectOwnedSubscriptions,
} from "#db/queries/customers/subscription-list.ts";
import { database } from "#runtime/database/pools.ts";
import { type Subscription, viewSubscription } from "#services/customers/subscriptions.ts";

export type OwnedSubscription = Subscription & { accountName: AccountName };

function view({ accountName, ...row }: OwnedSubscriptionRow): OwnedSubscription {
  return { ...viewSubscription(row), accountName };
}

/** A subscription with its history, newest first. */
export async function getSubscription(
  actor: Actor,
  input: unknown,
): Promise<
  OwnedSubscription & { usedByDeleted: number; history: SubscriptionChangeRow[]; renewedAs: number | null }
> {
  const row = await found(actor, input);
  const [history, next] = await Promise.all([
    selectSubscriptionChanges(database(), row.id),
    findNextPeriod(database(), row.id),
  ]);
  return { ...view(row), usedByDeleted: row.usedByDeleted, history, renewedAs: next?.id ?? null };
}

async function found(actor: Actor, input: unknown): Promise<OwnedSubscriptionRow> {
  const { id } = checked(byId, input);
  const row = await findSubscription(database(), id, scopeOf(actor));
  if (!row || !canRead(actor, row.accountId)) throw new Refused("subscription_not_found", { id });
  return row;
}

export interface LedgerCheck extends LedgerSums {
  /**
   * Whether it balances: credits granted equal the quota; and charged minus returned, plus those of deleted messages,
   * equals used.
   */
  ok: boolean;
}

/** Adds up the whole ledger of a subscription on one snapshot. Reads all of its messages. */
export async function checkLedger(actor: Actor, input: unknown): Promise<LedgerCheck> {
  const { id, accountId } = await found(actor, input);
  const sums = await selectLedgerSums(database(), { id, accountId });
  const { granted, quota, charged, returned, usedByDeleted, used } = sums;
  return { ...sums, ok: granted === quota && charged - returned + usedByDeleted === used };
}

const LATEST_MESSAGES = 10;

/** The latest messages charged to a subscription. */
export async function latestOfSubscription(actor: Actor, input: unknown): Promise<SubscriptionMessageRow[]> {
  return selectSubscriptionMessages(database(), await found(actor, input), LATEST_MESSAGES);
}

/** The subscriptions of all accounts or of one; newest first, by pages. */
export async function listAllSubscriptions(
  actor: Actor,
  { size, after, before, ...filter }: SubscriptionFilter & PageAsked,
): Promise<Page<OwnedSubscription> & { count: number }> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const bounds = boundsOf({ size, after, before }, subscriptionId);
  const [found, count] = await Promise.all([
    selectOwnedSubscriptions(database(), filter, bounds),
    countOwnedSubscriptions(database(), filter),
  ]);
  return { ...pageOf(found.map(view), bounds), count };
}

export type Renewal = OwnedSubscription & { reasons: ("ends" | "used")[] };

/** Running subscriptions that end within `days` days or are nearly used up, the most urgent first. */
export async function renewalsDue(actor: Actor, { days }: { days?: number } = {}): Promise<Renewal[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const now = new Date();
  const due = await selectOwnedSubscriptions(database(), { states: ["active"], due: dueAt(now, days) });
  return due
    .map((row) => ({ ...view(row), reasons: renewalReasons(row, now, days) }))
    .filter(({ reasons }) => reasons.length > 0)
    .toSorted(byUrgency);
}

/** How many renewals are due. */
export async function countRenewalsDue(actor: Actor): Promise<number> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return countOwnedSubscriptions(database(), { states: ["active"], due: dueAt(new Date()) });
}

/** The rule of `renewalReasons`, for the database. */
function dueAt(now: Date, days: number = RENEWAL_DAYS): SubscriptionFilter["due"] {
  return { endsBefore: new Date(now.getTime() + days * 86_400_000), share: NEARLY_USED_UP };
}
