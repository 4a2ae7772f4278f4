import type { Sql } from "postgres";
import type { attemptReason, attemptState } from "#db/schema/messages/message-attempts.ts";
import { keepRefs, type PartRef } from "../queries/messages/provider-refs.ts";

/** A hand-over of a message to a provider that has ended. */
export interface EndedAttempt {
  /** From 1. */
  ordinal: number;
  providerId: number;
  state: Exclude<(typeof attemptState.enumValues)[number], "pending">;
  /** Only of a rejected one. */
  reason: (typeof attemptReason.enumValues)[number] | null;
  /** Masked, at most 500 characters. */
  response: string;
  /** The provider's own id for the message, masked likewise. */
  ref: string | null;
}

/** The ids by which a provider's reports name a message or its parts. */
export type AttemptRef = Pick<PartRef, "refHash" | "part" | "parts">;

/** A message that goes on to another provider. */
export interface NextAttempt {
  messageId: number;
  /** The account in whose queue it waits. */
  accountId: number;
  /** The attempt that ended. */
  closed: EndedAttempt;
  refs: AttemptRef[];
  /** The provider to which it is handed next. */
  providerId: number;
}

/**
 * Closes an attempt and opens the next, before the message is handed over: after a crash between the two the database
 * names both. Guarded by the message's status: one that the sweep has given up gets no further attempt. Repeating it
 * changes nothing.
 * @returns for each message whether the next attempt is open.
 */
export async function openAttempts(sql: Sql, batch: NextAttempt[]): Promise<boolean[]> {
  const refs = batch.flatMap(({ messageId, closed: { providerId }, refs: own }) =>
    own.map((ref) => ({ ...ref, messageId, providerId })),
  );
  const rows = await sql<{ ord: number }[]>`
    with input as (
      select * from unnest(
        ${batch.map((a) => a.messageId)}::bigint[], ${batch.map((a) => a.closed.ordinal)}::smallint[],
        ${batch.map((a) => a.closed.providerId)}::int[], ${batch.map((a) => a.closed.reason)}::attempt_reason[],
        ${batch.map((a) => a.closed.response)}::text[], ${batch.map((a) => a.closed.ref)}::text[],
        ${batch.map((a) => a.providerId)}::int[]
      ) with ordinality as t (id, ordinal, provider_id, reason, response, ref, next_id, ord)
    ), held as materialized (
      select id, created_at from messages
      where id = any(${batch.map((a) => a.messageId)}::bigint[]) and status = 'pending'
      order by id for no key update
    ), named as (
      update messages set provider_id = input.next_id from input join held using (id) where messages.id = input.id
    ), closed as (
      insert into message_attempts as kept
        (message_id, ordinal, provider_id, state, reason, response, reference, started_at, ended_at)
      select id, ordinal, provider_id, 'rejected', reason, response, ref, held.created_at, now()
      from input join held using (id)
      on conflict (message_id, ordinal) do update set state = excluded.state, reason = excluded.reason,
        response = excluded.response, reference = excluded.reference, ended_at = excluded.ended_at
        where kept.state = 'pending'
    ), opened as (
      insert into message_attempts (message_id, ordinal, provider_id, state, started_at)
      select id, ordinal + 1, next_id, 'pending', now() from input join held using (id)
      on conflict (message_id, ordinal) do nothing
    )${refs.length > 0 ? sql`, ${keepRefs(sql, refs)}` : sql``}
    select input.ord::int from input join held using (id)`;
  const open = new Set(rows.map(({ ord }) => ord));
  return batch.map((_, index) => open.has(index + 1));
}

/**
 * A CTE that stores the attempts of the messages in the CTE `moved`, which have more than one. What is stored of them
 * already stays, unless it was not definite.
 */
export function keepAttempts(sql: Sql, attempts: (EndedAttempt & { messageId: number })[]) {
  return sql`attempts as (
      insert into message_attempts as kept
        (message_id, ordinal, provider_id, state, reason, response, reference, started_at, ended_at)
      select m.id, t.ordinal, t.provider_id, t.state, t.reason, t.response, t.ref, m.created_at, now()
      from unnest(
        ${attempts.map((a) => a.messageId)}::bigint[], ${attempts.map((a) => a.ordinal)}::smallint[],
        ${attempts.map((a) => a.providerId)}::int[], ${attempts.map((a) => a.state)}::attempt_state[],
        ${attempts.map((a) => a.reason)}::attempt_reason[], ${attempts.map((a) => a.response)}::text[],
        ${attempts.map((a) => a.ref)}::text[]
      ) as t (id, ordinal, provider_id, state, reason, response, ref)
      join moved on moved.id = t.id join messages m on m.id = t.id
      on conflict (message_id, ordinal) do update set state = excluded.state, reason = excluded.reason,
        response = excluded.response, reference = excluded.reference, ended_at = excluded.ended_at
        where kept.state in ('pending', 'unknown')
    )`;
}
