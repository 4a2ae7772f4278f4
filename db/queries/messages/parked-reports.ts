import type { Sql } from "postgres";
import type { ReportEntry } from "../../ledger/report.ts";
import type { ProviderRef } from "./provider-refs.ts";

/** A report by a provider's own id, see `db/schema/parked-reports.ts`. */
export interface ParkedReport extends ProviderRef, Pick<ReportEntry, "status" | "response"> {}

/** How long a report waits for its message. SMSCs give up after three days at most. */
const KEPT_DAYS = 3;

/** Keeps reports until their message is known. Of an id that waits already the first report counts. */
export async function parkReports(sql: Sql, batch: ParkedReport[]): Promise<null[]> {
  await sql`
    insert into parked_reports (provider_id, ref_hash, status, response)
    select distinct on (provider_id, ref_hash) provider_id, decode(ref_hash, 'hex'), status, response
    from unnest(
      ${batch.map((r) => r.providerId)}::int[], ${batch.map((r) => r.refHash.toString("hex"))}::text[],
      ${batch.map((r) => r.status)}::message_status[], ${batch.map((r) => r.response)}::text[]
    ) with ordinality as t (provider_id, ref_hash, status, response, ord)
    order by provider_id, ref_hash, ord
    on conflict (provider_id, ref_hash) do nothing`;
  return batch.map(() => null);
}

/** Reports whose message is known by now, at most 500, behind the ids `after`. */
export async function findUnparked(
  sql: Sql,
  after: ProviderRef | null,
): Promise<(ParkedReport & { messageId: number })[]> {
  const rows = await sql<
    {
      provider_id: number;
      ref_hash: Buffer;
      status: ParkedReport["status"];
      response: string;
      message_id: string;
    }[]
  >`
    select parked.provider_id, parked.ref_hash, parked.status, parked.response, kept.message_id
    from parked_reports parked join provider_refs kept using (provider_id, ref_hash)
    where (provider_id, ref_hash) > (${after?.providerId ?? 0}, decode(${after?.refHash.toString("hex") ?? ""}, 'hex'))
    order by provider_id, ref_hash limit 500`;
  return rows.map((row) => ({
    providerId: row.provider_id,
    refHash: row.ref_hash,
    status: row.status,
    response: row.response,
    messageId: Number(row.message_id),
  }));
}

/** Lets reports go that were written. */
export async function deleteParked(sql: Sql, batch: ProviderRef[]): Promise<void> {
  await sql`
    delete from parked_reports using unnest(
      ${batch.map((r) => r.providerId)}::int[], ${batch.map((r) => r.refHash.toString("hex"))}::text[]
    ) as t (provider_id, ref_hash)
    where parked_reports.provider_id = t.provider_id and parked_reports.ref_hash = decode(t.ref_hash, 'hex')`;
}

/** @returns how many of at most 5,000. */
export async function deleteOldParked(sql: Sql): Promise<number> {
  const rows = await sql`
    delete from parked_reports where (provider_id, ref_hash) in (
      select provider_id, ref_hash from parked_reports
      where created_at < now() - ${KEPT_DAYS} * interval '1 day' order by created_at limit 5000
    ) returning 1`;
  return rows.length;
}
