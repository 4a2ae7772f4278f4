import { beforeEach } from "vitest";
import { grant, makeProvider, settlement, usedOf } from "../test-account.ts";
import { account, sql } from "../test-ledger.ts";
import { type EndedAttempt, type NextAttempt, openAttempts } from "./attempts.ts";
import type { Settlement } from "./settle.ts";

/** The set-up of the tests of attempts, for every file that imports it. */
let subscription: number;
export let [first, second, third] = [0, 0, 0];
beforeEach(async () => {
  subscription = await grant(sql, account, { quota: 100 });
  [first, second, third] = [await makeProvider(sql), await makeProvider(sql), await makeProvider(sql)];
});

export const used = async () => (await usedOf(sql, account))[subscription]!;
export const rejected = (ordinal: number, providerId: number): EndedAttempt => ({
  ordinal,
  providerId,
  state: "rejected",
  reason: "not_taken",
  response: "busy",
  ref: null,
});
export const next = (messageId: number, closed: EndedAttempt, providerId: number): NextAttempt => ({
  messageId,
  accountId: account.accountId,
  closed,
  refs: [],
  providerId,
});
export const goesOn = (id: number, from = first, to = second) =>
  openAttempts(sql, [next(id, rejected(1, from), to)]);
/** The outcome of the second attempt, after the first was not taken. */
export const outcome = (id: number, status: Settlement["status"]): Settlement => ({
  ...settlement(id, status),
  providerId: second,
  attempts: [
    rejected(1, first),
    {
      ordinal: 2,
      providerId: second,
      state: ({ sent: "accepted", failed: "rejected", unknown: "unknown" } as const)[status],
      reason: status === "failed" ? "provider" : null,
      response: "words",
      ref: null,
    },
  ],
});
export const providerOf = async (id: number) =>
  (await sql`select provider_id from messages where id = ${id}`)[0]!.provider_id;
