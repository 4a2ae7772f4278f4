import type { Sql } from "postgres";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { Customer } from "./test-gateway.ts";

/** A test's message, with an age. */
export interface Planted {
  /** Minutes ago. */
  age: number;
  status: MessageStatus;
  credits: number;
  /** From the request to the report, in milliseconds. */
  took: number;
  released: boolean;
}

/** Messages as sends store them: older ones have lower ids. Nothing is charged, which counts do not notice. */
export async function plantMessages(sql: Sql, ...ofAll: [Customer, Planted[]][]): Promise<void> {
  const list = ofAll
    .flatMap(([{ account, subscription, template }, messages]) =>
      messages.map((message) => ({
        ...message,
        account: account.id,
        subscription: subscription.id,
        version: template.serving!.id,
      })),
    )
    .sort((a, b) => b.age - a.age);
  await sql`
    with made as (
      insert into messages (account_id, subscription_id, template_version_id, language, code_length, segments, credits,
        status, problem, number, created_at, settled_at, closed_at)
      select account, subscription, version, 1, 6, 1, credits, status::message_status,
        case status when 'unknown' then 'unknown' when 'failed' then
          case when released then 'released' else 'refused' end end::message_problem, '963911000000', at,
        case when status <> 'pending' then at + interval '1 second' end,
        case status when 'delivered' then at + took * interval '1 millisecond'
          when 'failed' then at + interval '1 second' + case when released then interval '24 hours' else '0' end end
      from jsonb_to_recordset(${sql.json(list)}) as t (account int, subscription int, version int, age int,
        status text, credits int, took int, released boolean),
        lateral (select now() - age * interval '1 minute' as at) a
      order by age desc
      returning id, problem
    )
    insert into message_events (message_id, kind)
    select id, 'released' from made where problem = 'released'`;
}
