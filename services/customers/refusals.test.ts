import type { Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { freshGateway } from "#bin/fixtures/gateway.ts";
import type { RefusalCheck } from "#core/customer/refused-request.ts";
import { makeAccount, type TestAccount } from "#db/test-account.ts";
import { countRefusal, flushRefusals } from "./refusals.ts";

let sql: Sql;
let drop: () => Promise<void>;
let account: TestAccount;

beforeAll(async () => {
  ({ sql, drop } = await freshGateway());
});
beforeEach(async () => {
  account = await makeAccount(sql);
  // Only the clock: a minute must not end in the middle of a test, and connections need their timers.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-01-02T03:04:30Z") });
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => drop());

function refuse(check: RefusalCheck, address: string | null, times = 1): void {
  const { accountId, tokenId } = account;
  for (let i = 0; i < times; i++) countRefusal({ accountId, tokenId, address, check });
}

const rows = async () =>
  (
    await sql`
      select "check" || ' ' || coalesce(host(address), 'others') || ' ' || count as line
      from refusals where account_id = ${account.accountId} order by minute, 1`
  ).map((row) => row.line);

test("refusals take one row per check, address and minute, and counting continues in it", async () => {
  refuse("address", "203.0.113.1", 3);
  refuse("quota", "203.0.113.1", 2);
  refuse("address", "2001:db8::1");
  await flushRefusals();
  refuse("address", "203.0.113.1", 4);
  await flushRefusals();
  expect(await rows()).toEqual(["address 2001:db8::1 1", "address 203.0.113.1 7", "quota 203.0.113.1 2"]);
  vi.setSystemTime(new Date("2026-01-02T03:05:00Z"));
  refuse("address", "203.0.113.1");
  await flushRefusals();
  expect(await rows()).toHaveLength(4);
});

test("an unknown address is counted, too", async () => {
  refuse("address", null, 2);
  await flushRefusals();
  refuse("address", null, 1);
  await flushRefusals();
  expect(await rows()).toEqual(["address others 3"]);
});

test("an attacker with very many addresses creates few rows, and every request is counted", async () => {
  for (let i = 0; i < 5_000; i++) refuse("address", `10.1.${i >> 8}.${i & 255}`);
  await flushRefusals();
  // Also over several writes within the minute.
  for (let i = 0; i < 1_000; i++) refuse("address", `10.2.${i >> 8}.${i & 255}`);
  await flushRefusals();
  const [sum] = await sql`
    select sum(count)::int as count, count(*)::int as rows from refusals where account_id = ${account.accountId}`;
  expect(sum).toEqual({ count: 6_000, rows: 101 });
  // Another check, and the next minute, name addresses anew.
  refuse("quota", "10.3.0.1");
  vi.setSystemTime(new Date("2026-01-02T03:05:00Z"));
  refuse("address", "10.3.0.2");
  await flushRefusals();
  expect((await rows()).filter((line) => line.includes("10.3.0"))).toHaveLength(2);
});

test("concurrent writes add up", async () => {
  const all = Array.from({ length: 20 }, () => {
    refuse("token", "203.0.113.1");
    refuse("token", "203.0.113.2");
    return flushRefusals();
  });
  await Promise.all(all);
  expect(await rows()).toEqual(["token 203.0.113.1 20", "token 203.0.113.2 20"]);
});

test("counts that cannot be written are dropped, and later ones are counted again", async () => {
  countRefusal({ accountId: 2_000_000_000, tokenId: 1, address: null, check: "token" });
  await flushRefusals();
  refuse("token", "203.0.113.1");
  await flushRefusals();
  expect(await rows()).toEqual(["token 203.0.113.1 1"]);
});
