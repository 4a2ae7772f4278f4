import { type SQL, sql } from "drizzle-orm";
import type { Executor } from "#runtime/database/pools.ts";
import {
  isSettled,
  type LogFilter,
  type LogPeriod,
  outcomeOf,
  partOf,
  sourceOf,
} from "./message-log-source.ts";

export type { LogFilter };

/** A message's position in the order of the log: when it was created, in microseconds, and its id. */
export interface Place {
  micros: string;
  id: number;
}

/** `older` reads from the newest on; `newer` begins at the far end and reads towards the present. */
export type Direction = "older" | "newer";

/**
 * The next `limit` places of the log, newest first whichever the direction. No index names a message's status or provider
 * (db/schema/messages.ts), so a filter is answered by up to three parts, each in the order of the log:
 *
 * - what failed or is unknown: `messages_problem` holds nothing else, and is in this order within each combination of
 *   account, token, version, language and problem. The combinations that exist are few, and found by leaping from one
 *   to the next. Those wanted are merged: only the `limit` whose first message comes first can have one on the page.
 * - what is pending: all of it lies at the end of the table, from `pendingSince` on.
 * - everything else: where a token, template or language is asked for, the same merge over `messages_facets`; for one
 *   account `messages_account`, for everybody a merge over the accounts. The status and the provider of each
 *   message are looked at on the way. Most messages are sent or delivered by the first provider, so that the way is
 *   short; it is as long as the log where an account has none of what is asked for.
 *
 * A number is looked up in `messages_number`, which says which parts of the table to look into; it grows with the
 * table, slowly.
 */
export async function selectPlaces(
  db: Executor,
  filter: LogFilter,
  page: { from?: Place | undefined; direction: Direction; limit: number },
): Promise<Place[]> {
  const order = page.direction === "older" ? sql`desc` : sql`asc`;
  const ordered = (limit: number) =>
    sql`order by m.created_at ${order}, m.id ${order} limit ${sql.raw(String(limit))}`;
  const range = rangeOf(filter.period, page);
  const source = await sourceOf(db, filter, { range, ordered, limit: page.limit });
  const rows = await db.execute<{ micros: string; id: string }>(sql`
    select (extract(epoch from m.created_at) * 1000000)::bigint::text as micros, m.id::text as id
    from (${source}) m ${ordered(page.limit)}`);
  const places = rows.map(({ micros, id }) => ({ micros, id: Number(id) }));
  return page.direction === "older" ? places : places.reverse();
}

/** To count messages whose outcome no index contains, at most this many are examined. */
const COUNT_LIMIT = 20_000;

/** The number of matching messages, counted up to `most`; with `more`, there are at least that many. */
export async function countPlaces(
  db: Executor,
  filter: LogFilter,
  most: number,
): Promise<{ count: number; more: boolean }> {
  const { id, number, statuses, providerId } = filter;
  const range = rangeOf(filter.period, { direction: "older" });
  const ordered = (limit: number) => sql`limit ${sql.raw(String(limit))}`;
  const indexed = id !== undefined || number !== undefined || !(providerId || statuses?.some(isSettled));
  const source = indexed
    ? await sourceOf(db, filter, { range, ordered, limit: most + 1 })
    : partOf(
        { ...filter, statuses: undefined, providerId: undefined },
        {
          range,
          ordered,
          limit: COUNT_LIMIT,
          columns: sql`m.id, m.created_at, m.status, m.provider_id`,
        },
      );
  const wanted = indexed ? sql`` : outcomeOf(filter);
  const [row] = await db.execute<{ looked: number; count: number }>(sql`
    select count(*)::int as looked, count(*) filter (where true ${wanted})::int as count
    from (select * from (${source}) m ${ordered(indexed ? most + 1 : COUNT_LIMIT)}) m`);
  const { looked, count } = row!;
  return { count: Math.min(count, most), more: count > most || (!indexed && looked === COUNT_LIMIT) };
}

/**
 * The wanted part of the time. With two bounds on the same side PostgreSQL starts at one and filters every entry by the
 * other, so a place replaces the period's bound; either it lies within the period or the result is empty.
 */
function rangeOf(
  period: LogPeriod | undefined,
  { from, direction }: { from?: Place | undefined; direction: Direction },
): SQL {
  let { low, high } = boundsOf(period);
  const parts: SQL[] = [];
  if (from) {
    const at = sql`timestamptz 'epoch' + ${from.micros}::bigint * interval '1 microsecond'`;
    if (direction === "older") {
      parts.push(
        sql`and (m.created_at, m.id) < (${at}, ${from.id}) ${high ? sql`and ${at} < ${high}` : sql``}`,
      );
      high = undefined;
    } else {
      parts.push(
        sql`and (m.created_at, m.id) > (${at}, ${from.id}) ${low ? sql`and ${at} >= ${low}` : sql``}`,
      );
      low = undefined;
    }
  }
  if (low) parts.push(sql`and m.created_at >= ${low}`);
  if (high) parts.push(sql`and m.created_at < ${high}`);
  return sql.join(parts, sql` `);
}

function boundsOf(period: LogPeriod | undefined): { low?: SQL | undefined; high?: SQL | undefined } {
  if (!period) return {};
  if (period.hours !== undefined) return { low: sql`now() - ${period.hours}::int * interval '1 hour'` };
  const { from, to, zone } = period;
  return {
    low: from === undefined ? undefined : sql`(${from}::date)::timestamp at time zone ${zone}`,
    high: to === undefined ? undefined : sql`(${to}::date + 1)::timestamp at time zone ${zone}`,
  };
}
