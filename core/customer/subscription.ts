import { z } from "zod";
import { basis } from "#core/input/basis.ts";
import { wholeNumber } from "#core/input/digits.ts";
import { INT4_MAX, id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { line } from "#core/input/text.ts";

/** A count as a number or as text that people type: forms and arguments pass texts. */
function count(high: number, code: "quota" | "days") {
  return z
    .union([z.number(), z.string().transform((text) => wholeNumber(text) ?? Number.NaN)], {
      error: problem(code),
    })
    .refine((n) => Number.isInteger(n) && n >= 1 && n <= high, problem(code));
}

export const subscriptionUnit = z.enum(["message", "segment"], { error: problem("unit") });

const quota = count(INT4_MAX, "quota");
const days = count(3_660, "days");
/** The reason or purpose, shown in the operator's history and to the customer. */
const note = line(0, 500, "note").default("");

/** Entered by hand, without a plan. */
export const newSubscription = z.object({
  accountId: id,
  quota,
  days: days.default(30),
  plan: line(1, 60, "plan").default("Standard"),
  unit: subscriptionUnit.default("message"),
  note,
});

/** With the values of a plan. */
export const planGrant = z.object({ accountId: id, planId: id, note });

export const topUp = z.object({ id, credits: quota, note, basis });
export const extension = z.object({ id, days, note, basis });
export const cancellation = z.object({ id, note, basis });

export const newPlan = z.object({
  name: line(1, 60, "plan"),
  quota,
  days,
  unit: subscriptionUnit.default("message"),
  price: line(0, 60, "price").default(""),
});

export const planEdit = newPlan.extend({ id, basis });

/** The values from which a renewal is calculated. */
export interface Renewable {
  quota: number;
  used: number;
  endsAt: Date;
}

/**
 * Why an account cannot send (it never had credit, all credit is used, or all subscriptions have ended), or will soon
 * be unable to.
 */
export type CreditShortage = "none" | "used" | "ended" | "nearQuota" | "nearEnd";

/** A subscription is nearly used up when a tenth of its quota or less is left. */
export const NEARLY_USED_UP = 0.9;
/** The default number of days before its end within which a subscription is due for renewal. */
export const RENEWAL_DAYS = 14;

/** Why the customer should be asked about a renewal: the subscription ends soon, or is nearly used up. */
export function renewalReasons(
  { quota, used, endsAt }: Renewable,
  now: Date,
  days: number = RENEWAL_DAYS,
): ("ends" | "used")[] {
  return [
    ...(endsAt.getTime() - now.getTime() <= days * 86_400_000 ? (["ends"] as const) : []),
    ...(used >= quota * NEARLY_USED_UP ? (["used"] as const) : []),
  ];
}

/** Orders subscriptions: those without credit left first, then by their end. */
export function byUrgency(a: Renewable, b: Renewable): number {
  const empty = (each: Renewable) => (each.used >= each.quota ? 0 : 1);
  return empty(a) - empty(b) || a.endsAt.getTime() - b.endsAt.getTime();
}

export const subscriptionStates = ["active", "notBegun", "ended", "cancelled"] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** The status shown to people: the database's status says only whether a subscription was cancelled. */
export function subscriptionState(
  { status, startsAt, endsAt }: { status: "active" | "cancelled"; startsAt: Date; endsAt: Date },
  now: Date,
): SubscriptionState {
  if (status === "cancelled") return "cancelled";
  if (startsAt > now) return "notBegun";
  return endsAt > now ? "active" : "ended";
}
