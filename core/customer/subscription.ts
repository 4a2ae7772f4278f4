import { z } from "zod";
import { basis } from "#core/input/basis.ts";
import { cleaned, visible } from "#core/input/cleaned.ts";
import { wholeNumber } from "#core/input/digits.ts";
import { INT4_MAX, id } from "#core/input/id.ts";
import { invalid, problem } from "#core/input/problem.ts";
import { line } from "#core/input/text.ts";

/** A count as a number or as text that people type: forms and arguments pass texts. */
function count(high: number, code: "quota" | "days" | "months") {
  return z
    .union([z.number(), z.string().transform((text) => wholeNumber(text) ?? Number.NaN)], {
      error: problem(code),
    })
    .refine((n) => Number.isInteger(n) && n >= 1 && n <= high, problem(code));
}

export const subscriptionUnit = z.enum(["message", "segment"], { error: problem("unit") });

const quota = count(INT4_MAX, "quota");
const days = count(3_660, "days");
const months = count(120, "months");
/** The reason or purpose, shown in the operator's history and to the customer. */
const note = line(0, 500, "note").default("");

/** Whether a subscription renews itself at its end, and what becomes of the credits that are left then. */
export const RENEWALS = ["off", "lapse", "carry"] as const;
export type RenewalChoice = (typeof RENEWALS)[number];
const renewal = z.enum(RENEWALS, { error: problem("renewal") });

/** Forms send an empty text for what was not filled in. */
const blank = z
  .string()
  .transform(visible)
  .pipe(z.literal(""))
  .transform(() => undefined);

/** A day, or a minute of it, in the operator's time zone: `2026-12-01`, `2026-12-01T08:30`. */
const startText = z
  .string({ error: problem("starts") })
  .transform(cleaned)
  .refine((text) => {
    const read = /^(20\d\d-\d\d-\d\d)(T([01]\d|2[0-3]):[0-5]\d)?$/.exec(text);
    return read !== null && new Date(`${read[1]}T00:00:00Z`).toJSON()?.startsWith(read[1]!) === true;
  }, problem("starts"));

/** Calendar months instead of days. */
const monthsInstead = z.union([blank, months], { error: problem("months") }).optional();

const terms = {
  months: monthsInstead,
  /** When it starts; now if absent. */
  starts: z.union([blank, startText], { error: problem("starts") }).optional(),
  renewal: renewal.default("off"),
  note,
};

/** Entered by hand, without a plan. */
export const newSubscription = z.object({
  accountId: id,
  quota,
  days: days.optional(),
  plan: line(1, 60, "plan").default("Standard"),
  unit: subscriptionUnit.default("message"),
  ...terms,
});

/** With the values of a plan; months replace its length. */
export const planGrant = z.object({ accountId: id, planId: id, ...terms });

export const renewalChange = z.object({ id, renewal, note, basis });

export const topUp = z.object({ id, credits: quota, note, basis });
export const extension = z.object({ id, days, note, basis });
export const cancellation = z.object({ id, note, basis });

export const newPlan = z.object({
  name: line(1, 60, "plan"),
  quota,
  days: days.optional(),
  months: monthsInstead,
  unit: subscriptionUnit.default("message"),
  price: line(0, 60, "price").default(""),
});

export const planEdit = newPlan.extend({ id, basis });

/** A number of days, or of calendar months. */
export type PeriodLength = { days: number; months?: undefined } | { days?: undefined; months: number };

/**
 * The length that was entered.
 * @param otherwise the number of days where none was.
 */
export function enteredLength(
  { days, months }: { days?: number | undefined; months?: number | undefined },
  otherwise?: number,
): PeriodLength {
  if (months === undefined) {
    const length = days ?? otherwise;
    if (length === undefined) throw invalid([["days", "days"]]);
    return { days: length };
  }
  if (days !== undefined) throw invalid([["months", "days_or_months"]]);
  return { months };
}

/** The length as it is stored: one of the two is null. */
export function storedLength({ days, months }: { days: number | null; months: number | null }): PeriodLength {
  return months === null ? { days: days! } : { months };
}

export interface PlanTerms {
  name: string;
  quota: number;
  /** Its length: one of the two is null. */
  days: number | null;
  months: number | null;
  unit: "message" | "segment";
  price: string;
}

/** What of a plan can be edited: what the audit records, and what an edit is based on. */
export function planFacts({ name, quota, unit, price, ...length }: PlanTerms) {
  return { name, quota, ...storedLength(length), unit, price };
}

/** The values from which a renewal is calculated. */
export interface Renewable {
  quota: number;
  used: number;
  endsAt: Date;
  /** Null unless it renews itself. */
  renewsAt: Date | null;
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
  { quota, used, endsAt, renewsAt }: Renewable,
  now: Date,
  days: number = RENEWAL_DAYS,
): ("ends" | "used")[] {
  return [
    ...(renewsAt === null && endsAt.getTime() - now.getTime() <= days * 86_400_000
      ? (["ends"] as const)
      : []),
    ...(used >= quota * NEARLY_USED_UP ? (["used"] as const) : []),
  ];
}

/** Orders subscriptions: those without credit left first, then by their end. */
export function byUrgency(a: Renewable, b: Renewable): number {
  const empty = (each: Renewable) => (each.used >= each.quota ? 0 : 1);
  return empty(a) - empty(b) || a.endsAt.getTime() - b.endsAt.getTime();
}

/** How a stored subscription renews itself. */
export function renewalOf({
  renewsAt,
  rest,
}: {
  renewsAt: Date | null;
  rest: "lapse" | "carry";
}): RenewalChoice {
  return renewsAt === null ? "off" : rest;
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
