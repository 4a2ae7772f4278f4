import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { ask, SEND, send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expect, test } from "#e2e/shared-gateway.ts";

interface Row {
  token_id: number;
  address: string;
  check: string;
  count: number;
}

/** An account's counted refusals over all minutes, and how many rows they take. */
async function refusalsOf(gateway: Gateway, account: TestAccount): Promise<{ rows: number; sums: Row[] }> {
  const sql = await gateway.sql();
  const all = await sql<(Row & { minute: Date })[]>`
    select token_id, host(address) as address, "check", count, minute from refusals where account_id = ${account.id}`;
  const sums = new Map<string, Row>();
  for (const { minute: _, ...row } of all) {
    const key = `${row.token_id} ${row.address} ${row.check}`;
    sums.set(key, { ...row, count: row.count + (sums.get(key)?.count ?? 0) });
  }
  return { rows: all.length, sums: [...sums.values()].sort((a, b) => a.check.localeCompare(b.check)) };
}

test("every refused request of a known account is counted by the check that refused it", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 1 }] });
  const desk = await gateway.desk();
  const { id, tokenId } = account;
  const times = async (n: number, status: number, act = () => send(gateway, account)) => {
    for (let i = 0; i < n; i++) expect((await act()).status).toBe(status);
  };
  await times(1, 201);
  await times(2, 402);
  await times(1, 400, () => send(gateway, account, { code: "" }));
  await times(1, 400, () => ask(gateway, "POST", SEND, { token: account.token, body: "{" }));
  await times(1, 415, () => send(gateway, account, {}, { "content-type": "text/plain" }));
  await times(2, 405, () => ask(gateway, "PUT", SEND, { token: account.token }));
  await desk.call("accounts", "suspendAccount", { id });
  await times(3, 403);
  for (const entry of account.whitelistIds)
    await desk.call("whitelist", "removeFromWhitelist", { id: entry });
  await times(4, 403);
  await desk.call("tokens", "revokeToken", { id: tokenId });
  await times(5, 401);
  // Nobody's: not counted for anyone.
  await times(3, 401, () => send(gateway, { ...account, token: "ag_nobody" }));
  const row = (check: string, count: number) => ({ token_id: tokenId, address: "127.0.0.1", check, count });
  await expect
    .poll(async () => (await refusalsOf(gateway, account)).sums)
    .toEqual([row("address", 4), row("quota", 2), row("request", 5), row("suspended", 3), row("token", 5)]);
});

test("thousands of refused requests take few rows", async ({ gateway }) => {
  const account = await makeAccount(gateway, { whitelist: [] });
  const [LANES, EACH] = [20, 150];
  const began = Date.now();
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      for (let i = 0; i < EACH; i++) {
        const answer = await send(gateway, account, { code: String(i) });
        if (answer.status !== 403) throw new Error(`${answer.status} ${answer.text}`);
      }
    }),
  );
  const minutes = Math.floor(Date.now() / 60_000) - Math.floor(began / 60_000) + 1;
  await expect
    .poll(async () => (await refusalsOf(gateway, account)).sums)
    .toEqual([{ token_id: account.tokenId, address: "127.0.0.1", check: "address", count: LANES * EACH }]);
  expect((await refusalsOf(gateway, account)).rows).toBeLessThanOrEqual(minutes);
});

test("refusals counted by two processes add up, and those of a stopped process are not lost", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway, { whitelist: [] });
  const sibling = await gateway.sibling();
  try {
    await Promise.all(Array.from({ length: 100 }, (_, i) => send(i % 2 ? gateway : sibling, account)));
    // What it counts right before it stops is written while it stops.
    for (let i = 0; i < 10; i++) await send(sibling, account);
    await sibling.stop();
    await expect
      .poll(async () => (await refusalsOf(gateway, account)).sums)
      .toEqual([expect.objectContaining({ check: "address", count: 110 })]);
  } finally {
    await sibling.discard();
  }
});
