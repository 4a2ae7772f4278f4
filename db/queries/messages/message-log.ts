import { sql } from "drizzle-orm";
import type { Executor } from "#runtime/database/pools.ts";
import { type LogFilter, needsBlocks, OUTCOME_COLUMNS, outcomeOf } from "./message-log-filter.ts";
import { type Direction, type Place, rangeOf } from "./message-log-range.ts";
import { byOutcome, sourceOf } from "./message-log-source.ts";

export type { LogFilter, Place };

/**
 * The next `limit` places of the log, newest first whichever the direction. No index names a message's status or provider
 * (db/schema/messages/messages.ts), so a filter is answered by up to three parts, each in the order of the log:
 *
 * - what failed or is unknown: `messages_problem` holds nothing else, and is in this order within each combination of
 *   account, token, version, language and problem. The combinations that exist are few, and found by leaping from one
 *   to the next. Those wanted are merged: only the `limit` whose first message comes first can have one on the page.
 * - what is pending: all of it lies at the end of the table, from `pendingSince` on.
 * - everything else: where a token, template or language is asked for, the same merge over `messages_facets`; for one
 *   account `messages_account`, for everybody a merge over the accounts. The status and the provider of each message are
 *   looked at on the way, which skips the blocks that hold nothing of what is wanted (db/schema/messages/log-blocks.ts): it is at
 *   most a block for each message of the page, however few there are in the log. So is what failed by a provider, or of
 *   the numbers of a mobile operator.
 *
 * A number, or its last digits, is looked up in `messages_number_ending`, which says which parts of the table to look
 * into; it grows with the table, slowly.
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
  const source = await sourceOf(db, filter, { ...page, range, ordered });
  const rows = await db.execute<{ micros: string; id: string }>(sql`
    select (extract(epoch from m.created_at) * 1000000)::bigint::text as micros, m.id::text as id
    from (${source}) m ${ordered(page.limit)}`);
  const places = rows.map(({ micros, id }) => ({ micros, id: Number(id) }));
  return page.direction === "older" ? places : places.reverse();
}

/** To count messages whose outcome no index contains, at most this many are examined, in blocks that may hold some. */
const COUNT_LIMIT = 20_000;

/** The number of matching messages, counted up to `most`; with `more`, there are at least that many. */
export async function countPlaces(
  db: Executor,
  filter: LogFilter,
  most: number,
): Promise<{ count: number; more: boolean }> {
  const range = rangeOf(filter.period, { direction: "older" });
  const ordered = (limit: number) => sql`limit ${sql.raw(String(limit))}`;
  const indexed = !needsBlocks(filter);
  const reach = { range, ordered, direction: "older" as const };
  const source = indexed
    ? await sourceOf(db, filter, { ...reach, limit: most + 1 })
    : await byOutcome(db, filter, {
        ...reach,
        limit: COUNT_LIMIT,
        columns: sql`m.id, m.created_at, ${OUTCOME_COLUMNS}`,
        anyOutcome: true,
      });
  const wanted = indexed ? sql`` : outcomeOf(filter);
  const [row] = await db.execute<{ looked: number; count: number }>(sql`
    select count(*)::int as looked, count(*) filter (where true ${wanted})::int as count
    from (select * from (${source}) m ${ordered(indexed ? most + 1 : COUNT_LIMIT)}) m`);
  const { looked, count } = row!;
  return { count: Math.min(count, most), more: count > most || (!indexed && looked === COUNT_LIMIT) };
}
