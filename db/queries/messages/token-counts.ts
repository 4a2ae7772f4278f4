import { sql } from "drizzle-orm";
import type { Executor } from "#runtime/database/pools.ts";
import type { CountMark } from "./message-counts.ts";

export interface TokenUsage {
  today: number;
  week: number;
  month: number;
}

/** The starts of today, of the last seven days and of the last thirty, by days of the time zone. */
const starts = (timeZone: string) => sql`select
  date_trunc('day', now() at time zone ${timeZone}) at time zone ${timeZone} as today,
  (date_trunc('day', now() at time zone ${timeZone}) - interval '6 days') at time zone ${timeZone} as week,
  (date_trunc('day', now() at time zone ${timeZone}) - interval '29 days') at time zone ${timeZone} as month`;

/**
 * The messages of an account's tokens: those counted by the hour, and those since the mark, which are not counted yet.
 * To be read in one snapshot with the mark.
 */
export async function selectTokenUsage(
  db: Executor,
  { accountId, mark, timeZone }: { accountId: number; mark: CountMark | null; timeZone: string },
): Promise<Map<number, TokenUsage>> {
  const until = (mark?.until ?? new Date(0)).toISOString();
  const rows = await db.execute<{ tokenId: number; today: number; week: number; month: number }>(sql`
    with starts as (${starts(timeZone)}), used as (
      select c.token_id, c.hour as at, c.count from token_counts c
      where c.token_id in (select id from api_tokens where account_id = ${accountId})
        and c.hour >= (select month from starts) and c.hour < ${until}::timestamptz
      union all
      select m.token_id, m.created_at, 1 from messages m
      where m.account_id = ${accountId} and m.token_id is not null
        and m.created_at >= greatest(${until}::timestamptz, (select month from starts))
    )
    select token_id as "tokenId", coalesce(sum(count) filter (where at >= today), 0)::float8 as today,
      coalesce(sum(count) filter (where at >= week), 0)::float8 as week, sum(count)::float8 as month
    from used cross join starts group by 1`);
  return new Map(rows.map(({ tokenId, ...usage }) => [tokenId, usage]));
}
