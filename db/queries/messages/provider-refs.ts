import type { Sql } from "postgres";

export interface ProviderRef {
  providerId: number;
  refHash: Buffer;
}

/** An id by which delivery reports may name a part of a message. */
export interface PartRef extends ProviderRef {
  messageId: number;
  part: number;
  parts: number;
}

/** How many days a delivery report by the provider's own id may take. SMSCs give up after three days at most. */
const KEPT_DAYS = 7;

/**
 * A CTE that stores which message a provider means by an id, even if the message needs no settlement any more. If a
 * provider reuses an id, it means the newer message.
 */
export function keepRefs(sql: Sql, refs: PartRef[]) {
  return sql`refs as (
      insert into provider_refs (provider_id, ref_hash, message_id, part, parts)
      select distinct on (provider_id, ref_hash) provider_id, decode(ref_hash, 'hex'), message_id, part, parts
      from unnest(
        ${refs.map((r) => r.providerId)}::int[], ${refs.map((r) => r.refHash.toString("hex"))}::text[],
        ${refs.map((r) => r.messageId)}::bigint[], ${refs.map((r) => r.part)}::smallint[],
        ${refs.map((r) => r.parts)}::smallint[]
      ) as ref (provider_id, ref_hash, message_id, part, parts)
      order by provider_id, ref_hash, message_id desc
      on conflict (provider_id, ref_hash) do update set message_id = excluded.message_id, part = excluded.part,
        parts = excluded.parts, delivered_at = null, created_at = now()
    )`;
}

/** Stores them outside any settlement. */
export async function rememberRefs(sql: Sql, refs: PartRef[]): Promise<void> {
  await sql`with ${keepRefs(sql, refs)} select`;
}

/** The messages that providers mean by these ids; null for an unknown id. */
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

/** A part of a message, found by a provider's own id. */
export type KnownPart = PartRef;

/** The parts known by these ids, for each of several reports. */
export async function findParts(sql: Sql, batch: ProviderRef[][]): Promise<KnownPart[][]> {
  const refs = batch.flat();
  const rows = await sql<
    { provider_id: number; ref_hash: Buffer; message_id: string; part: number; parts: number }[]
  >`
    select provider_id, ref_hash, message_id, part, parts from provider_refs
    where (provider_id, ref_hash) in (
      select provider_id, decode(ref_hash, 'hex') from unnest(
        ${refs.map((r) => r.providerId)}::int[], ${refs.map((r) => r.refHash.toString("hex"))}::text[]
      ) as t (provider_id, ref_hash))`;
  const nameOf = ({ providerId, refHash }: ProviderRef) => `${providerId} ${refHash.toString("hex")}`;
  const known = new Map<string, KnownPart>();
  for (const row of rows) {
    const { part, parts } = row;
    const ref = { providerId: row.provider_id, refHash: row.ref_hash };
    known.set(nameOf(ref), { ...ref, messageId: Number(row.message_id), part, parts });
  }
  return batch.map((each) => each.flatMap((ref) => known.get(nameOf(ref)) ?? []));
}

/**
 * Marks these parts as delivered. @returns the messages whose parts are all delivered. They are counted by a separate
 * statement, so that of two parts marked concurrently the one counted last sees both.
 */
export async function deliverParts(
  sql: Sql,
  refs: ProviderRef[],
): Promise<{ messageId: number; providerId: number }[]> {
  const noted = await sql<{ message_id: string }[]>`
    update provider_refs set delivered_at = coalesce(delivered_at, now())
    where (provider_id, ref_hash) in (
      select provider_id, decode(ref_hash, 'hex') from unnest(
        ${refs.map((r) => r.providerId)}::int[], ${refs.map((r) => r.refHash.toString("hex"))}::text[]
      ) as t (provider_id, ref_hash))
    returning message_id`;
  // By provider: an attempt that ended may have parts of its own.
  const whole = await sql<{ message_id: string; provider_id: number }[]>`
    select message_id, provider_id from provider_refs
    where parts > 1 and message_id = any(${noted.map((row) => row.message_id)}::bigint[])
    group by message_id, provider_id having count(distinct part) filter (where delivered_at is not null) >= max(parts)`;
  return whole.map((row) => ({ messageId: Number(row.message_id), providerId: row.provider_id }));
}

/** @returns the number deleted, at most 5,000. */
export async function deleteOldRefs(sql: Sql): Promise<number> {
  const rows = await sql`
    delete from provider_refs where (provider_id, ref_hash) in (
      select provider_id, ref_hash from provider_refs
      where created_at < now() - ${KEPT_DAYS} * interval '1 day' order by created_at limit 5000
    -- Again, for the row as it is once it is free: one that was renewed meanwhile is young.
    ) and created_at < now() - ${KEPT_DAYS} * interval '1 day' returning 1`;
  return rows.length;
}
