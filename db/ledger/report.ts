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

/** `noted`: it means an attempt that another one followed, and is on the timeline. */
export type ReportResult = MessageStatus | "noted" | "not_found";

/** The maximum number of events of a message that its reports may add. */
const MOST_EVENTS = 30;

/**
 * Writes delivery reports: sent and unknown become delivered, or failed with the credit returned. A report on a
 * message that is final already, if it says otherwise, and one on an attempt that another one followed go on the
 * timeline, once, and charge nothing. One that overtakes its message's settlement comes back as `pending`, to be tried
 * again; a message that was never handed to the provider is not found.
 */
export async function report(sql: Sql, batch: ReportEntry[]): Promise<ReportResult[]> {
  const first = await write(sql, batch);
  // The statement may have waited for the one that hands the message to another provider, and so have seen the message
  // as that left it, but not yet the attempts: its snapshot is older.
  const strange = first.flatMap((result, index) => (result === "strange" ? [index] : []));
  const second =
    strange.length > 0
      ? await write(
          sql,
          strange.map((index) => batch[index]!),
        )
      : [];
  const again = new Map(strange.map((index, place) => [index, second[place]!]));
  return first.map((result, index) => {
    const final = again.get(index) ?? result;
    return final === "strange" ? "not_found" : final;
  });
}

/** `strange`: the provider has no part in the message, as far as the statement saw. */
async function write(sql: Sql, batch: ReportEntry[]): Promise<(ReportResult | "strange")[]> {
  const rows = await sql<{ ord: number; status: ReportResult | "strange" }[]>`
    with input as (
      select * from unnest(
        ${batch.map((r) => r.messageId)}::bigint[], ${batch.map((r) => r.status)}::message_status[],
        ${batch.map((r) => r.response)}::text[], ${batch.map((r) => r.providerId ?? null)}::int[]
      ) with ordinality as t (id, status, response, provider_id, ord)
    ), held as materialized (
      select id, status, provider_id from messages
      where id = any(${batch.map((r) => r.messageId)}::bigint[])
      order by id for no key update
    ), known as materialized (
      select input.*, held.status as before, theirs.own, not theirs.own and exists (
          select from message_attempts a where a.message_id = held.id and a.provider_id = input.provider_id
        ) as tried
      from input join held using (id), lateral (
        select input.provider_id is null or held.provider_id is null or held.provider_id = input.provider_id as own
      ) theirs
    ), spoken as materialized (
      select *, row_number() over same = 1 as heard,
        -- What the message is when this report is looked at.
        case when before in ('sent', 'unknown') and row_number() over same > 1
          then first_value(status) over same else before end as present
      from known where own window same as (partition by id order by ord)
    ), moved as (
      update messages set status = spoken.status, closed_at = now(),
        problem = case when spoken.status = 'failed' then 'undelivered'::message_problem end,
        provider_id = coalesce(messages.provider_id, spoken.provider_id)
      from spoken
      where messages.id = spoken.id and spoken.heard and spoken.before in ('sent', 'unknown')
      returning messages.id, messages.status, messages.subscription_id, messages.credits
    ), noted as (
      select id, 'late_report'::message_event_kind as kind, provider_id, status, response from spoken
      where present in ('delivered', 'failed') and (present <> status
        or exists (select from message_events e where e.message_id = spoken.id and e.kind = 'released'))
      union all
      select id, 'attempt_report', provider_id, status, response from known where tried
    ), late as (
      ${addEvents(sql, sql`select id, kind, provider_id, status || ': ' || response as detail from noted`)}
    ), ${returnCredit(sql)}
    select known.ord::int, case when known.own then coalesce(moved.status, known.before)::text
      when known.tried then 'noted' else 'strange' end as status
    from known left join moved using (id)`;
  const after = new Map(rows.map((row) => [row.ord, row.status]));
  return batch.map((_, index) => after.get(index + 1) ?? "not_found");
}

/** Adds reports (id, kind, provider_id, detail) to timelines, each once. */
function addEvents(sql: Sql, reports: ReturnType<Sql>) {
  return sql`
    insert into message_events (message_id, kind, provider_id, detail)
    select distinct reports.id, reports.kind, reports.provider_id, reports.detail from (${reports}) reports
    where (select count(*) from message_events e where e.message_id = reports.id) < ${MOST_EVENTS}
    on conflict (message_id, kind, coalesce(provider_id, 0), detail)
      where kind in ('late_report', 'intermediate', 'attempt_report') do nothing`;
}

/** A report on a state in between. */
export interface IntermediateReport {
  messageId: number;
  providerId: number;
  /** The provider's status word, safe to store. */
  word: string;
}

/**
 * Puts reports on states in between on the timelines of their messages, each word once.
 * @returns for each whether the provider has, or may have, a part in the message.
 */
export async function noteIntermediate(sql: Sql, batch: IntermediateReport[]): Promise<boolean[]> {
  const rows = await sql<{ ord: number }[]>`
    with input as (
      select * from unnest(
        ${batch.map((r) => r.messageId)}::bigint[], ${batch.map((r) => r.providerId)}::int[],
        ${batch.map((r) => r.word)}::text[]
      ) with ordinality as t (id, provider_id, detail, ord)
    ), held as materialized (
      -- Not deleted meanwhile.
      select id, provider_id from messages
      where id = any(${batch.map((r) => r.messageId)}::bigint[]) order by id for key share
    ), known as materialized (
      select input.*, 'intermediate'::message_event_kind as kind from input join held using (id)
      where held.provider_id is null or held.provider_id = input.provider_id or exists (
        select from message_attempts a where a.message_id = held.id and a.provider_id = input.provider_id
      )
    ), added as (
      ${addEvents(sql, sql`select id, kind, provider_id, detail from known`)}
    )
    select ord::int from known`;
  const known = new Set(rows.map(({ ord }) => ord));
  return batch.map((_, index) => known.has(index + 1));
}
