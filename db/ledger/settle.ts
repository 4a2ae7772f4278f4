import type { Sql } from "postgres";
import type { MessageStatus } from "#core/message-status.ts";
import { returnCredit } from "./return-credit.ts";

/** What a provider answered, to be written down. */
export interface Settlement {
  messageId: number;
  status: Extract<MessageStatus, "sent" | "failed" | "unknown">;
  providerId: number | null;
  ref: string | null;
  response: string | null;
}

/**
 * Writes the outcome, and returns the credit of what failed. Guarded by the present status: pending and unknown
 * take a definite answer, only pending becomes unknown. @returns the status that each message has afterwards.
 */
export async function settle(sql: Sql, batch: Settlement[]): Promise<MessageStatus[]> {
  const rows = await sql<{ id: string; status: MessageStatus }[]>`
    with input as (
      select * from unnest(
        ${batch.map((s) => s.messageId)}::bigint[], ${batch.map((s) => s.status)}::message_status[],
        ${batch.map((s) => s.providerId)}::int[], ${batch.map((s) => s.ref)}::text[],
        ${batch.map((s) => s.response)}::text[]
      ) as t (id, status, provider_id, ref, response)
    ), held as materialized (
      select id, status from messages where id = any(${batch.map((s) => s.messageId)}::bigint[])
      order by id for no key update
    ), moved as (
      update messages set status = input.status, provider_id = input.provider_id, provider_ref = input.ref,
        provider_response = input.response, settled_at = now(),
        closed_at = case when input.status = 'failed' then now() end
      from input join held using (id)
      where messages.id = input.id
        and (held.status = 'pending' or (held.status = 'unknown' and input.status <> 'unknown'))
      returning messages.id, messages.status, messages.subscription_id, messages.credits
    ), ${returnCredit(sql)}
    select held.id, coalesce(moved.status, held.status) as status from held left join moved using (id)`;
  const after = new Map(rows.map((row) => [Number(row.id), row.status]));
  return batch.map((s) => after.get(s.messageId) ?? s.status);
}
