import { type SQL, sql } from "drizzle-orm";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { NumberGroup } from "#core/routing/operator-numbers.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { findBlocksUntil } from "./log-blocks.ts";
import { outcomeCodes } from "./log-outcomes.ts";
import {
  ANY_OUTCOME,
  allOf,
  isHidden,
  isLookUp,
  isProblem,
  type LogFilter,
  list,
  matching,
  outcomeOf,
  statusesOf,
  TOKEN_COLUMN,
} from "./message-log-filter.ts";
import type { Direction, Range } from "./message-log-range.ts";
import { findPendingSince } from "./pending-since.ts";

export interface Reach {
  range: Range;
  ordered: (limit: number) => SQL;
  direction: Direction;
  limit: number;
  /** The select list: the place, and any further columns. */
  columns?: SQL;
  /** Every message of the blocks that may hold what is wanted, whatever its outcome. */
  anyOutcome?: boolean;
}

const LATE = sql`select message_id from late_outcomes`;
const PLACE = sql`m.id, m.created_at`;

/** A select of (id, created_at) that contains at least the first `limit` messages of the filter, in any order. */
export async function sourceOf(db: Executor, filter: LogFilter, reach: Reach): Promise<SQL> {
  if (isLookUp(filter)) return lookUp(filter, reach);
  const statuses = statusesOf(filter);
  if (!statuses) return isHidden(filter) ? byOutcome(db, filter, reach) : partOf(filter, reach);
  const some = (wanted: (status: MessageStatus) => boolean) => ({
    ...filter,
    statuses: statuses.filter(wanted),
  });
  const indexed = (status: MessageStatus) => !isHidden(filter) && isProblem(status);
  const [problems, pending] = [some(indexed), some((status) => status === "pending")];
  const others = some((status) => !indexed(status) && status !== "pending");
  const parts: SQL[] = [];
  if (problems.statuses.length > 0) parts.push(byFacet(problems, reach, PROBLEM_FACETS));
  if (others.statuses.length > 0) parts.push(await byOutcome(db, others, reach));
  if (pending.statuses.length > 0) {
    // Queried first: planned without the value, the statement would scan the whole table.
    const since = sql`and m.id >= ${await findPendingSince(db)}`;
    parts.push(directly(pending, reach, since));
  }
  if (parts.length === 0) return directly(filter, reach, sql`and false`);
  return sql.join(
    parts.map((part) => sql`(${part})`),
    sql` union all `,
  );
}

function lookUp(filter: LogFilter, reach: Reach): SQL {
  const { id, ending } = filter;
  if (id === undefined || ending === undefined) return directly(filter, reach);
  // As two selects, each by its own index.
  const byId = directly({ ...filter, ending: undefined }, reach);
  const byEnding = directly({ ...filter, id: undefined }, reach, sql`and m.id <> ${id}`);
  return sql`(${byId}) union all (${byEnding})`;
}

/**
 * Messages by what no index contains, such as status and provider: those after the mark one by one, those before it in
 * the blocks that may hold such messages, and those that changed late.
 */
export async function byOutcome(db: Executor, filter: LogFilter, reach: Reach): Promise<SQL> {
  // Queried first, as above. Blocks that are written meanwhile are read up to this mark.
  const until = await findBlocksUntil(db);
  if (!until) return partOf(filter, reach);
  const late = directly(filter, reach, sql`and m.id in (${LATE})`);
  return sql`(${partOf(filter, reach, until)}) union all (${late})`;
}

/** In the order of an index. `until`: skipping blocks before that time. */
function partOf(filter: LogFilter, reach: Reach, until?: Date): SQL {
  const { accountId, templateId, tokenId, language } = filter;
  const { limit, ordered } = reach;
  const read = readerOf(filter, reach, until);
  // Of what failed or is unknown, nothing else needs to be looked at.
  if (statusesOf(filter)?.every(isProblem)) return byFacet(filter, reach, PROBLEM_FACETS, read);
  if (templateId !== undefined || tokenId !== undefined || language !== undefined)
    return byFacet(filter, reach, FACETS, read);
  if (accountId !== undefined) return read(ofAccount(sql`${accountId}`), limit, reach.columns);
  const own = ofAccount(sql`accounts.id`);
  return sql`select row.* from (
      select accounts.id, m.created_at, m.id as first
      from accounts, lateral (${read(own, 1)}) m
      ${ordered(limit)}
    ) accounts, lateral (${read(own, limit, reach.columns)}) row`;
}

/** Messages that an index holds in the order of the log: the conditions for them, and for their blocks. */
interface Run {
  messages: SQL;
  blocks: SQL;
}

const ofAccount = (account: SQL): Run => ({
  messages: sql`m.account_id = ${account}`,
  blocks: sql`b.account_id = ${account} and b.token_id = 0 and b.template_version_id = 0 and b.language = 0`,
});

