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

/** Writes the parked reports whose message is known by now. @throws where the database is away. */
export async function settleParkedReports(): Promise<void> {
  let settled = 0;
  const next = (after: ProviderRef | null) => withSendPool((sql) => findUnparked(sql, after));
  for (let found = await next(null); found.length > 0; found = await next(found.at(-1)!)) {
    settled += (await settle(found)).length;
  }
  if (settled > 0) log().info({ settled }, "delivery reports that waited for their message");
}

/** The answer to a send, and with it the id that a report names, is mostly written down in a moment. */
const TRIES_MS = [100, 500, 2_000, 10_000, 30_000];
/** Reports that are looked for so at a time. The others are the sweep's. */
const WAITING_MAX = 10_000;

/** Writes these parked reports as soon as their message is known, if that is within some 40 seconds. */
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
        // Away for now: they are in the database, and the sweep comes.
        .catch(() => []);
      for (const { refHash } of done) left.delete(refHash.toString("hex"));
      if (left.size === 0) break;
    }
    state.waiting -= refs.length;
  };
  void run();
}

/** @returns those that need not wait any more. */
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
