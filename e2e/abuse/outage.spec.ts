import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startEmbedded, stopEmbedded } from "#bin/postgres.ts";
import { makeAccount } from "#e2e/account.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { killPostgres } from "#e2e/kill-postgres.ts";
import { count, type Load, startLoad } from "#e2e/load.ts";
import { expectEvery201InTheLog, expectSound } from "#e2e/soundness.ts";
import { until } from "#e2e/until.ts";

/** Sends fail with 503 while the database is away, and go on when it is back, with the same server process. */
async function expectRecovery(
  gateway: Gateway,
  away: () => Promise<void>,
  back: (load: Load) => Promise<void>,
) {
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 50_000 }] });
  const { pid } = gateway;
  const load = startLoad(gateway, account);
  await until("some were sent", () => count(load, 201) > 100, 30_000);
  await away();
  await back(load);
  const before = count(load, 201);
  await until("sends go on", () => count(load, 201) > before + 100, 60_000);
  await load.stop();
  expect(gateway.pid).toBe(pid);
  expect(load.broken, "the server answers all the while").toBe(0);
  const statuses = new Set(load.answers.map(({ status }) => status));
  // 504: delivered, but the outcome could not be written in time.
  expect([...statuses].filter((status) => ![201, 503, 504].includes(status))).toEqual([]);
  for (const answer of load.answers.filter(({ status }) => status === 503)) {
    expect(answer.text).toBe(`{"detail":"Service temporarily unavailable."}`);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  }
  await expectEvery201InTheLog(gateway, load);
  await expectSound(gateway);
}

test("a database of one's own that is stopped and started under load", async () => {
  const folder = mkdtempSync(join(tmpdir(), "aman-gate-e2e-outage-"));
  let database = await startEmbedded(folder);
  const env = {
    DATABASE_URL: database.url,
    APP_SECRET: "a secret of the test's own, long enough",
    LOG_LEVEL: "silent",
  };
  const gateway = await startGateway({ env });
  try {
    await expectRecovery(
      gateway,
      () => killPostgres(folder),
      async (load) => {
        await until("the outage shows", () => count(load, 503) > 0, 30_000);
        database = await startEmbedded(folder);
        expect(database.url).toBe(env.DATABASE_URL);
      },
    );
  } finally {
    await gateway.discard();
    await database.leave();
    await stopEmbedded(folder);
    await killPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  }
});

test("an embedded database that dies under load is brought back", async () => {
  const gateway = await startGateway({ env: { LOG_LEVEL: "silent" } });
  try {
    await expectRecovery(
      gateway,
      () => killPostgres(gateway.dataDir),
      async () => {
        // It may be back before a request finds it gone: outcomes are tried again, and so are connections.
        const file = join(gateway.dataDir, "postgres", "postmaster.pid");
        await until("PostgreSQL is back", () => readFileSync(file, "utf8").includes("ready"), 60_000);
      },
    );
  } finally {
    await gateway.discard();
  }
});
