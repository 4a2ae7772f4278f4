import { type SQL, sql } from "drizzle-orm";
import { PREFIX_DIGITS } from "#core/routing/operator-numbers.ts";
import { deleteSetting, findSetting, putSetting } from "#db/queries/gateway/settings.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { codesOfMessage } from "./log-outcomes.ts";
import { firstIdSince, MARGIN_MS } from "./message-hours.ts";

const NAME = "log_blocks_until";

/** The time before which every message is in a block. Null if there are no blocks yet. */
export async function findBlocksUntil(db: Executor): Promise<Date | null> {
  const value = await findSetting(db, NAME);
  return typeof value === "string" ? new Date(value) : null;
}

/** The same, with a lock, so that no other transaction writes blocks meanwhile. */
export async function lockBlocks(tx: Executor): Promise<Date | null> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${NAME}))`);
  return findBlocksUntil(tx);
}

export async function saveBlocksUntil(tx: Executor, until: Date): Promise<void> {
  await putSetting(tx, NAME, until.toISOString());
}

/** To begin anew. */
export async function deleteBlocks(tx: Executor): Promise<void> {
  await tx.execute(sql`delete from log_blocks`);
  await deleteSetting(tx, NAME);
}

const time = (date: Date) => sql`${date.toISOString()}::timestamptz`;

/** When the message was created that is about `count` messages after `from`. Null if there is none. */
export async function timeAfter(db: Executor, from: Date | null, count: number): Promise<Date | null> {
  // Without the margin of `firstIdSince`, which may contain more than `count`.
  const start =
    from === null
      ? sql`(select coalesce(min(id), 0) from messages)`
      : sql`${await firstIdSince(db, new Date(from.getTime() + MARGIN_MS))}`;
  const [row] = await db.execute<{ ms: number }>(sql`
    select (extract(epoch from created_at) * 1000)::float8 as ms from messages
    where id >= ${start} + ${count}::bigint order by id limit 1`);
  return row ? new Date(Math.floor(row.ms)) : null;
}

/** The blocks that a message (`messages m`) belongs to, as rows of (token, version, language). */
const LEVELS = sql`lateral (values (0, 0, 0::smallint), (coalesce(m.token_id, 0), m.template_version_id, m.language))
  level(token, version, language)`;

const sameKey = (
  one: SQL,
  other: SQL,
) => sql`${one}.account_id = ${other}.account and ${one}.token_id = ${other}.token
  and ${one}.template_version_id = ${other}.version and ${one}.language = ${other}.language`;

/** The first digits of a message's number (`messages m`). */
const FIRST_DIGITS = sql`left(m.number, ${sql.raw(String(PREFIX_DIGITS))})::int`;

const morePrefixes = sql`prefixes = array(select distinct unnest(log_blocks.prefixes || excluded.prefixes))`;

/** A block whose subscriptions are not known keeps that. */
const moreSubscriptions = sql`subscriptions = case when log_blocks.subscriptions is not null
  then array(select distinct unnest(log_blocks.subscriptions || excluded.subscriptions)) end`;

const distinctCodes = sql`array_agg(distinct status_code) || array_agg(distinct provider_code)`;

/**
 * Adds the messages created from `from` to `until` to blocks of `size`: first to the last block of each kind, while that
 * is not full. Messages of the same microsecond share a block, so that blocks can be told apart by time alone.
 */
export async function addToBlocks(
  tx: Executor,
  { from, until, size }: { from: Date | null; until: Date; size: number },
): Promise<void> {
  const low =
    from === null
      ? sql``
      : sql`and m.id >= ${await firstIdSince(tx, from)} and m.created_at >= ${time(from)}`;
  const high = await firstIdSince(tx, new Date(until.getTime() + 2 * MARGIN_MS));
  await tx.execute(sql`
    with fresh as materialized (
      select m.account_id as account, level.*, m.created_at, m.subscription_id as subscription,
        ${codesOfMessage.status} as status_code, ${codesOfMessage.withProvider} as provider_code, ${FIRST_DIGITS} as prefix
      from messages m cross join ${LEVELS}
      where m.created_at < ${time(until)} and m.id < ${high} ${low}
    ), unfilled as materialized (
      select kind.*, last.since, last.count, last.prefixed
      from (select distinct account, token, version, language from fresh) kind cross join lateral (
        select since, count, prefixed from log_blocks b where ${sameKey(sql`b`, sql`kind`)} order by since desc limit 1
      ) last
      where last.count < ${size}
    ), numbered as (
      select fresh.*, unfilled.since as filled_since, unfilled.count as filled, unfilled.prefixed as filled_prefixed,
        (coalesce(unfilled.count, 0) - 1 + rank() over (
          partition by account, token, version, language order by fresh.created_at
        )) / ${size} as number
      from fresh left join unfilled using (account, token, version, language)
    )
    insert into log_blocks (account_id, token_id, template_version_id, language, since, until, count, outcomes,
      prefixes, prefixed, subscriptions)
    select account, token, version, language,
      coalesce(case when number = 0 then filled_since end, min(created_at)), max(created_at),
      count(*) + coalesce(case when number = 0 then filled end, 0), ${distinctCodes},
      array_agg(distinct prefix), count(*) + coalesce(case when number = 0 then filled_prefixed end, 0),
      array_agg(distinct subscription)
    from numbered group by account, token, version, language, number, filled_since, filled, filled_prefixed
    on conflict (account_id, token_id, template_version_id, language, since) do update set
      until = excluded.until, count = excluded.count, prefixed = excluded.prefixed, ${morePrefixes}, ${moreSubscriptions},
      outcomes = array(select distinct unnest(log_blocks.outcomes || excluded.outcomes))`);
}

/**
 * Adds the outcomes of at most `limit` messages that are listed as late, and that are in blocks, to these blocks.
 * Status and list are read on one snapshot: a change that it does not contain leaves a row of its own behind.
 * @returns how many rows were deleted; call again while that equals `limit`.
 */
export async function addLateOutcomes(tx: Executor, until: Date, limit: number): Promise<number> {
  const [row] = await tx.execute<{ count: number }>(sql`
    with late as materialized (
      select l.id, m.id as message, m.account_id as account, m.token_id, m.template_version_id, m.language, m.created_at,
        m.status, m.provider_id, m.number, m.subscription_id
      from late_outcomes l left join messages m on m.id = l.message_id
      where m.id is null or m.created_at < ${time(until)}
      order by l.id limit ${limit}
    ), changed as (
      select m.account, level.*, m.created_at, m.subscription_id as subscription, block.since,
        ${codesOfMessage.status} as status_code, ${codesOfMessage.withProvider} as provider_code, ${FIRST_DIGITS} as prefix
      from late m cross join ${LEVELS} left join lateral (
        select since from log_blocks b
        where b.account_id = m.account and b.token_id = level.token and b.template_version_id = level.version
          and b.language = level.language and b.since <= m.created_at
        order by since desc limit 1
      ) block on true
      where m.message is not null
    ), added as (
      insert into log_blocks (account_id, token_id, template_version_id, language, since, until, count, outcomes,
        prefixes, prefixed, subscriptions)
      select account, token, version, language, coalesce(since, min(created_at)), max(created_at), count(*), ${distinctCodes},
        array_agg(distinct prefix), count(*), array_agg(distinct subscription)
      from changed group by account, token, version, language, since
      on conflict (account_id, token_id, template_version_id, language, since) do update set
        until = greatest(log_blocks.until, excluded.until), ${morePrefixes}, ${moreSubscriptions},
        outcomes = array(select distinct unnest(log_blocks.outcomes || excluded.outcomes))
    ), seen as (
      delete from late_outcomes where id in (select id from late) returning 1
    )
    select count(*)::int as count from seen`);
  return row!.count;
}

/** Deletes blocks of messages that no longer exist: older than the oldest one, whose id is the lowest, give or take minutes. */
export async function deleteEmptyBlocks(tx: Executor): Promise<void> {
  await tx.execute(sql`
    delete from log_blocks
    where until < (select created_at from messages order by id limit 1) - interval '1 hour'`);
}
