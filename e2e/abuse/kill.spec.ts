import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test as base, expect } from "@playwright/test";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { count, startLoad } from "#e2e/load.ts";
import { answerWith, type Operator, startOperator } from "#e2e/operator.ts";
import { expectEvery201InTheLog, expectSound } from "#e2e/soundness.ts";
import { until } from "#e2e/until.ts";

/** A gateway that delivers to an operator of the test's own, who outlives it and remembers what was sent. */
const test = base.extend<{ gateway: Gateway; operator: Operator; account: TestAccount }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from here
  operator: async ({}, use) => {
    const operator = await startOperator(answerWith(200, "taken"));
    await use(operator);
    await operator.close();
  },
  gateway: async ({ operator }, use) => {
    const gateway = await startGateway({ env: { LOG_LEVEL: "warn" } });
    const file = join(gateway.dataDir, "operator.json");
    const body = "{{message_id}} {{text}}";
    writeFileSync(
      file,
      JSON.stringify({
        url: operator.url,
        headers: { "content-type": "text/plain" },
        body,
        body_format: "plain",
      }),
    );
    await gateway.gate("provider", "set", "--name", "operator", "--kind", "http", "--file", file);
    await gateway.gate("provider", "remove", "sandbox");
    await use(gateway);
    await gateway.discard();
  },
  account: async ({ gateway }, use) =>
    use(await makeAccount(gateway, { subscriptions: [{ quota: 50_000 }] })),
});

for (const [what, kill] of [
  ["the server", (gateway: Gateway) => gateway.kill()],
  ["the server and the database together", (gateway: Gateway) => gateway.killAll()],
] as const) {
  test(`kill -9 of ${what} under load loses nothing that was acknowledged`, async ({
    gateway,
    operator,
    account,
  }) => {
    const load = startLoad(gateway, account);
    await until("some were sent", () => count(load, 201) > 200, 30_000);
    await kill(gateway);
    await load.stop();
    await gateway.restart();

    await expectEvery201InTheLog(gateway, load);
    const sent = operator.received.map(({ body }) => body.split(" ")[0]);
    expect(sent.length).toBeGreaterThanOrEqual(count(load, 201));
    expect(new Set(sent).size, "no message was sent twice").toBe(sent.length);

    // What the dead process left is pending at first, and becomes unknown: its credit stays held.
    const sql = await gateway.sql();
    await sql`update messages set created_at = created_at - interval '10 minutes' where status = 'pending'`;
    await (await gateway.desk()).call("sweep", "sweepMessages");
    expect(await sql`select 1 from messages where status = 'pending'`).toHaveLength(0);
    const [held] = await sql`
      select count(*)::int as n, coalesce(sum(credits), 0)::int as credits from messages where status = 'unknown'`;
    const [swept] = await sql`select count(*)::int as n from message_events where kind = 'swept'`;
    expect(held!.n).toBe(swept!.n);
    const [used] = await sql`select used from subscriptions where account_id = ${account.id}`;
    const [messages] = await sql`select count(*)::int as n from messages where account_id = ${account.id}`;
    expect(used!.used).toBe(messages!.n);
    await expectSound(gateway);
    expect((await send(gateway, account)).status).toBe(201);
  });
}
