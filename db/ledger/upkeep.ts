import type { Sql } from "postgres";
import { UNKNOWN_HELD_HOURS } from "#core/message/message-status.ts";
import { returnCredit } from "./return-credit.ts";

/** Rows per statement of the sweep or the release, so that sends never wait long for it. */
const SWEEP_BATCH = 500;

/**
 * Marks pending messages older than `olderThanMs` as unknown, and their attempts: they were left by a process that
 * died, and may or may not have been sent. They stay charged. `since` is an id that is not above that of any pending message.
 * @returns how many; call again while it is over 0.
 */
export async function sweep(sql: Sql, olderThanMs: number, since = 0): Promise<number> {
  const rows = await sql`
    with held as materialized (
      select id from messages
      where id >= ${since} and status = 'pending'
        and created_at < now() - ${olderThanMs} * interval '1 millisecond'
      order by id limit ${SWEEP_BATCH} for no key update skip locked
    ), moved as (
      update messages set status = 'unknown', problem = 'unknown', settled_at = now() from held
      where messages.id = held.id
      returning messages.id
    ), given_up as (
      update message_attempts set state = 'unknown', ended_at = now() from moved
      where message_attempts.message_id = moved.id and message_attempts.state = 'pending'
    )
    insert into message_events (message_id, kind) select id, 'swept' from moved returning 1`;
  return rows.length;
}

/** Fails messages that have been unknown for 24 hours, and returns their credit. @returns how many. */
export async function release(sql: Sql): Promise<number> {
  const rows = await sql`
    with held as materialized (
      select id from messages
      where problem = 'unknown' and created_at < now() - ${UNKNOWN_HELD_HOURS} * interval '1 hour'
        and settled_at < now() - ${UNKNOWN_HELD_HOURS} * interval '1 hour'
      order by id limit ${SWEEP_BATCH} for no key update skip locked
    ), moved as (
      update messages set status = 'failed', problem = 'released', closed_at = now() from held
      where messages.id = held.id
      returning messages.id, messages.status, messages.subscription_id, messages.credits
    ), ${returnCredit(sql)}
    insert into message_events (message_id, kind) select id, 'released' from moved returning 1`;
  return rows.length;
}