/** No log has as many. It has PostgreSQL read the blocks in their order, one after the other, and by one process. */
const MOST_BLOCKS = 1_000_000_000;

/** Selects the first `limit` messages of a run. */
type Reader = (run: Run, limit: number, columns?: SQL) => SQL;

function readerOf(filter: LogFilter, reach: Reach, until: Date | undefined): Reader {
  const { range, ordered, direction } = reach;
  // Those that changed late are another part's.
  const unlisted = until ? sql`and m.id not in (${LATE})` : sql``;
  const outcome = sql`${reach.anyOutcome ? sql`` : outcomeOf(filter)} ${unlisted}`;
  const read = (run: Run, limit: number, columns: SQL, within = sql``) =>
    sql`select ${columns} from messages m where ${run.messages} ${within} ${outcome} ${range.messages} ${ordered(limit)}`;
  if (!until) return (run, limit, columns = PLACE) => read(run, limit, columns);
  const mark = sql`${until.toISOString()}::timestamptz`;
  const order = direction === "older" ? sql`desc` : sql`asc`;
  return (run, limit, columns = PLACE) => sql`select * from (
    (${read(run, limit, columns, sql`and m.created_at >= ${mark}`)})
    union all
    (select row.* from (
      select b.since, b.until from log_blocks b
      where ${run.blocks} and b.outcomes && ${outcomeCodes({ ...filter, statuses: statusesOf(filter) })}
        ${mayHold(filter.numbers)} ${mayBeOf(filter.subscriptionId)} ${range.blocks}
      order by b.since ${order} limit ${sql.raw(String(MOST_BLOCKS))}
    ) block, lateral (
      ${read(run, limit, columns, sql`and m.created_at >= block.since and m.created_at <= block.until and m.created_at < ${mark}`)}
    ) row limit ${sql.raw(String(limit))})
  ) m ${ordered(limit)}`;
}

/** A condition on blocks: that they may hold such numbers. Not all of a block's numbers are known in older ones. */
function mayHold(numbers: NumberGroup | undefined): SQL {
  const firsts = numbers?.firsts;
  if (!firsts) return sql``;
  const holds =
    "any" in firsts
      ? sql`b.prefixes && ${intArray(firsts.any)}`
      : sql`not b.prefixes <@ ${intArray(firsts.otherThan)}`;
  return sql`and (b.prefixed < b.count or ${holds})`;
}

/** A condition on blocks: that they may hold messages of a subscription. */
const mayBeOf = (subscriptionId: number | undefined) =>
  subscriptionId === undefined
    ? sql``
    : sql`and (b.subscriptions is null or ${subscriptionId} = any(b.subscriptions))`;

const intArray = (values: number[]) => sql`${`{${values.join(",")}}`}::int[]`;

function directly(filter: LogFilter, reach: Reach, and: SQL = sql``): SQL {
  const { range, ordered, limit, columns = PLACE, anyOutcome } = reach;
  const conditions = matching(anyOutcome ? { ...filter, ...ANY_OUTCOME } : filter);
  return sql`select ${columns} from messages m where true ${conditions} ${and} ${range.messages} ${ordered(limit)}`;
}

/** An index: its columns before the time, the names of these in rows of `facet`, and which messages it contains. */
interface FacetIndex {
  columns: Record<string, SQL>;
  holds: SQL;
}

const FACETS: FacetIndex = {
  columns: {
    account: sql`m.account_id`,
    token: TOKEN_COLUMN,
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
  reach: Reach,
  index: FacetIndex,
  // If the facet decides everything, the row itself need not be read.
  read = readerOf({ ...filter, statuses: undefined, problems: undefined }, reach, undefined),
): SQL {
  const { ordered, limit, columns } = reach;
  const { accountId, problems, templateId, tokenId, language } = filter;
  const statuses = statusesOf(filter);
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
    problems && index === PROBLEM_FACETS && sql`problem in (${list(problems)})`,
    statuses &&
      index === PROBLEM_FACETS &&
      (statuses.length > 0
        ? sql`case problem when 'unknown' then 'unknown' else 'failed' end in (${list(statuses)})`
        : sql`false`),
  ]);
  const same = listed((name) => sql`${index.columns[name]} = ${named(name)}`, sql` and `);
  const run: Run = {
    messages: sql`${index.holds} and ${same}`,
    blocks: sql`b.account_id = facet.account and b.token_id = facet.token and b.template_version_id = facet.version
      and b.language = facet.language`,
  };
  return sql`with recursive facet as (
    (${leap(first)})
    union all
    select next.* from facet, lateral (${leap(further)}) next
  )
  select row.* from (
    select facet.*, m.created_at, m.id from facet, lateral (${read(run, 1)}) m
    where true ${wanted}
    ${ordered(limit)}
  ) facet, lateral (${read(run, limit, columns)}) row`;
}
