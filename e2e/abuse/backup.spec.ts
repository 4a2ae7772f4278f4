import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { startGateway } from "#e2e/gateway.ts";
import { count, startLoad } from "#e2e/load.ts";
import { expectSound } from "#e2e/soundness.ts";
import { until } from "#e2e/until.ts";

test("a backup taken under load restores into a new installation that is consistent and can send", async () => {
  const gateway = await startGateway({ env: { LOG_LEVEL: "silent" } });
  const secret = readFileSync(join(gateway.dataDir, "app-secret"), "utf8").trim();
  const other = await startGateway({ env: { LOG_LEVEL: "silent", APP_SECRET: secret } });
  try {
    const account = await makeAccount(gateway, { subscriptions: [{ quota: 50_000, unit: "segment" }] });
    const load = startLoad(gateway, account);
    await until("some were sent", () => count(load, 201) > 200, 30_000);
    const file = join(gateway.dataDir, "backup");
    expect((await gateway.gate("backup", file, "--json")).code).toBe(0);
    await load.stop();
    const slow = load.answers.filter(({ status }) => status !== 201);
    expect(slow.map(({ status }) => status)).toEqual([]);

    await other.stop();
    const restored = await other.gate("restore", file, "--json");
    expect(restored.code, restored.stderr).toBe(0);
    await other.restart();
    await expectSound(other);
    const sql = await other.sql();
    const [row] = await sql`
      select used, (select count(*)::int from messages where account_id = ${account.id}) as messages
      from subscriptions where account_id = ${account.id}`;
    expect(row!.messages).toBeGreaterThan(200);
    expect(row!.used).toBe(row!.messages);
    expect((await send(other, account)).status).toBe(201);
  } finally {
    await Promise.all([gateway.discard(), other.discard()]);
  }
});
