import { eq } from "drizzle-orm";
import { settings } from "#db/schema/settings.ts";
import type { Executor } from "#runtime/database.ts";

/** @returns undefined where it was never set. */
export async function findSetting(db: Executor, name: string): Promise<unknown> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.name, name));
  return row?.value;
}

/** The value that stands: this one, unless another process or an earlier time came first. */
export async function keepSetting(db: Executor, name: string, value: unknown): Promise<unknown> {
  await db.insert(settings).values({ name, value }).onConflictDoNothing();
  return findSetting(db, name);
}
