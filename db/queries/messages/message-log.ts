import { type SQL, sql } from "drizzle-orm";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** Which messages. All that is undefined does not narrow them. */
export interface LogFilter {
  /** Undefined for everybody's. */
  accountId?: number | undefined;
  id?: number | undefined;
  number?: string | undefined;
  statuses?: MessageStatus[] | undefined;
  templateId?: number | undefined;
  /** 0 for what was tried in the dashboard, without a token. */
  tokenId?: number | undefined;
  language?: 0 | 1 | undefined;
  providerId?: number | undefined;
  period?: LogPeriod | undefined;
}

/** From the start of a day to the end of another, in a time zone; or the last so many hours. */
export type LogPeriod =
  | { hours: number }
  | { hours?: undefined; from: string | undefined; to: string | undefined; zone: string };

/** A message's place in the order of the log: when it was created, in microseconds, and its id. */
export interface Place {
  micros: string;
  id: number;
}

/** Newest first; `newer` begins at the far end and goes towards the present. */
export type Direction = "older" | "newer";

/**
 * The next `limit` places of the log, newest first whichever the direction. However many messages there are, and
 * whatever the filter but a number, it reads about `limit` entries of an index for each of at most `limit` groups:
 *
 * - one account without a filter: `messages_account` is in this order.
 * - a number: `messages_number` says which parts of the table to look into; this one grows with the table, slowly.
 * - any other filter: `messages_facets` is in this order within each combination of account, token, version, language,
 *   status and provider. The combinations that exist are few, and found by leaping from one to the next. Those
 *   wanted are merged: only the `limit` whose first message comes first can have one on the page.
 * - everybody's without a filter: the same merge, over the accounts and `messages_account`.
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
  const rows = await db.execute<{ micros: string; id: string }>(sql`
    ${sourceOf(filter, { range, ordered, limit: page.limit })}
    select (extract(epoch from m.created_at) * 1000000)::bigint::text as micros, m.id::text as id
    from m ${ordered(page.limit)}`);
  const places = rows.map(({ micros, id }) => ({ micros, id: Number(id) }));
  return page.direction === "older" ? places : places.reverse();
}

/** How many there are, counted up to `most`. */
export async function countPlaces(db: Executor, filter: LogFilter, most: number): Promise<number> {
  const ordered = (limit: number) => sql`limit ${sql.raw(String(limit))}`;
  const range = rangeOf(filter.period, { direction: "older" });
  const source = sourceOf(filter, { range, ordered, limit: most });
  const [row] = await db.execute<{ count: number }>(sql`${source} select count(*)::int as count from (
    select from m ${ordered(most)}
  ) counted`);
  return row!.count;
}

interface Reach {
  /** The part of the time that is wanted. */
  range: SQL;
  ordered: (limit: number) => SQL;
  limit: number;
}

/** A `with` that ends in `m (id, created_at)`: at least the first `limit` messages of the filter. */
function sourceOf(filter: LogFilter, reach: Reach): SQL {
  const { accountId, id, number, statuses, templateId, tokenId, language, providerId } = filter;
  if (id !== undefined || number !== undefined) return directly(filter, reach);
  const faceted = [statuses, templateId, tokenId, language, providerId].some((value) => value !== undefined);
  if (faceted) return byFacet(filter, reach);
  return accountId === undefined ? byAccount(reach) : directly(filter, reach);
}

const columns = sql`m.id, m.created_at`;

function directly(filter: LogFilter, { range, ordered, limit }: Reach): SQL {
  return sql`with m as (
    select ${columns} from messages m where true ${matching(filter)} ${range} ${ordered(limit)}
  )`;
}

function byAccount({ range, ordered, limit }: Reach): SQL {
  const of = sql`messages m where m.account_id = accounts.id ${range}`;
  return sql`with m as (
    select row.* from (
      select accounts.id, m.created_at, m.id as first
      from accounts, lateral (select ${columns} from ${of} ${ordered(1)}) m
      ${ordered(limit)}
    ) accounts, lateral (select ${columns} from ${of} ${ordered(limit)}) row
  )`;
}

const NO_TOKEN = 0;
const NO_PROVIDER = 0;

