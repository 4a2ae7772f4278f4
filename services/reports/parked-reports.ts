import { deleteParked, findUnparked } from "#db/queries/messages/parked-reports.ts";
import type { ProviderRef } from "#db/queries/messages/provider-refs.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { settleReports } from "./report-intake.ts";

/**
 * Writes the delivery reports that waited for their message and whose message is known by now. Each may have been written
 * already, by the process that took it in: then it changes nothing. @throws where the database is away.
 */
export async function settleParkedReports(): Promise<void> {
  let settled = 0;
  const next = (after: ProviderRef | null) => withSendPool((sql) => findUnparked(sql, after));
  for (let found = await next(null); found.length > 0; found = await next(found.at(-1)!)) {
    const results = await settleReports(found);
    const done = found.filter((_, index) => results[index] !== "early");
    await withSendPool((sql) => deleteParked(sql, done));
    settled += results.filter((result) => result === "taken").length;
  }
  if (settled > 0) log().info({ settled }, "delivery reports that waited for their message");
}
