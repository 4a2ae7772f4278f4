import type { Sql } from "postgres";
import type { MessageStatus } from "#core/message/message-status.ts";
import { returnCredit } from "./return-credit.ts";

/** A delivery report. */
export interface ReportEntry {
  messageId: number;
  status: Extract<MessageStatus, "delivered" | "failed">;
  response: string;
  /** Who reports: it counts only for messages that this provider took over, or that nobody knows who did. */
  providerId?: number;
}

/**
 * Writes delivery reports: sent and unknown become delivered, or failed with the credit returned. A report on a
 * message that is final already goes on its timeline, once, and charges nothing. One that overtakes its
 * message's settlement comes back as `pending`, to be tried again; another provider's message is not found.
 */
export async function report(sql: Sql, batch: ReportEntry[]): Promise<(MessageStatus | "not_found")[]> {
  const rows = await sql<{ ord: number; status: MessageStatus }[]>`
    with input as (
      select * from unnest(
        ${batch.map((r) => r.messageId)}::bigint[], ${batch.map((r) => r.status)}::message_status[],
        ${batch.map((r) => r.response)}::text[], ${batch.map((r) => r.providerId ?? null)}::int[]
      ) with ordinality as t (id, status, response, provider_id, ord)
    ), held as materialized (
      select id, status, provider_id from messages
      where id = any(${batch.map((r) => r.messageId)}::bigint[])
      order by id for no key update
    ), heard as materialized (
      select distinct on (id) id, held.status as before, input.status, input.response, input.provider_id
      from input join held using (id)
      where input.provider_id is null or held.provider_id is null or held.provider_id = input.provider_id
      order by id, ord
    ), moved as (
      update messages set status = heard.status, closed_at = now(),
        problem = case when heard.status = 'failed' then 'undelivered'::message_problem end,
        provider_id = coalesce(messages.provider_id, heard.provider_id)
      from heard
      where messages.id = heard.id and heard.before in ('sent', 'unknown')
      returning messages.id, messages.status, messages.subscription_id, messages.credits
    ), late as (
      insert into message_events (message_id, kind, detail)
      select heard.id, 'late_report', heard.status || ': ' || heard.response
      from heard
      where heard.before in ('delivered', 'failed')
        and (heard.before <> heard.status
          or exists (select from message_events e where e.message_id = heard.id and e.kind = 'released'))
      on conflict (message_id) where kind = 'late_report' do nothing
    ), ${returnCredit(sql)}
    select input.ord::int, coalesce(moved.status, held.status) as status
    from input join held using (id) left join moved using (id)
    where input.provider_id is null or held.provider_id is null or held.provider_id = input.provider_id`;
  const after = new Map(rows.map((row) => [row.ord, row.status]));
  return batch.map((_, index) => after.get(index + 1) ?? "not_found");
}
