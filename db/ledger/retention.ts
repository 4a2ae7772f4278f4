import type { Sql } from "postgres";

export interface Swath {
  /** The last id examined: the next batch begins after it. Null if nothing older is left. */
  last: number | null;
  deleted: number;
}

/**
 * Deletes final messages older than a time, oldest first, at most `limit`, with their events, attempts and idempotency keys; the
 * credits of those that stay charged are added to `used_by_deleted` in the same statement. Messages that are open, or
 * being settled at the moment, are skipped.
 *
 * Rows are found by id, which grows with time, because an index on the time would cost every send. Locks are taken in
 * the ledger's order, messages before subscriptions, each in id order. Those of the subscriptions, for which sends
 * wait, are taken last and held as briefly as possible, hence the small batches.
 */
export async function deleteOldMessages(
  sql: Sql,
  { before, after, limit }: { before: Date; after: number; limit: number },
): Promise<Swath> {
  const [row] = await sql<{ last: string | null; deleted: number }[]>`
    with swath as materialized (
      select id, created_at from messages where id > ${after} order by id limit ${limit}
    ), old as materialized (
      select m.id, m.subscription_id, m.credits, m.status
      from messages m join swath using (id)
      where swath.created_at < ${before} and m.status in ('sent', 'delivered', 'failed')
      order by m.id for update of m skip locked
    ), deleted as (
      delete from messages using old where messages.id = old.id
      returning old.id, old.subscription_id, old.credits, old.status
    ), keys as (
      delete from idempotency_keys using deleted where idempotency_keys.message_id = deleted.id
    ), attempts as (
      delete from message_attempts using deleted where message_attempts.message_id = deleted.id
    ), kept as (
      select subscription_id, sum(credits)::int as credits from deleted where status <> 'failed' group by 1
    ), owed as materialized (
      select s.id, s.quota, s.used, s.used_by_deleted + kept.credits as used_by_deleted
      from subscriptions s join kept on kept.subscription_id = s.id
      order by s.id for no key update of s
    ), counted as (
      -- All three as they were locked, for the reason that stands in reserve.ts.
      update subscriptions s set used_by_deleted = owed.used_by_deleted, used = owed.used, quota = owed.quota
      from owed where s.id = owed.id
    )
    select (select max(id) from swath where created_at < ${before}) as last,
      (select count(*)::int from deleted) as deleted`;
  return { last: row!.last === null ? null : Number(row!.last), deleted: row!.deleted };
}
