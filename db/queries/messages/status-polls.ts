import type { Sql } from "postgres";

/** A message whose provider will be asked what became of it. */
export interface NewPoll {
  messageId: number;
  providerId: number;
  afterMs: number;
}

/** A CTE that stores those of the messages in the CTE `moved`. */
export function keepPolls(sql: Sql, polls: NewPoll[]) {
  return sql`polls as (
      insert into status_polls (message_id, provider_id, due_at)
      select moved.id, t.provider_id, now() + t.after_ms * interval '1 ms'
      from unnest(
        ${polls.map((p) => p.messageId)}::bigint[], ${polls.map((p) => p.providerId)}::int[],
        ${polls.map((p) => p.afterMs)}::bigint[]
      ) as t (id, provider_id, after_ms)
      join moved on moved.id = t.id
      on conflict (message_id) do update set provider_id = excluded.provider_id, due_at = excluded.due_at, asked = 0
    )`;
}

/** A message that is due. */
export interface DuePoll {
  messageId: number;
  number: string;
  createdAt: Date;
  providerRef: string | null;
  /** How often it was asked for before. */
  asked: number;
}

/**
 * Takes up to `limit` due messages of a provider: nobody else gets them before `leaseMs` are over. What needs no
 * question any more, because its outcome is known or it was deleted, is removed.
 */
export async function takeDue(
  sql: Sql,
  providerId: number,
  { limit, leaseMs }: { limit: number; leaseMs: number },
): Promise<DuePoll[]> {
  const rows = await sql<
    { message_id: string; number: string; created_at: Date; provider_ref: string | null; asked: number }[]
  >`
    with due as materialized (
      select message_id from status_polls where provider_id = ${providerId} and due_at <= now()
      order by due_at limit ${limit} for update skip locked
    ), open as materialized (
      select messages.id, number, created_at, provider_ref from messages join due on due.message_id = messages.id
      where status in ('sent', 'unknown') and messages.provider_id = ${providerId}
    ), removed as (
      delete from status_polls using due
      where status_polls.message_id = due.message_id and due.message_id not in (select id from open)
    )
    update status_polls set asked = asked + 1, due_at = now() + ${leaseMs} * interval '1 ms'
    from open where status_polls.message_id = open.id
    returning message_id, number, created_at, provider_ref, asked - 1 as asked`;
  return rows.map((row) => ({
    messageId: Number(row.message_id),
    number: row.number,
    createdAt: row.created_at,
    providerRef: row.provider_ref,
    asked: row.asked,
  }));
}

/** Says when messages that were asked for are asked for again; null for those that are not any more. */
export async function againAfter(
  sql: Sql,
  batch: { messageId: number; waitMs: number | null }[],
): Promise<void> {
  const [over, more] = [batch.filter((p) => p.waitMs === null), batch.filter((p) => p.waitMs !== null)];
  if (over.length > 0) {
    await sql`delete from status_polls where message_id = any(${over.map((p) => p.messageId)}::bigint[])`;
  }
  if (more.length > 0) {
    await sql`
      update status_polls set due_at = now() + t.wait_ms * interval '1 ms'
      from unnest(${more.map((p) => p.messageId)}::bigint[], ${more.map((p) => p.waitMs)}::bigint[])
        as t (id, wait_ms)
      where message_id = t.id`;
  }
}
