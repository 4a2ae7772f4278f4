import { canActFor, canOperate, scopeOf } from "#core/access.ts";
import type { Actor } from "#core/actor.ts";
import { byId } from "#core/id.ts";
import { checked } from "#core/problem.ts";
import { Refused } from "#core/refusal.ts";
import { byUrgency, renewalReasons } from "#core/subscription.ts";
import { type SubscriptionChangeRow, selectSubscriptionChanges } from "#db/queries/subscription-changes.ts";
import {
  findSubscription,
  type LedgerSums,
  type OwnedSubscriptionRow,
  type SubscriptionFilter,
  selectLedgerSums,
  selectOwnedSubscriptions,
} from "#db/queries/subscriptions.ts";
import { database } from "#runtime/database.ts";
import { type Subscription, viewSubscription } from "./subscriptions.ts";

export type OwnedSubscription = Subscription & { accountName: string };

function view({ accountName, ...row }: OwnedSubscriptionRow): OwnedSubscription {
  return { ...viewSubscription(row), accountName };
}

/** One subscription, with its history, newest first. */
export async function getSubscription(
  actor: Actor,
  input: unknown,
): Promise<OwnedSubscription & { usedByDeleted: number; history: SubscriptionChangeRow[] }> {
  const row = await found(actor, input);
  const history = await selectSubscriptionChanges(database(), row.id);
  return { ...view(row), usedByDeleted: row.usedByDeleted, history };
}

async function found(actor: Actor, input: unknown): Promise<OwnedSubscriptionRow> {
  const { id } = checked(byId, input);
  const row = await findSubscription(database(), id, scopeOf(actor));
  if (!row || !canActFor(actor, row.accountId)) throw new Refused("subscription_not_found", { id });
  return row;
}

export interface LedgerCheck extends LedgerSums {
  /** What was granted is the quota; what was charged, less what was returned, with what was deleted, is what is used. */
  ok: boolean;
}

/** Adds the whole ledger of a subscription up, as of one moment. Reads all its messages. */
export async function checkLedger(actor: Actor, input: unknown): Promise<LedgerCheck> {
  const { id, accountId } = await found(actor, input);
  const sums = await selectLedgerSums(database(), { id, accountId });
  const { granted, quota, charged, returned, usedByDeleted, used } = sums;
  return { ...sums, ok: granted === quota && charged - returned + usedByDeleted === used };
}

/** Of all accounts, or of one; newest first. */
export async function listAllSubscriptions(
  actor: Actor,
  filter: SubscriptionFilter = {},
): Promise<OwnedSubscription[]> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  return (await selectOwnedSubscriptions(database(), filter)).map(view);
}

export type Renewal = OwnedSubscription & { reasons: ("ends" | "used")[] };

/** What runs, and ends within `days` days or is nearly used up: most urgent first. */
export async function renewalsDue(actor: Actor, { days }: { days?: number } = {}): Promise<Renewal[]> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const now = new Date();
  const running = await selectOwnedSubscriptions(database(), { state: "active" });
  return running
    .map((row) => ({ ...view(row), reasons: renewalReasons(row, now, days) }))
    .filter(({ reasons }) => reasons.length > 0)
    .toSorted(byUrgency);
}
