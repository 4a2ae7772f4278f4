import { sql } from "drizzle-orm";
import type { Executor } from "#runtime/database/pools.ts";

/** The database's time, which all processes share. */
export async function readClock(db: Executor): Promise<Date> {
  const [row] = await db.execute<{ ms: number }>(
    sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
  );
  return new Date(row!.ms);
}
