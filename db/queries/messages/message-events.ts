import type { Sql } from "postgres";

/** Notes which providers definitely refused a message before another one took it. */
export async function noteFailovers(
  sql: Sql,
  messageId: number,
  refusedBy: { name: string; response: string }[],
): Promise<void> {
  await sql`
    insert into message_events (message_id, kind, detail)
    select ${messageId}, 'failover', detail
    from unnest(${refusedBy.map((r) => `${r.name}: ${r.response}`)}::text[]) as t (detail)`;
}
