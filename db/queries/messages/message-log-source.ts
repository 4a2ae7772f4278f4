import { SQL, sql } from "drizzle-orm";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { findPendingSince } from "./pending-since.ts";

/** Conditions on messages. An undefined property does not restrict them. */
export interface LogFilter {
  /** Undefined for all accounts. */
  accountId?: number | undefined;
  id?: number | undefined;
  number?: string | undefined;
  statuses?: MessageStatus[] | undefined;
  templateId?: number | undefined;
  /** 0 for messages that were tried in the dashboard, without a token. */
  tokenId?: number | undefined;
  language?: 0 | 1 | undefined;
  providerId?: number | undefined;
  period?: LogPeriod | undefined;
}

/** From the start of a day to the end of another, in a time zone; or the last so many hours. */
export type LogPeriod =
  | { hours: number }
  | { hours?: undefined; from: string | undefined; to: string | undefined; zone: string };

export interface Reach {
  /** The part of the time that is wanted. */
  range: SQL;
  ordered: (limit: number) => SQL;
  limit: number;
  /** The select list: the place, and any further columns. */
  columns?: SQL;
}

const PLACE = sql`m.id, m.created_at`;

const isProblem = (status: MessageStatus) => status === "failed" || status === "unknown";
export const isSettled = (status: MessageStatus) => status === "sent" || status === "delivered";

