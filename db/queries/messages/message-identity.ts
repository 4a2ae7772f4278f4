import type { Sql } from "postgres";

/** Distinguishes a message from another one that got its id after a restore or a failover. */
export interface MessageIdentity {
  id: number;
  number: string;
  createdAt: Date;
}

/** The messages with these ids, in the same order; null for one that does not exist. */
export async function identify(sql: Sql, ids: number[]): Promise<(MessageIdentity | null)[]> {
  const rows = await sql<{ id: string; number: string; createdAt: Date }[]>`
    select id, number, created_at as "createdAt" from messages where id = any(${ids}::bigint[])`;
  const found = new Map(rows.map((row) => [Number(row.id), { ...row, id: Number(row.id) }]));
  return ids.map((id) => found.get(id) ?? null);
}
