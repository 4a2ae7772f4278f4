import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, operator } from "#bin/fixtures/gateway.ts";
import { listAccounts } from "#services/customers/accounts.ts";
import { listWhitelist } from "#services/customers/whitelist.ts";
import { type FirstUsers, setUp } from "./setup.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  // The least that may be set: the lock must not take the one connection that the work needs.
  process.env.DATABASE_POOL = "1";
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

test("the demo account can send from this machine and from its listening address, and is created once", async () => {
  const kept: FirstUsers[] = [];
  const made = await setUp({ demo: true, here: "[2001:db8::7]" }, async (users) => void kept.push(users));
  expect(kept).toEqual([made]);
  const [account] = await listAccounts(operator);
  const { entries } = await listWhitelist(operator, { id: account!.id });
  expect(entries.map(({ range }) => range).sort()).toEqual(["127.0.0.0/8", "2001:db8::7/128", "::1/128"]);
  expect(await setUp({ demo: true, here: "localhost" }, async (users) => void kept.push(users))).toBeNull();
  expect(kept).toHaveLength(1);
});
