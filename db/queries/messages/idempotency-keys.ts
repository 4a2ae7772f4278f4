import type { Sql } from "postgres";
import type { MessageStatus } from "#core/message/message-status.ts";

export interface KeyedMessage {
  bodyHash: Buffer;
  messageId: number;
  status: MessageStatus;
  /** The outcome changed after it was first known: by a report, or by the release of an unknown message. */
  closedLater: boolean;
  number: string;
  templateId: number;
  templateName: string;
  english: string | null;
  arabic: string | null;
  response: string | null;
  createdAt: Date;
  /** Credits left in all active subscriptions of the account. */
  remaining: number;
}

/** The message created with a key in the last 24 hours, or null. */
export async function findKey(sql: Sql, accountId: number, key: string): Promise<KeyedMessage | null> {
  const [row] = await sql<KeyedMessage[]>`
    select k.body_hash as "bodyHash", m.id::float8 as "messageId", m.status,
      (m.status = 'delivered' or coalesce(m.problem in ('undelivered', 'released'), false)) as "closedLater", m.number, t.id as "templateId",
      t.name as "templateName", v.english, v.arabic, m.provider_response as response,
      m.created_at as "createdAt",
      (select coalesce(sum(quota - used), 0)::float8 from subscriptions s
        where s.account_id = ${accountId} and s.status = 'active'
          and s.starts_at <= now() and s.ends_at > now()) as remaining
    from idempotency_keys k
    join messages m on m.id = k.message_id
    join template_versions v on v.id = m.template_version_id
    join templates t on t.id = v.template_id
    where k.account_id = ${accountId} and k.key = ${key} and k.created_at > now() - interval '24 hours'`;
  return row ?? null;
}

/** Deletes expired keys. @returns the number deleted, at most 5,000. */
export async function deleteOldKeys(sql: Sql): Promise<number> {
  const rows = await sql`
    delete from idempotency_keys where (account_id, key) in (
      select account_id, key from idempotency_keys where created_at < now() - interval '24 hours' limit 5000
    -- Again, for the row as it is once it is free: one that was taken over meanwhile is young.
    ) and created_at < now() - interval '24 hours' returning 1`;
  return rows.length;
}
