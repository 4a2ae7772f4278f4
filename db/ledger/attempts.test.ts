import { drizzle } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { ledgerFindings } from "#db/queries/gateway/doctor.ts";
import { findByRefs } from "#db/queries/messages/provider-refs.ts";
import { age, attemptsOf, settlement, statusOf } from "../test-account.ts";
import { databaseUrl, reserveOne, sql } from "../test-ledger.ts";
import { openAttempts } from "./attempts.ts";
import { settle } from "./settle.ts";
import { first, goesOn, next, outcome, providerOf, rejected, second, third, used } from "./test-attempts.ts";
import { release, sweep } from "./upkeep.ts";

describe("handing over to another provider", () => {
  test("a crash afterwards leaves both attempts recorded, and the sweep marks the message as unknown", async () => {
    const id = await reserveOne();
    expect(await goesOn(id)).toEqual([true]);
    expect(await attemptsOf(sql, id)).toEqual(["1 rejected not_taken: busy", "2 pending"]);
    expect([await statusOf(sql, id), await providerOf(id)]).toEqual(["pending", second]);
    await age(sql, id, 60_000);
    await sweep(sql, 30_000);
    expect(await attemptsOf(sql, id)).toEqual(["1 rejected not_taken: busy", "2 unknown"]);
    expect([await statusOf(sql, id), await used()]).toEqual(["unknown", 1]);
    expect(await findings()).toEqual([]);
    // Nothing is handed to a third one any more.
    expect(await openAttempts(sql, [next(id, rejected(2, second), third)])).toEqual([false]);
    expect(await attemptsOf(sql, id)).toEqual(["1 rejected not_taken: busy", "2 unknown"]);
  });

  test("is impossible for messages that the sweep gave up, are final or do not exist", async () => {
    const swept = await reserveOne();
    await age(sql, swept, 60_000);
    await sweep(sql, 30_000);
    const sent = await reserveOne();
    await settle(sql, [settlement(sent, "sent")]);
    const well = await reserveOne();
    const batch = [swept, sent, 2 ** 40, well].map((id) => next(id, rejected(1, first), second));
    expect(await openAttempts(sql, batch)).toEqual([false, false, false, true]);
    for (const id of [swept, sent, 2 ** 40]) expect(await attemptsOf(sql, id)).toEqual([]);
  });

  test("can be repeated if its result was lost, and a third attempt follows the second", async () => {
    const id = await reserveOne();
    expect(await goesOn(id)).toEqual([true]);
    expect(await goesOn(id)).toEqual([true]);
    expect(await openAttempts(sql, [next(id, rejected(2, second), third)])).toEqual([true]);
    expect(await attemptsOf(sql, id)).toEqual([
      "1 rejected not_taken: busy",
      "2 rejected not_taken: busy",
      "3 pending",
    ]);
    expect(await providerOf(id)).toBe(third);
  });

  test("never uses a provider twice for a message", async () => {
    const id = await reserveOne();
    await goesOn(id);
    await expect(openAttempts(sql, [next(id, rejected(2, second), first)])).rejects.toMatchObject({
      constraint_name: "message_attempts_provider",
    });
    expect(await attemptsOf(sql, id)).toEqual(["1 rejected not_taken: busy", "2 pending"]);
  });

  test("when it races the sweep, one wins and the other notices", async () => {
    const id = await reserveOne();
    await age(sql, id, 60_000);
    const process = postgres(databaseUrl, { max: 1 });
    const holder = await sql.reserve();
    await holder`begin`;
    await holder`update messages set status = 'unknown', problem = 'unknown', settled_at = now() where id = ${id}`;
    const going = openAttempts(process, [next(id, rejected(1, first), second)]);
    await expect.poll(() => waitingForLocks(sql)).toBe(1);
    await holder`commit`;
    holder.release();
    expect(await going).toEqual([false]);
    expect(await attemptsOf(sql, id)).toEqual([]);
    await process.end();
  });

  test.each(["sent", "failed", "unknown"] as const)("the outcome %s closes the last one", async (status) => {
    const id = await reserveOne();
    await goesOn(id);
    expect(await settle(sql, [outcome(id, status)])).toEqual([status]);
    const state = { sent: "accepted", failed: "rejected provider", unknown: "unknown" }[status];
    expect(await attemptsOf(sql, id)).toEqual(["1 rejected not_taken: busy", `2 ${state}: words`]);
    expect(await used()).toBe(status === "failed" ? 0 : 1);
    expect(await findings()).toEqual([]);
  });

  test("an answer after the sweep counts for the attempt too", async () => {
    const id = await reserveOne();
    await goesOn(id);
    await age(sql, id, 60_000);
    await sweep(sql, 30_000);
    expect(await settle(sql, [outcome(id, "sent")])).toEqual(["sent"]);
    expect(await attemptsOf(sql, id)).toEqual(["1 rejected not_taken: busy", "2 accepted: words"]);
    expect(await findings()).toEqual([]);
  });

  test("the ids of an ended attempt are kept for its reports", async () => {
    const id = await reserveOne();
    const refHash = Buffer.from(`early ${id}`);
    const step = { ...next(id, rejected(1, first), second), refs: [{ refHash, part: 1, parts: 1 }] };
    await openAttempts(sql, [step]);
    expect(await findByRefs(sql, [{ providerId: first, refHash }])).toEqual([id]);
  });
});

// A client of its own: Drizzle changes the parsers of the one that it is given.
let desk: Sql;
beforeAll(() => {
  desk = postgres(databaseUrl, { max: 1 });
});
afterAll(() => desk.end());
const findings = async () =>
  (await ledgerFindings(drizzle(desk))).filter(({ check }) => check === "attempts");

test("the doctor finds attempts that do not fit their message", async () => {
  const id = await reserveOne();
  await goesOn(id);
  await settle(sql, [outcome(id, "sent")]);
  const second = sql`message_id = ${id} and ordinal = 2`;
  const wrong = [
    sql`update message_attempts set state = 'pending', ended_at = null where ${second}`,
    sql`update message_attempts set state = 'rejected', reason = 'provider' where ${second}`,
    sql`update messages set provider_id = ${first} where id = ${id}`,
    sql`delete from message_attempts where message_id = ${id} and ordinal = 1`,
  ];
  const [[message], attempts] = [
    await sql`select provider_id from messages where id = ${id}`,
    await sql`select * from message_attempts where message_id = ${id}`,
  ];
  for (const each of wrong) {
    await each;
    expect(await findings()).toHaveLength(1);
    await sql`update messages set provider_id = ${message!.provider_id} where id = ${id}`;
    await sql`delete from message_attempts where message_id = ${id}`;
    await sql`insert into message_attempts ${sql(attempts)}`;
    expect(await findings()).toEqual([]);
  }
});

test("releasing a message with several attempts returns its credit once", async () => {
  const id = await reserveOne();
  await goesOn(id);
  await settle(sql, [outcome(id, "unknown")]);
  await age(sql, id, 25 * 3_600_000);
  await release(sql);
  expect([await statusOf(sql, id), await used()]).toEqual(["failed", 0]);
  expect(await findings()).toEqual([]);
});
