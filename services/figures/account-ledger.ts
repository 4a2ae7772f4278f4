import type { Actor } from "#core/access/actor.ts";
import { selectAccountGrants } from "#db/queries/customers/subscription-changes.ts";
import { database } from "#runtime/database/pools.ts";
import { messageReport } from "./message-report.ts";

export interface LedgerDay {
  /** The start of the day. */
  start: Date;
  /** Credits granted by the operator: new subscriptions and top-ups. */
  granted: number;
  /** The credits charged for sends, and those returned for failed ones, by the day on which the message was sent. */
  charged: number;
  returned: number;
}

/**
 * An account's credits of the last 30 days, over all subscriptions, newest first. Days without any movement are left
 * out.
 */
export async function ledgerByDay(actor: Actor, accountId: number): Promise<LedgerDay[]> {
  const { divisions } = await messageReport(actor, { accountId, period: "30d" });
  const days = divisions.map(({ start, charged, returned }) => ({ start, granted: 0, charged, returned }));
  for (const { at, credits } of await selectAccountGrants(database(), accountId, days[0]!.start)) {
    const day = days.findLast(({ start }) => start <= at);
    if (day) day.granted += credits;
  }
  return days.filter(({ granted, charged }) => granted > 0 || charged > 0).reverse();
}
