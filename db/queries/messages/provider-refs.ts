import type { Sql } from "postgres";

export interface ProviderRef {
  providerId: number;
  refHash: Buffer;
}

/** How long a delivery report by the provider's own id may take. SMSCs give up after three days at most. */
const KEPT_DAYS = 7;

/**
 * A CTE that keeps which message a provider calls so, also of a message that needs no settlement any more. A provider
 * that uses an id again means the newer message.
 */
export function keepRefs(sql: Sql, refs: (ProviderRef & { messageId: number })[]) {
  return sql`refs as (
      insert into provider_refs (provider_id, ref_hash, message_id)
      select distinct on (provider_id, ref_hash) provider_id, decode(ref_hash, 'hex'), message_id
      from unnest(
        ${refs.map((r) => r.providerId)}::int[], ${refs.map((r) => r.refHash.toString("hex"))}::text[],
        ${refs.map((r) => r.messageId)}::bigint[]
      ) as ref (provider_id, ref_hash, message_id)
      order by provider_id, ref_hash, message_id desc
      on conflict (provider_id, ref_hash) do update set message_id = excluded.message_id, created_at = now()
    )`;
}

/** The messages that providers call so; null where they are not known. */
export async function findByRefs(sql: Sql, batch: ProviderRef[]): Promise<(number | null)[]> {
  const rows = await sql<{ ord: number; message_id: string }[]>`
    select input.ord::int, kept.message_id
    from unnest(
      ${batch.map((r) => r.providerId)}::int[], ${batch.map((r) => r.refHash.toString("hex"))}::text[]
    ) with ordinality as input (provider_id, ref_hash, ord)
    join provider_refs kept
      on kept.provider_id = input.provider_id and kept.ref_hash = decode(input.ref_hash, 'hex')`;
  const found = new Map(rows.map((row) => [row.ord, Number(row.message_id)]));
  return batch.map((_, index) => found.get(index + 1) ?? null);
}

/** @returns how many of at most 5,000. */
export async function deleteOldRefs(sql: Sql): Promise<number> {
  const rows = await sql`
    delete from provider_refs where (provider_id, ref_hash) in (
      select provider_id, ref_hash from provider_refs
      where created_at < now() - ${KEPT_DAYS} * interval '1 day' order by created_at limit 5000
    -- Again, for the row as it is once it is free: one that was renewed meanwhile is young.
    ) and created_at < now() - ${KEPT_DAYS} * interval '1 day' returning 1`;
  return rows.length;
}
