import type { Sql } from "postgres";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { MessageProblem, SettledReason } from "#core/message/reasons.ts";
import { keepRefs } from "#db/queries/messages/provider-refs.ts";
import { keepPolls } from "#db/queries/messages/status-polls.ts";
import { type AttemptRef, type EndedAttempt, keepAttempts } from "./attempts.ts";
import { returnCredit } from "./return-credit.ts";

/** A provider's answer, to be stored. */
export interface Settlement {
  messageId: number;
  /** The account in whose queue it waits. */
  accountId?: number;
  status: Extract<MessageStatus, "sent" | "failed" | "unknown">;
  /** Why it failed, if it did; the provider's refusal if nothing more is known. */
  reason?: SettledReason | null;
  providerId: number | null;
  ref: string | null;
  response: string | null;
  /** HMACs of the provider's own ids for the message or its parts, if its delivery reports contain only those. */
  refs?: AttemptRef[];
  /** All attempts, if there was more than one; the last is the one that settles the message. */
  attempts?: EndedAttempt[] | null;
  /** When its provider is asked what became of it, if it does not report. */
  pollAfterMs?: number | null;
}

/**
 * Stores outcomes, and returns the credit of failed messages. Guarded by the current status: pending and unknown accept
 * a definite answer, only pending becomes unknown. What the timeline and delivery reports need (attempts, the
 * provider's own id) is written by the same statement: if the id were lost, its report could not refund anything.
 * @returns the status of each message afterwards.
 */
export async function settle(sql: Sql, batch: Settlement[]): Promise<MessageStatus[]> {
  const after = new Map<number, MessageStatus>();
  // In id order, as all locks here are taken; the statement updates one after the other.
  const sent = batch.filter((s) => s.status === "sent").sort((one, other) => one.messageId - other.messageId);
  if (sent.length > 0) for (const id of await writeSent(sql, sent)) after.set(id, "sent");
  const others = batch.filter((s) => !after.has(s.messageId));
  if (others.length > 0)
    for (const { id, status } of await writeAny(sql, others)) after.set(Number(id), status);
  return batch.map((s) => after.get(s.messageId) ?? s.status);
}

/**
 * The most frequent settlement: a pending message becomes sent. No credit moves and `problem` stays null, so the update
 * is heap-only (db/schema/messages/messages.ts).
 * @returns the ids of the updated messages.
 */
async function writeSent(sql: Sql, batch: Settlement[]): Promise<number[]> {
  const moved = sql`
    update messages set status = 'sent', provider_id = input.provider_id, provider_ref = input.ref,
      provider_response = input.response, settled_at = now()
    from unnest(
      ${batch.map((s) => s.messageId)}::bigint[], ${batch.map((s) => s.providerId)}::int[],
      ${batch.map((s) => s.ref)}::text[], ${batch.map((s) => s.response)}::text[]
    ) as input (id, provider_id, ref, response)
    where messages.id = input.id and messages.status = 'pending'
    returning messages.id`;
  const more = extras(sql, batch);
  const rows = await (more.length === 0
    ? sql<{ id: string }[]>`${moved}`
    : sql<{ id: string }[]>`with moved as (${moved})${more} select id from moved`);
  return rows.map(({ id }) => Number(id));
}

async function writeAny(sql: Sql, batch: Settlement[]): Promise<{ id: string; status: MessageStatus }[]> {
  const more = extras(sql, batch);
  return sql`
    with input as (
      select * from unnest(
        ${batch.map((s) => s.messageId)}::bigint[], ${batch.map((s) => s.status)}::message_status[],
        ${batch.map(problemOf)}::message_problem[], ${batch.map((s) => s.providerId)}::int[],
        ${batch.map((s) => s.ref)}::text[], ${batch.map((s) => s.response)}::text[]
      ) as t (id, status, problem, provider_id, ref, response)
    ), held as materialized (
      select id, status from messages where id = any(${batch.map((s) => s.messageId)}::bigint[])
      order by id for no key update
    ), moved as (
      update messages set status = input.status, provider_id = input.provider_id, provider_ref = input.ref,
        provider_response = input.response, settled_at = now(),
        problem = input.problem,
        closed_at = case when input.status = 'failed' then now() end
      from input join held using (id)
      where messages.id = input.id
        and (held.status = 'pending' or (held.status = 'unknown' and input.status <> 'unknown'))
      returning messages.id, messages.status, messages.subscription_id, messages.credits
    ), ${returnCredit(sql)}${more.length > 0 ? more : sql``}
    select held.id, coalesce(moved.status, held.status) as status from held left join moved using (id)`;
}

function problemOf({ status, reason }: Settlement): MessageProblem | null {
  if (status === "sent") return null;
  return status === "unknown" ? "unknown" : (reason ?? "refused");
}

/** Additional CTEs for a statement whose `moved` contains the messages that it settles. Most batches need none. */
function extras(sql: Sql, batch: Settlement[]) {
  const refs = batch.flatMap(({ messageId, providerId, refs: own = [] }) =>
    providerId === null ? [] : own.map((ref) => ({ ...ref, messageId, providerId })),
  );
  const attempts = batch.flatMap(({ messageId, attempts: own }) =>
    (own ?? []).map((attempt) => ({ ...attempt, messageId })),
  );
  const polls = batch.flatMap(({ messageId, providerId, status, pollAfterMs }) =>
    providerId === null || pollAfterMs == null || status === "failed"
      ? []
      : [{ messageId, providerId, afterMs: pollAfterMs }],
  );
  return [
    ...(polls.length > 0 ? [sql`, ${keepPolls(sql, polls)}`] : []),
    ...(refs.length > 0 ? [sql`, ${keepRefs(sql, refs)}`] : []),
    ...(attempts.length > 0 ? [sql`, ${keepAttempts(sql, attempts)}`] : []),
  ];
}