/** A select of (id, created_at) that contains at least the first `limit` messages of the filter, in any order. */
export async function sourceOf(db: Executor, filter: LogFilter, reach: Reach): Promise<SQL> {
  const { id, number, statuses } = filter;
  if (id !== undefined || number !== undefined || !statuses) return partOf(filter, reach);
  const some = (wanted: (status: MessageStatus) => boolean) => ({
    ...filter,
    statuses: statuses.filter(wanted),
  });
  const problems = some(isProblem);
  const settled = some(isSettled);
  const parts: SQL[] = [];
  if (problems.statuses.length > 0) parts.push(byFacet(problems, reach, PROBLEM_FACETS));
  if (settled.statuses.length > 0) parts.push(partOf(settled, reach));
  if (statuses.includes("pending")) {
    // Queried first: planned without the value, the statement would scan the whole table.
    const since = sql`m.id >= ${await findPendingSince(db)}`;
    parts.push(
      directly(
        some((status) => status === "pending"),
        { ...reach, range: sql`and ${since} ${reach.range}` },
      ),
    );
  }
  return sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union all `,
  );
}

/** Uses an index that contains neither status nor provider. */
export function partOf(filter: LogFilter, reach: Reach): SQL {
  const { accountId, id, number, templateId, tokenId, language } = filter;
  if (id !== undefined || number !== undefined) return directly(filter, reach);
  if (templateId !== undefined || tokenId !== undefined || language !== undefined)
    return byFacet(filter, reach, FACETS);
  return accountId === undefined ? byAccount(filter, reach) : directly(filter, reach);
}

function directly(filter: LogFilter, { range, ordered, limit, columns = PLACE }: Reach): SQL {
  return sql`select ${columns} from messages m where true ${matching(filter)} ${range} ${ordered(limit)}`;
}

function byAccount(filter: LogFilter, { range, ordered, limit, columns = PLACE }: Reach): SQL {
  const of = sql`messages m where m.account_id = accounts.id ${matching(filter)} ${range}`;
  return sql`select row.* from (
      select accounts.id, m.created_at, m.id as first
      from accounts, lateral (select ${PLACE} from ${of} ${ordered(1)}) m
      ${ordered(limit)}
    ) accounts, lateral (select ${columns} from ${of} ${ordered(limit)}) row`;
}

const NO_TOKEN = 0;

/** An index: its columns before the time, the names of these in rows of `facet`, and which messages it contains. */
interface FacetIndex {
  columns: Record<string, SQL>;
  holds: SQL;
}

const FACETS: FacetIndex = {
  columns: {
    account: sql`m.account_id`,
    token: sql`coalesce(m.token_id, ${sql.raw(String(NO_TOKEN))})`,
    version: sql`m.template_version_id`,
    language: sql`m.language`,
  },
  holds: sql`true`,
};

const PROBLEM_FACETS: FacetIndex = {
  columns: { ...FACETS.columns, problem: sql`m.problem` },
  holds: sql`m.problem is not null`,
};

function byFacet(
  filter: LogFilter,
  { range, ordered, limit, columns = PLACE }: Reach,
  index: FacetIndex,
): SQL {
  const { accountId, statuses, templateId, tokenId, language } = filter;
  const names = Object.keys(index.columns);
  const listed = (each: (name: string) => SQL, between = sql`, `) => sql.join(names.map(each), between);
  const named = (name: string) => sql`facet.${sql.raw(name)}`;
  const order = listed((name) => index.columns[name]!);
  const leap = (from: SQL) => sql`
    select ${listed((name) => sql`${index.columns[name]} as ${sql.raw(name)}`)}
    from messages m where ${index.holds} ${from} order by ${order} limit 1`;
  const next = sql`and (${order}) > (${listed(named)})`;
  // With "=" on the account, each leap would begin at the account's first entry instead of behind the facet.
  const [first, further] =
    accountId === undefined
      ? [sql``, next]
      : [sql`and m.account_id = ${accountId}`, sql`${next} and m.account_id <= ${accountId}`];
  const wanted = allOf([
    templateId !== undefined &&
      sql`version in (select id from template_versions where template_id = ${templateId})`,
    tokenId !== undefined && sql`token = ${tokenId}`,
    language !== undefined && sql`language = ${language}`,
    index === PROBLEM_FACETS &&
      sql`case problem when 'unknown' then 'unknown' else 'failed' end in (${list(statuses ?? [])})`,
  ]);
  const same = listed((name) => sql`${index.columns[name]} = ${named(name)}`, sql` and `);
  // If the facet decides everything, the row itself need not be read.
  const others = index === PROBLEM_FACETS ? { ...filter, statuses: undefined } : filter;
  const of = sql`messages m where ${index.holds} and ${same} ${outcomeOf(others)} ${range}`;
  return sql`with recursive facet as (
    (${leap(first)})
    union all
    select next.* from facet, lateral (${leap(further)}) next
  )
  select row.* from (
    select facet.*, m.created_at, m.id from facet, lateral (select ${PLACE} from ${of} ${ordered(1)}) m
    where true ${wanted}
    ${ordered(limit)}
  ) facet, lateral (select ${columns} from ${of} ${ordered(limit)}) row`;
}

/** All conditions except the time, checked row by row. */
function matching(filter: LogFilter): SQL {
  const { accountId, id, number, templateId, tokenId, language } = filter;
  return sql`${allOf([
    accountId !== undefined && sql`m.account_id = ${accountId}`,
    id !== undefined && sql`m.id = ${id}`,
    number !== undefined && sql`m.number = ${number}`,
    templateId !== undefined &&
      sql`m.template_version_id in (select id from template_versions where template_id = ${templateId})`,
    tokenId !== undefined && sql`${FACETS.columns.token} = ${tokenId}`,
    language !== undefined && sql`m.language = ${language}`,
  ])} ${outcomeOf(filter)}`;
}

/** The conditions that no index supports. */
export function outcomeOf({ statuses, providerId }: LogFilter): SQL {
  return allOf([
    statuses && sql`m.status in (${list(statuses)})`,
    providerId !== undefined && sql`m.provider_id = ${providerId}`,
  ]);
}

function allOf(conditions: (SQL | false | undefined)[]): SQL {
  return sql.join(
    conditions.filter((condition) => condition instanceof SQL).map((condition) => sql`and ${condition}`),
    sql` `,
  );
}

const list = (values: string[]) =>
  sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  );
