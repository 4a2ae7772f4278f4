import { z } from "zod";
import { basis } from "#core/input/basis.ts";
import { wholeNumber } from "#core/input/digits.ts";
import { INT4_MAX, id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";
import { line } from "#core/input/text.ts";

/** A count as a number or as people write one: forms and arguments are texts. */
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
/** Why, or what for: for the operator's own history, and for the customer's. */
const note = line(0, 500, "note").default("");

/** Made by hand. */
export const newSubscription = z.object({
  accountId: id,
  quota,
  days: days.default(30),
  plan: line(1, 60, "plan").default("Standard"),
  unit: subscriptionUnit.default("message"),
  note,
});

/** As a plan says it. */
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

/** What a renewal is reckoned from. */
export interface Renewable {
  quota: number;
  used: number;
  endsAt: Date;
}

/** Why an account cannot send: it never had credit, all is used, all has ended. Or soon cannot. */
export type CreditShortage = "none" | "used" | "ended" | "nearQuota" | "nearEnd";

/** A subscription is nearly used up when a tenth of it or less is left. */
export const NEARLY_USED_UP = 0.9;
/** Within how many days an end is a renewal that is due, where nobody chose. */
export const RENEWAL_DAYS = 14;

/** Why somebody should ask the customer about going on: it ends soon, or is nearly used up. */
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

/** Of several: what has no credit left first, then what ends first. */
export function byUrgency(a: Renewable, b: Renewable): number {
  const empty = (each: Renewable) => (each.used >= each.quota ? 0 : 1);
  return empty(a) - empty(b) || a.endsAt.getTime() - b.endsAt.getTime();
}

export const subscriptionStates = ["active", "notBegun", "ended", "cancelled"] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** What it is to people: a status of the database says only whether it was cancelled. */
export function subscriptionState(
  { status, startsAt, endsAt }: { status: "active" | "cancelled"; startsAt: Date; endsAt: Date },
  now: Date,
): SubscriptionState {
  if (status === "cancelled") return "cancelled";
  if (startsAt > now) return "notBegun";
  return endsAt > now ? "active" : "ended";
}
