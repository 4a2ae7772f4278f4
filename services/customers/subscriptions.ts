import { canOperate, canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { AuditAction } from "#core/audit/audit-action.ts";
import type { LedgerChange } from "#core/customer/ledger.ts";
import {
  cancellation,
  enteredLength,
  extension,
  newSubscription,
  planGrant,
  type RenewalChoice,
  renewalChange,
  renewalOf,
  storedLength,
  subscriptionState,
  topUp,
} from "#core/customer/subscription.ts";
import type { Basis } from "#core/input/edited.ts";
import { byId, INT4_MAX } from "#core/input/id.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { endForGood, moveEnd, raiseQuota } from "#db/ledger/grants.ts";
import { findAccount } from "#db/queries/customers/accounts.ts";
import { holdPlan } from "#db/queries/customers/plans.ts";
import { deletePrepared, findNextPeriod, writeRenewal } from "#db/queries/customers/renewals.ts";
import { insertSubscriptionChange } from "#db/queries/customers/subscription-changes.ts";
import {
  findStart,
  insertSubscription,
  lockSubscription,
  type NewSubscription,
  type SubscriptionRow,
  selectSubscriptions,
} from "#db/queries/customers/subscriptions.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { refuseOutdated } from "#services/audit/edits.ts";
import { timeZone } from "#services/gateway/presentation.ts";

export interface Subscription extends Omit<SubscriptionRow, "usedByDeleted" | "periodDay" | "rest"> {
  remaining: number;
  renewal: RenewalChoice;
  /** Whether sends are charged to it now: it has begun, has not ended and is not cancelled. */
  current: boolean;
}

export function viewSubscription({
  usedByDeleted: _,
  periodDay: __,
  rest,
  ...row
}: SubscriptionRow): Subscription {
  const current = subscriptionState(row, new Date()) === "active";
  const renewal = renewalOf({ renewsAt: row.renewsAt, rest });
  return { ...row, renewal, remaining: row.quota - row.used, current };
}

/**
 * Grants credits, from now on or from a later time. Existing subscriptions continue; the one that ends first is used up
 * first.
 */
export async function grantSubscription(actor: Actor, input: unknown): Promise<Subscription> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const asked = checked(newSubscription, input);
  const { accountId, note, days, months, starts, ...values } = asked;
  const length = enteredLength({ days, months }, 30);
  const zone = await timeZone();
  return auditedOnce(
    actor,
    { action: "subscription.grant", input, values: asked, again: present },
    (tx) => grant(tx, actor, accountId, { ...values, length, planId: null, zone }, { starts, note }),
    unknownAccount(accountId),
  );
}

/** Grants a subscription with a plan's values, copied: later changes of the plan do not affect it. */
export async function grantPlan(actor: Actor, input: unknown): Promise<Subscription> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const asked = checked(planGrant, input);
  const { accountId, planId, months, renewal, starts, note } = asked;
  const zone = await timeZone();
  return auditedOnce(
    actor,
    { action: "subscription.grant", input, values: asked, again: present },
    async (tx) => {
      const plan = await holdPlan(tx, planId);
      if (!plan) throw new Refused("plan_not_found", { id: planId });
      if (plan.archivedAt) throw new Refused("plan_archived", { id: planId });
      const { name, quota, unit } = plan;
      const length = months === undefined ? storedLength(plan) : { months };
      return grant(
        tx,
        actor,
        accountId,
        { plan: name, planId, quota, length, unit, renewal, zone },
        { starts, note },
      );
    },
    unknownAccount(accountId),
  );
}

/** A subscription as it is after a change that was made already. */
async function present(tx: Executor, id: number): Promise<Subscription> {
  const row = await lockSubscription(tx, id);
  if (!row) throw new Refused("subscription_not_found", { id });
  return viewSubscription(row);
}

const unknownAccount = (id: number) => ({
  subscriptions_account_id_accounts_id_fk: new Refused("account_not_found", { id }),
});

/** @param values with the time zone, which was read before the transaction: within it, that would take a second connection. */
async function grant(
  tx: Executor,
  actor: Actor,
  accountId: number,
  values: Omit<NewSubscription, "startsAt">,
  { starts, note }: { starts: string | undefined; note: string },
): Promise<Subscription> {
  const start = starts === undefined ? null : await findStart(tx, starts, values.zone);
  if (start?.isPast) throw invalid([["starts", "starts"]]);
  const row = await insertSubscription(tx, accountId, { ...values, startsAt: start?.at ?? null });
  const { plan, unit, quota, startsAt, endsAt } = row;
  const { days = 0, months } = values.length;
  await remember(tx, actor, row, { kind: "grant", credits: quota, days, note });
  await audit(tx, actor, {
    action: "subscription.grant",
    subjectId: row.id,
    accountId,
    after: {
      plan,
      unit,
      quota,
      startsAt,
      endsAt,
      ...(months !== undefined && { months }),
      ...(values.renewal !== "off" && { renewal: values.renewal }),
      ...(note && { note }),
    },
  });
  return viewSubscription(row);
}

