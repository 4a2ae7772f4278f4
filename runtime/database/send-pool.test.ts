import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { isDatabaseAway } from "./errors.ts";
import { closeDatabase, deskPool } from "./pools.ts";
import { withSendPool } from "./send-pool.ts";

let drop: () => Promise<void>;
beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  completeEnvironment({ DATABASE_URL: database.url, APP_SECRET: "a secret of the test's own, long enough" });
});
afterAll(async () => {
  await closeDatabase();
  await drop();
});

const pool = () => withSendPool(async (sql) => sql);
/** Seconds in a statement, of the pages and of a send. */
const page = (seconds: number) => deskPool()`select 'page' as of from pg_sleep(${seconds})`;

test("a slow statement keeps its pool if the database responds to the probe", async () => {
  const before = await pool();
  const work = withSendPool((sql) => sql`select 'send' as of from pg_sleep(2)`, { silentMs: 20 });
  expect(await work).toEqual([{ of: "send" }]);
  expect(await pool()).toBe(before);
});

test("a lost result ends its own pool only; pages continue", async () => {
  const before = await pool();
  const [other, desk] = [withSendPool((sql) => sql`select pg_sleep(8)`), page(2)];
  const lost = withSendPool((sql) => sql`select pg_sleep(8)`, { lostMs: 200 });
  for (const work of [lost, other]) {
    await work.then(
      () => expect.unreachable("its pool was given up"),
      (error: unknown) => expect(isDatabaseAway(error)).toBe(true),
    );
  }
  expect(await desk).toEqual([{ of: "page" }]);
  expect(await pool()).not.toBe(before);
  expect(await withSendPool((sql) => sql`select 1 as n`)).toEqual([{ n: 1 }]);
});