/** The columns of `messages_facets` ahead of the time, and what a row of `facet` calls them. */
const facet = {
  account: sql`m.account_id`,
  token: sql`coalesce(m.token_id, ${sql.raw(String(NO_TOKEN))})`,
  version: sql`m.template_version_id`,
  language: sql`m.language`,
  status: sql`m.status`,
  provider: sql`coalesce(m.provider_id, ${sql.raw(String(NO_PROVIDER))})`,
};
const facetNames = Object.keys(facet) as (keyof typeof facet)[];
const facetColumns = sql.join(
  facetNames.map((name) => sql`${facet[name]} as ${sql.raw(name)}`),
  sql`, `,
);
const facetOrder = sql.join(Object.values(facet), sql`, `);
const sameFacet = sql.join(
  facetNames.map((name) => sql`${facet[name]} = facet.${sql.raw(name)}`),
  sql` and `,
);
const nextFacet = sql`(${facetOrder}) > (${sql.join(
  facetNames.map((name) => sql`facet.${sql.raw(name)}`),
  sql`, `,
)})`;

function byFacet(filter: LogFilter, { range, ordered, limit }: Reach): SQL {
  const { accountId, statuses, templateId, tokenId, language, providerId } = filter;
  // Pending messages are not in the index: a message enters it once, with its outcome.
  const leap = (from: SQL) =>
    sql`select ${facetColumns} from messages m where m.status <> 'pending' ${from} order by ${facetOrder} limit 1`;
  // "=" on the account would make each leap begin at the account's first entry instead of behind the facet.
  const [first, next] =
    accountId === undefined
      ? [sql``, sql`and ${nextFacet}`]
      : [sql`and m.account_id = ${accountId}`, sql`and ${nextFacet} and m.account_id <= ${accountId}`];
  const wanted = [
    statuses && sql`status in (${list(statuses)})`,
    templateId && sql`version in (select id from template_versions where template_id = ${templateId})`,
    tokenId !== undefined && sql`token = ${tokenId}`,
    language !== undefined && sql`language = ${language}`,
    providerId && sql`provider = ${providerId}`,
  ].filter((condition) => condition instanceof Object);
  const of = sql`messages m where m.status <> 'pending' and ${sameFacet} ${range}`;
  const pending = sql`
    select ${columns} from messages m where m.status = 'pending' ${matching(filter)} ${range} ${ordered(limit)}`;
  return sql`with recursive facet as (
    (${leap(first)})
    union all
    select next.* from facet, lateral (${leap(next)}) next
  ), m as (
    select row.* from (
      select facet.*, m.created_at, m.id from facet, lateral (select ${columns} from ${of} ${ordered(1)}) m
      where ${sql.join(wanted, sql` and `)}
      ${ordered(limit)}
    ) facet, lateral (select ${columns} from ${of} ${ordered(limit)}) row
    ${statuses && !statuses.includes("pending") ? sql`` : sql`union all (${pending})`}
  )`;
}

/** Everything but the time, row by row. */
function matching(filter: LogFilter): SQL {
  const { accountId, id, number, statuses, templateId, tokenId, language, providerId } = filter;
  const conditions = [
    accountId !== undefined && sql`m.account_id = ${accountId}`,
    id !== undefined && sql`m.id = ${id}`,
    number !== undefined && sql`m.number = ${number}`,
    statuses && sql`m.status in (${list(statuses)})`,
    templateId !== undefined &&
      sql`m.template_version_id in (select id from template_versions where template_id = ${templateId})`,
    tokenId !== undefined && sql`${facet.token} = ${tokenId}`,
    language !== undefined && sql`m.language = ${language}`,
    providerId !== undefined && sql`m.provider_id = ${providerId}`,
  ].filter((condition) => condition instanceof Object);
  return sql.join(
    conditions.map((condition) => sql`and ${condition}`),
    sql` `,
  );
}

const list = (values: string[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );

/**
 * The part of the time that is wanted. Of two bounds on the same side PostgreSQL begins at one and looks at every
 * entry for the other, so a place takes the bound's place; it lies within the period, or there is nothing.
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
