import { eq, inArray, sql } from "drizzle-orm";
import { settings } from "#db/schema/settings.ts";
import type { Executor } from "#runtime/database/pools.ts";

/** @returns undefined if it was never set. */
export async function findSetting(db: Executor, name: string): Promise<unknown> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.name, name));
  return row?.value;
}

export async function selectSettings(db: Executor, names: readonly string[]): Promise<Map<string, unknown>> {
  const rows = await db
    .select({ name: settings.name, value: settings.value })
    .from(settings)
    .where(inArray(settings.name, [...names]));
  return new Map(rows.map(({ name, value }) => [name, value]));
}

/** Serialises changes of settings, so that the audit log has the correct previous value. Reads are not blocked. */
export async function lockSettings(tx: Executor): Promise<void> {
  await tx.execute(sql`lock table ${settings} in share row exclusive mode`);
}

export async function putSetting(tx: Executor, name: string, value: unknown): Promise<void> {
  await tx
    .insert(settings)
    .values({ name, value })
    .onConflictDoUpdate({ target: settings.name, set: { value } });
}

export async function deleteSetting(tx: Executor, name: string): Promise<void> {
  await tx.delete(settings).where(eq(settings.name, name));
}

/** Whether PostgreSQL knows this time zone. */
export async function knowsTimeZone(db: Executor, zone: string): Promise<boolean> {
  const rows = await db.execute(sql`select 1 from pg_timezone_names where name = ${zone}`);
  return rows.length > 0;
}
