import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { reserve } from "#db/ledger/reserve.ts";
import { settle } from "#db/ledger/settle.ts";
import { sweep } from "#db/ledger/upkeep.ts";
import { age, grant, reservation, settlement, statusOf } from "#db/test-account.ts";
import { account, databaseUrl, reserveOne, sql } from "#db/test-ledger.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { findPendingSince, movePendingSince } from "./pending-since.ts";

let client: postgres.Sql;
let db: Executor;
beforeAll(() => {
  client = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  db = drizzle(client);
});
afterAll(() => client.end());

const HOUR_MS = 60 * 60_000;

test("advances to the oldest pending message, but not into the last minutes", async () => {
  await grant(sql, account, { quota: 10 });
  const ids: number[] = [];
  for (let n = 0; n < 5; n++) ids.push(await reserveOne());
  const [first, second, third, fourth, young] = ids as [number, number, number, number, number];
  expect(await findPendingSince(db)).toBe(0);
  for (const id of [first, second, third, fourth]) await age(sql, id, HOUR_MS);
  await settle(sql, [settlement(first, "sent"), settlement(third, "failed")]);
  await movePendingSince(db);
  expect(await findPendingSince(db)).toBe(second);
  await settle(sql, [settlement(second, "unknown"), settlement(fourth, "sent"), settlement(young, "sent")]);
  await movePendingSince(db);
  expect(await findPendingSince(db)).toBe(young);
  // It is young, though it is settled: another with a lower id may be on its way into the table.
  await movePendingSince(db);
  expect(await findPendingSince(db)).toBe(young);
});

test("a message whose transaction was in progress meanwhile is still swept", async () => {
  await grant(sql, account, { quota: 10 });
  const started = Promise.withResolvers<number>();
  const end = Promise.withResolvers<void>();
  const slow = sql.begin(async (tx) => {
    const [result] = await reserve(tx, [reservation(account)]);
    started.resolve((result as { messageId: number }).messageId);
    await end.promise;
  });
  const id = await started.promise;
  await movePendingSince(db);
  end.resolve();
  await slow;
  expect(await findPendingSince(db)).toBeLessThanOrEqual(id);
  await age(sql, id, HOUR_MS);
  expect(await sweep(sql, 60_000, await findPendingSince(db))).toBe(1);
  expect(await statusOf(sql, id)).toBe("unknown");
});