/**
 * Adds credits to a subscription, running or ended. Sends that were refused for lack of credit succeed from the next
 * one on.
 */
export async function topUpSubscription(actor: Actor, input: unknown): Promise<Subscription> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const asked = checked(topUp, input);
  const { id, credits } = asked;
  return changing(actor, input, asked, "subscription.top_up", async (tx, before) => {
    if (before.quota > INT4_MAX - credits) throw invalid([["credits", "quota_total"]]);
    const after = await raiseQuota(tx, id, credits);
    await remember(tx, actor, after, { kind: "top_up", credits, note: asked.note });
    return after;
  });
}

/** Adds days to the end of a subscription, or from now on if it has ended. */
export async function extendSubscription(actor: Actor, input: unknown): Promise<Subscription> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const asked = checked(extension, input);
  const { id, days } = asked;
  return changing(actor, input, asked, "subscription.extend", async (tx) => {
    await deletePrepared(tx, id);
    const after = await moveEnd(tx, id, days);
    await remember(tx, actor, after, { kind: "extend", days, note: asked.note });
    return after;
  });
}

/**
 * Cancels a subscription permanently: from the next send on, the account's next subscription is charged, or the send is
 * refused with 402.
 */
export async function cancelSubscription(actor: Actor, input: unknown): Promise<Subscription> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const asked = checked(cancellation, input);
  const { id } = asked;
  return changing(actor, input, asked, "subscription.cancel", async (tx) => {
    await deletePrepared(tx, id);
    const after = await endForGood(tx, id);
    await remember(tx, actor, after, { kind: "cancel", note: asked.note });
    return after;
  });
}

/**
 * Sets whether a subscription renews itself at its end, and what becomes of the rest. One that has ended, and was not
 * renewed, begins its next period now.
 */
export async function setRenewal(actor: Actor, input: unknown): Promise<Subscription> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const asked = checked(renewalChange, input);
  const { id, renewal } = asked;
  return changing(actor, input, asked, "subscription.set_renewal", async (tx, before) => {
    if (renewalOf(before) === renewal) return before;
    await deletePrepared(tx, id);
    const next = await findNextPeriod(tx, id);
    if (next) throw new Refused("subscription_renewed", { id, next: next.id });
    const after = await writeRenewal(tx, id, renewal);
    await remember(tx, actor, after, { kind: "renewal", note: asked.note });
    return after;
  });
}

/** Makes one change of one subscription under its lock: concurrent sends wait for it, and then see its result. */
function changing(
  actor: Actor,
  input: unknown,
  values: { id: number; note: string; basis?: Basis },
  action: AuditAction,
  work: (tx: Executor, before: SubscriptionRow) => Promise<SubscriptionRow>,
): Promise<Subscription> {
  const { id, note, basis } = values;
  return auditedOnce(actor, { action, input, values, again: present }, async (tx) => {
    const before = await lockSubscription(tx, id);
    if (!before) throw new Refused("subscription_not_found", { id });
    if (before.status === "cancelled") throw new Refused("subscription_cancelled", { id });
    const { quota, endsAt } = before;
    await refuseOutdated(tx, actor, { noun: "subscription", id, basis, now: { quota, endsAt } });
    const after = await work(tx, before);
    if (after === before) return viewSubscription(before);
    const facts = ({ status, quota, endsAt, ...row }: SubscriptionRow) => ({
      status,
      quota,
      endsAt,
      renewal: renewalOf(row),
    });
    await audit(tx, actor, {
      action,
      subjectId: id,
      accountId: before.accountId,
      before: facts(before),
      after: { ...facts(after), ...(note && { note }) },
    });
    return viewSubscription(after);
  });
}

/** Adds a change to the history of a subscription as it is after the change. */
export async function remember(
  tx: Executor,
  actor: Actor,
  { id, endsAt }: SubscriptionRow,
  done: { kind: LedgerChange["kind"]; credits?: number; days?: number; note: string },
): Promise<void> {
  await insertSubscriptionChange(tx, {
    ...done,
    subscriptionId: id,
    endsAt,
    actorKind: actor.kind,
    actorName: actor.name,
  });
}

/** All of an account's subscriptions, in the order in which sends are charged to them. */
export async function listSubscriptions(actor: Actor, input: unknown): Promise<Subscription[]> {
  const { id } = checked(byId, input);
  if (!canRead(actor, id)) throw new Refused("not_allowed");
  if (!(await findAccount(database(), id))) throw new Refused("account_not_found", { id });
  return (await selectSubscriptions(database(), id)).map(viewSubscription);
}
