import type { Sql } from "postgres";

/**
 * Deletes rows older than a time, at most `limit` per statement. Each function returns the number deleted; call it
 * again while that equals `limit`.
 */

/** Refused requests of one account. */
export async function deleteOldRefusals(
  sql: Sql,
  { accountId, before, limit }: { accountId: number; before: Date; limit: number },
): Promise<number> {
  const { count } = await sql`
    delete from refusals where ctid = any(array(
      select ctid from refusals where account_id = ${accountId} and minute < ${before}
      order by minute limit ${limit}
    ))`;
  return count;
}

/** Requests of all accounts with ids below one: they begin with the time. */
export async function deleteOldRequests(
  sql: Sql,
  { below, limit }: { below: string; limit: number },
): Promise<number> {
  const { count } = await sql`
    delete from api_requests where ctid = any(array(
      select ctid from api_requests where id < ${below}::uuid order by id limit ${limit}
    ))`;
  return count;
}

/**
 * By their own times, not in the order of their ids: entries that a clock far ahead has dated would hold up all later ones.
 * They stay until their date has passed as well.
 */
export async function deleteOldAudit(
  sql: Sql,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { count } = await sql`
    delete from audit_entries where id = any(array(
      select id from audit_entries where at < ${before} order by at limit ${limit}
    ))`;
  return count;
}

export async function deleteOldNotices(
  sql: Sql,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { count } = await sql`
    delete from notices where id = any(array(
      select id from notices where created_at < ${before} order by created_at limit ${limit}
    ))`;
  return count;
}
