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

/** Oldest first. Ids grow with time, so no index on the time is needed. */
export async function deleteOldAudit(
  sql: Sql,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const { count } = await sql`
    delete from audit_entries using (select id, at from audit_entries order by id limit ${limit}) old
    where audit_entries.id = old.id and old.at < ${before}`;
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
