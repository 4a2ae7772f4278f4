import { canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import { Refused } from "#core/input/refusal.ts";
import { addOutcomes, noOutcomes, type Outcomes, totalOf } from "#core/message/outcomes.ts";
import type { ChartPeriod } from "#core/table/chart-period.ts";
import { selectAccountNames } from "#db/queries/customers/accounts.ts";
import { countRefusals, type RefusalCount } from "#db/queries/customers/refusals.ts";
import { type FailureAnswer, selectFailureAnswers } from "#db/queries/messages/health.ts";
import { selectCountsByAccount, selectCountsByAccountAndHour } from "#db/queries/messages/message-counts.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { countedOnce } from "./counted-once.ts";
import {
  addRow,
  addSums,
  countedSince,
  type Division,
  divided,
  inOneMoment,
  liveSince,
  type MessageReport,
  reportOf,
} from "./message-report.ts";

interface AccountSum extends AccountName {
  id: number;
  total: Outcomes;
}

export interface AccountReport extends AccountSum {
  divisions: Division[];
}

export interface GatewayReport extends MessageReport {
  /** The accounts with the most messages, in descending order. */
  accounts: AccountReport[];
  /** How many further accounts sent messages, and their outcomes together; and each of them if they were asked for. */
  others: { count: number; total: Outcomes; accounts: AccountSum[] };
  /** Providers' answers to refused messages, from the latest messages. */
  answers: FailureAnswer[];
  /** API requests that were refused before a message was created. */
  refusals: RefusalCount[];
}

/** The number of accounts shown with bars of their own. */
const NAMED = 8;
/** At most this many messages are read to find the providers' answers; they are not in the counts. */
const LATEST = 10_000;

/** Outcomes of all accounts' messages in a period; with `all`, of each account that sent any. */
export async function gatewayReport(
  actor: Actor,
  period: ChartPeriod,
  { all = false }: { all?: boolean } = {},
): Promise<GatewayReport> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const zone = await timeZone();
  return inOneMoment(async (tx) => {
    const counted = await countedSince(tx, { accountId: "all", period, zone });
    const from = counted.starts[0]!;
    const { until, revision } = await liveSince(tx, from);
    const sums = await countedOnce(revision, ["accounts", from, until], () =>
      selectCountsByAccount(tx, { accountId: "all", from, until }),
    );
    const totals = new Map<number, Outcomes>();
    const of = (id: number) => totals.get(id) ?? totals.set(id, noOutcomes()).get(id)!;
    for (const { accountId, ...counts } of sums) addSums(of(accountId), counts);
    for (const row of counted.live) addRow(of(row.accountId), row);
    const ranked = [...totals].sort(([a, x], [b, y]) => totalOf(y) - totalOf(x) || a - b).map(([id]) => id);
    const [first, further] = [ranked.slice(0, NAMED), ranked.slice(NAMED)];
    const hours = await selectCountsByAccountAndHour(tx, { accountId: first, from, until });
    const names = await selectAccountNames(tx, all ? ranked : first);
    const sumOf = (id: number): AccountSum => ({
      id,
      ...(names.get(id) ?? { name: String(id), arabicName: null }),
      total: of(id),
    });
    const others = {
      count: further.length,
      total: noOutcomes(),
      accounts: all ? further.map(sumOf) : [],
    };
    for (const id of further) addOutcomes(others.total, of(id));
    return {
      ...reportOf(period, counted),
      accounts: first.map((id) => ({
        ...sumOf(id),
        divisions: divided(
          counted.starts,
          hours.filter((row) => row.accountId === id),
          counted.live.filter((row) => row.accountId === id),
        ),
      })),
      others,
      answers: await selectFailureAnswers(tx, { since: from, most: LATEST, limit: 5 }),
      refusals: await countRefusals(tx, from),
    };
  });
}
