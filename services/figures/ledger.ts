import { canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { askedFor } from "#core/audit/audit-log.ts";
import { type Ledger, type LedgerSubscription, ledgerOf } from "#core/customer/ledger.ts";
import { type Days, ledgerDays, monthsBetween } from "#core/customer/ledger-period.ts";
import { byId } from "#core/input/id.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { findAccount } from "#db/queries/customers/accounts.ts";
import {
  findDayBounds,
  findLedgerDays,
  selectChangesOf,
  selectUses,
  type UseRow,
} from "#db/queries/customers/ledger.ts";
import { selectSubscriptions } from "#db/queries/customers/subscriptions.ts";
import { selectLiveHours } from "#db/queries/messages/message-hours.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { auditExport } from "#services/audit/audit.ts";
import { type Subscription, viewSubscription } from "#services/customers/subscriptions.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { inOneMoment, liveSince } from "./message-report.ts";

export interface LedgerAsked {
  accountId: unknown;
  /** One of the account's subscriptions; all of them together if absent. */
  subscriptionId?: unknown;
  /** As in an address; see `ledgerDays`. */
  period?: string | undefined;
}

export interface AccountLedger extends Ledger, Days {
  accountId: number;
  /** The period as it was asked for; the present month if that was none. */
  period: string;
  /** Those that had a part in the period, in the order in which sends are charged to them. */
  subscriptions: Subscription[];
  subscriptionId: number | null;
  /** All months since the first subscription, newest first. */
  months: string[];
  /** All of the account's subscriptions, to choose from. */
  choices: Subscription[];
  /** Whether the period includes the present: its last figures may still move. */
  isOpen: boolean;
  /** The time of the figures. */
  at: Date;
  zone: string;
}

export const DEFAULT_LEDGER_PERIOD = "month";

/** The ledger of an account, or of one of its subscriptions, in any period. */
export async function readLedger(actor: Actor, asked: LedgerAsked): Promise<AccountLedger> {
  const { id: accountId } = checked(byId, { id: asked.accountId });
  if (!canRead(actor, accountId)) throw new Refused("not_allowed");
  const zone = await timeZone();
  return inOneMoment(async (tx) => {
    if (!(await findAccount(tx, accountId))) throw new Refused("account_not_found", { id: accountId });
    const all = await selectSubscriptions(tx, accountId);
    const only = asked.subscriptionId === undefined ? null : checked(byId, { id: asked.subscriptionId }).id;
    const chosen = only === null ? all : all.filter(({ id }) => id === only);
    if (only !== null && chosen.length === 0) throw new Refused("subscription_not_found", { id: only });
    const { today, first } = await findLedgerDays(tx, accountId, zone);
    const period = asked.period ?? DEFAULT_LEDGER_PERIOD;
    const days = ledgerDays(period, { today, first: first ?? today });
    if (!days) throw invalid([["period", "period"]]);
    const bounds = await findDayBounds(tx, { ...days, zone });
    const dayOf = dayIn(zone);
    const isOpen = bounds.now < bounds.until;
    const read = await withUses(tx, chosen, { accountId, ...bounds, zone, dayOf });
    const until = isOpen ? new Date(bounds.now.getTime() + 1) : bounds.until;
    const touched = (each: LedgerSubscription, ends: Date) =>
      each.startsAt < until &&
      ends >= bounds.from &&
      (each.cancelledAt === null || each.cancelledAt >= bounds.from);
    return {
      ...ledgerOf(read, { from: bounds.from, until, dayOf }),
      ...days,
      accountId,
      period,
      subscriptionId: only,
      subscriptions: chosen.filter((row, index) => touched(read[index]!, row.endsAt)).map(viewSubscription),
      choices: all.map(viewSubscription),
      months: monthsBetween(first === null || first > today ? today : first, today),
      isOpen,
      at: bounds.now,
      zone,
    };
  });
}

/** A ledger that leaves the gateway, as a file or on paper, which the audit log records. */
export async function exportLedger(
  actor: Actor,
  asked: LedgerAsked & { as: "file" | "statement" },
): Promise<AccountLedger> {
  const ledger = await readLedger(actor, asked);
  const { accountId, period, subscriptionId } = ledger;
  await auditExport(actor, {
    action: asked.as === "file" ? "account.export_ledger" : "account.print_statement",
    subjectId: accountId,
    accountId,
    after: {
      asked: askedFor({ period, ...(subscriptionId !== null && { subscription: String(subscriptionId) }) }),
    },
  });
  return ledger;
}

/** The day of a time; the Swedish format is ISO's. */
function dayIn(timeZone: string): (at: Date) => string {
  const format = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
  return (at) => format.format(at);
}

interface Wanted {
  accountId: number;
  from: Date;
  until: Date;
  zone: string;
  dayOf: (at: Date) => string;
}

/** The subscriptions with their changes, and with their sends from the period on. */
async function withUses(
  tx: Executor,
  rows: Awaited<ReturnType<typeof selectSubscriptions>>,
  { accountId, from, until, zone, dayOf }: Wanted,
): Promise<LedgerSubscription[]> {
  const since = await liveSince(tx, from);
  const counted = await selectUses(tx, { accountId, from, until, counted: since.until, zone });
  const live = (await selectLiveHours(tx, { accountId, ...since })).map((row): UseRow => {
    const hour = new Date(row.hour);
    const failed = row.kind === "refused" || row.kind === "undelivered" || row.kind === "released";
    const { subscriptionId, credits } = row;
    const day = hour < until ? dayOf(hour) : null;
    return { subscriptionId, day, charged: credits, returned: failed ? credits : 0 };
  });
  const changes = Map.groupBy(
    await selectChangesOf(
      tx,
      rows.map(({ id }) => id),
    ),
    ({ subscriptionId }) => subscriptionId,
  );
  const uses = Map.groupBy([...counted, ...live], ({ subscriptionId }) => subscriptionId);
  return rows.map((row) => ({
    ...row,
    changes: changes.get(row.id) ?? [],
    ...sendsOf(uses.get(row.id) ?? []),
  }));
}

function sendsOf(rows: UseRow[]): Pick<LedgerSubscription, "uses" | "usedLater"> {
  const days = new Map<string, { day: string; charged: number; returned: number }>();
  let usedLater = 0;
  for (const { day, charged, returned } of rows) {
    if (day === null) usedLater += charged - returned;
    else {
      const sum = days.get(day) ?? { day, charged: 0, returned: 0 };
      days.set(day, { day, charged: sum.charged + charged, returned: sum.returned + returned });
    }
  }
  return { uses: [...days.values()], usedLater };
}
