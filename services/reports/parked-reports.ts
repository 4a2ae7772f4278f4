import { setTimeout as sleep } from "node:timers/promises";
import {
  deleteParked,
  findUnparked,
  findUnparkedOf,
  type UnparkedReport,
} from "#db/queries/messages/parked-reports.ts";
import type { ProviderRef } from "#db/queries/messages/provider-refs.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { shared } from "#runtime/shared.ts";
import { wholeMessages } from "./parts.ts";
import { settleReports } from "./report-intake.ts";

/** Applies the parked reports whose message has become known. @throws if the database is away. */
export async function settleParkedReports(): Promise<void> {
  let settled = 0;
  const next = (after: ProviderRef | null) => withSendPool((sql) => findUnparked(sql, after));
  for (let found = await next(null); found.length > 0; found = await next(found.at(-1)!)) {
    settled += (await settle(found)).length;
  }
  if (settled > 0) log().info({ settled }, "delivery reports that waited for their message");
}

/** The answer to a send, which contains the id that a report names, is usually stored within moments. */
const TRIES_MS = [100, 500, 2_000, 10_000, 30_000];
/** The maximum number of reports retried in this way at a time; the sweep handles the others. */
const WAITING_MAX = 10_000;

/** Applies these parked reports as soon as their message is known, if that happens within some 40 seconds. */
export function settleParkedSoon(refs: ProviderRef[]): void {
  const state = shared("parked reports", () => ({ waiting: 0 }));
  if (refs.length === 0 || state.waiting + refs.length > WAITING_MAX) return;
  state.waiting += refs.length;
  const run = async () => {
    const left = new Map(refs.map((ref) => [ref.refHash.toString("hex"), ref]));
    for (const wait of TRIES_MS) {
      await sleep(wait, undefined, { ref: false });
      const done = await withSendPool((sql) => findUnparkedOf(sql, [...left.values()]))
        .then(settle)
        // The database is away for the moment: the reports are stored in it, and the sweep will retry.
        .catch(() => []);
      for (const { refHash } of done) left.delete(refHash.toString("hex"));
      if (left.size === 0) break;
    }
    state.waiting -= refs.length;
  };
  void run();
}

/** @returns the reports that need not wait any more. */
async function settle(found: UnparkedReport[]): Promise<UnparkedReport[]> {
  const known = found.flatMap(({ messageId, refHash, providerId, parts, status, response }) =>
    messageId === null
      ? []
      : [{ providerId, refHash, parts, entry: { messageId, status, response, providerId } }],
  );
  const whole = await wholeMessages(known);
  const entries = new Map(known.map(({ refHash }, index) => [refHash, whole[index]!]));
  const results = await settleReports(found.map(({ refHash }) => entries.get(refHash) ?? null));
  const done = found.filter((_, index) => results[index] !== "early");
  await withSendPool((sql) => deleteParked(sql, done));
  return done;
}
