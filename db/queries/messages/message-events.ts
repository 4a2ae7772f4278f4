import type { Sql } from "postgres";

/** Notes which providers definitely refused a message before another one took it. */
export async function noteFailovers(
  sql: Sql,
  messageId: number,
  refusedBy: { providerId: number; response: string }[],
): Promise<void> {
  await sql`
    insert into message_events (message_id, kind, provider_id, detail)
    select ${messageId}, 'failover', provider_id, detail
    from unnest(
      ${refusedBy.map((r) => r.providerId)}::int[], ${refusedBy.map((r) => r.response)}::text[]
    ) as t (provider_id, detail)`;
}
