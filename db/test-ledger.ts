import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { reserve } from "./ledger/reserve.ts";
import { driftOf, makeAccount, reservation, type TestAccount } from "./test-account.ts";

/**
 * What every file of the ledger's tests stands on, once it imports this: a database of its own, an account for each
 * test, and after the last one no credit that is not accounted for.
 */
export let sql: Sql;
export let databaseUrl: string;
export let account: TestAccount;

let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  ({ url: databaseUrl, drop } = fresh);
  sql = postgres(databaseUrl, { max: 8, onnotice: () => {} });
});
beforeEach(async () => {
  account = await makeAccount(sql);
});
afterAll(async () => {
  expect(await driftOf(sql)).toEqual([]);
  await sql.end();
  await drop();
});

/** The id of a message of the test's account, which waits for its outcome. @throws where no credit is left. */
export async function reserveOne(segments = 1): Promise<number> {
  const [result] = await reserve(sql, [reservation(account, segments)]);
  if (typeof result !== "object" || result.kind !== "reserved") throw new Error("nothing was reserved");
  return result.messageId;
}
