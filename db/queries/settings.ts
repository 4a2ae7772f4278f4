import { eq } from "drizzle-orm";
import { settings } from "#db/schema/settings.ts";
import type { Executor } from "#runtime/database.ts";

/** @returns undefined where it was never set. */
export async function findSetting(db: Executor, name: string): Promise<unknown> {
  const [row] = await db.select({ value: settings.value }).from(settings).where(eq(settings.name, name));
  return row?.value;
}
