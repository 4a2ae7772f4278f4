import type { Sql } from "postgres";

/**
 * A CTE that records which providers definitely refused a message before another one accepted it, for the messages of
 * the CTE `moved`. A settlement that is retried because its answer was lost records nothing twice.
 */
export function keepFailovers(
  sql: Sql,
  refusals: { messageId: number; providerId: number; response: string }[],
) {
  return sql`failovers as (
      insert into message_events (message_id, kind, provider_id, detail)
      select refusal.message_id, 'failover', refusal.provider_id, refusal.detail
      from unnest(
        ${refusals.map((r) => r.messageId)}::bigint[], ${refusals.map((r) => r.providerId)}::int[],
        ${refusals.map((r) => r.response)}::text[]
      ) with ordinality as refusal (message_id, provider_id, detail, ord)
      join moved on moved.id = refusal.message_id
      order by refusal.ord
    )`;
}
