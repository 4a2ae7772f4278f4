import type { Sql } from "postgres";
import type { ReportEntry } from "../../ledger/report.ts";
import type { ProviderRef } from "./provider-refs.ts";

/** A report that names a message by a provider's own id, see `db/schema/messages/parked-reports.ts`. */
export interface ParkedReport extends ProviderRef, Pick<ReportEntry, "status" | "response"> {}

/** How many days a report waits for its message. SMSCs give up after three days at most. */
const KEPT_DAYS = 3;

/**
 * Stores reports until their message is known. If a report for the same id is waiting already, the earlier one counts,
 * unless it is so old that it belongs to another message: providers reuse their ids.
 */
export async function parkReports(sql: Sql, batch: ParkedReport[]): Promise<null[]> {
  await sql`
    insert into parked_reports (provider_id, ref_hash, status, response)
    select distinct on (provider_id, ref_hash) provider_id, decode(ref_hash, 'hex'), status, response
    from unnest(
      ${batch.map((r) => r.providerId)}::int[], ${batch.map((r) => r.refHash.toString("hex"))}::text[],
      ${batch.map((r) => r.status)}::message_status[], ${batch.map((r) => r.response)}::text[]
    ) with ordinality as t (provider_id, ref_hash, status, response, ord)
    order by provider_id, ref_hash, ord
    on conflict (provider_id, ref_hash) do update
      set status = excluded.status, response = excluded.response, created_at = now()
      where parked_reports.created_at < now() - interval '1 hour'`;
  return batch.map(() => null);
}

/** A parked report whose id has become known. */
export interface UnparkedReport extends ParkedReport {
  /** Null if the message was deleted, or is newer than the report, which then belongs to an earlier message. */
  messageId: number | null;
  /** The number of parts in which it was sent. */
  parts: number;
}

/** Parked reports whose id is known, in the order of their ids: at most 500 after `after`. */
export async function findUnparked(sql: Sql, after: ProviderRef | null): Promise<UnparkedReport[]> {
  const rows = await sql<UnparkedRow[]>`
    ${unparked(sql)}
    where (parked.provider_id, parked.ref_hash)
      > (${after?.providerId ?? 0}, decode(${after?.refHash.toString("hex") ?? ""}, 'hex'))
    order by parked.provider_id, parked.ref_hash limit 500`;
  return rows.map(reportOf);
}

/** The same, restricted to these ids. */
export async function findUnparkedOf(sql: Sql, refs: ProviderRef[]): Promise<UnparkedReport[]> {
  const rows = await sql<UnparkedRow[]>`
    ${unparked(sql)}
    where (parked.provider_id, parked.ref_hash) in (
      select provider_id, decode(ref_hash, 'hex') from unnest(
        ${refs.map((r) => r.providerId)}::int[], ${refs.map((r) => r.refHash.toString("hex"))}::text[]
      ) as t (provider_id, ref_hash))`;
  return rows.map(reportOf);
}

interface UnparkedRow {
  provider_id: number;
  ref_hash: Buffer;
  status: ParkedReport["status"];
  response: string;
  message_id: string | null;
  parts: number;
}

function unparked(sql: Sql) {
  return sql`
    select parked.provider_id, parked.ref_hash, parked.status, parked.response, messages.id as message_id, kept.parts
    from parked_reports parked
    join provider_refs kept on kept.provider_id = parked.provider_id and kept.ref_hash = parked.ref_hash
    left join messages on messages.id = kept.message_id and messages.created_at <= parked.created_at`;
}

function reportOf(row: UnparkedRow): UnparkedReport {
  return {
    providerId: row.provider_id,
    refHash: row.ref_hash,
    status: row.status,
    response: row.response,
    messageId: row.message_id === null ? null : Number(row.message_id),
    parts: row.parts,
  };
}

/** Deletes reports that have been applied. */
export async function deleteParked(sql: Sql, batch: ProviderRef[]): Promise<void> {
  await sql`
    delete from parked_reports using unnest(
      ${batch.map((r) => r.providerId)}::int[], ${batch.map((r) => r.refHash.toString("hex"))}::text[]
    ) as t (provider_id, ref_hash)
    where parked_reports.provider_id = t.provider_id and parked_reports.ref_hash = decode(t.ref_hash, 'hex')`;
}

/** @returns the number deleted, at most 5,000. */
export async function deleteOldParked(sql: Sql): Promise<number> {
  const rows = await sql`
    delete from parked_reports where (provider_id, ref_hash) in (
      select provider_id, ref_hash from parked_reports
      where created_at < now() - ${KEPT_DAYS} * interval '1 day' order by created_at limit 5000
    ) returning 1`;
  return rows.length;
}
