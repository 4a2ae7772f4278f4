import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { startEmbedded, stopEmbedded } from "#bin/postgres/postgres.ts";
import { makeAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { freezePostgres, killPostgres } from "#e2e/kill-postgres.ts";
import { count, type Load, startLoad } from "#e2e/load.ts";
import { expectEvery201InTheLog, expectSound } from "#e2e/soundness.ts";
import { standingOf } from "#e2e/standing.ts";
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

/** A gateway on a database of one's own, by DATABASE_URL. */
async function onOwnDatabase(
  act: (at: { gateway: Gateway; folder: string; restart(): Promise<void> }) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "aman-gate-e2e-outage-"));
  let database = await startEmbedded(folder);
  const { url } = database;
  const restart = async () => {
    database = await startEmbedded(folder);
    expect(database.url).toBe(url);
  };
  const secret = "a secret of the test's own, long enough";
  const gateway = await startGateway({
    env: { DATABASE_URL: url, APP_SECRET: secret, LOG_LEVEL: "silent" },
  });
  try {
    await act({ gateway, folder, restart });
  } finally {
    await gateway.discard();
    await database.leave();
    await stopEmbedded(folder);
    await killPostgres(folder);
    rmSync(folder, { recursive: true, force: true });
  }
}

test("sends resume after an external database is stopped and started under load", () =>
  onOwnDatabase(async ({ gateway, folder, restart }) => {
    await expectRecovery(
      gateway,
      () => killPostgres(folder),
      async (load) => {
        await until("the outage shows", () => count(load, 503) > 0, 30_000);
        await restart();
      },
    );
  }));

test("sends resume after a database stops responding under load and then continues", () =>
  onOwnDatabase(async ({ gateway, folder }) => {
    let thaw = () => {};
    let page: Promise<Response> | undefined;
    try {
      await expectRecovery(
        gateway,
        async () => {
          thaw = freezePostgres(folder);
          page = fetch(`${gateway.url}/sign-in`);
        },
        async (load) => {
          await until("the outage shows", () => count(load, 503) > 0, 30_000);
          expect((await fetch(`${gateway.url}/readyz`)).status).toBe(503);
          // The pages' pool is given up too: the name of the gateway is left out, and whoever is not signed in can go on.
          expect((await page)?.status).toBe(200);
          const shown = count(load, 503);
          await until("it shows again", () => count(load, 503) > shown + 8, 30_000);
          thaw();
        },
      );
    } finally {
      thaw();
    }
  }));

test("a server stops even though its database does not respond", () =>
  onOwnDatabase(async ({ gateway, folder }) => {
    await until("it has set itself up", () => gateway.output().includes("The first sign-ins are in"));
    const thaw = freezePostgres(folder);
    try {
      expect(await gateway.stop()).toBe(0);
    } finally {
      thaw();
    }
  }));

test("a send that waits for a lock that is never released gets a 503; other sends do not wait", () =>
  onOwnDatabase(async ({ gateway }) => {
    const [locked, free] = [await makeAccount(gateway), await makeAccount(gateway)];
    const sql = await gateway.sql();
    const [held, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const lock = sql.begin(async (tx) => {
      await tx`select from subscriptions where account_id = ${locked.id} for update`;
      held.resolve();
      await done.promise;
    });
    await held.promise;
    // Half of them in transactions. They share batches with the others, too.
    const load = startLoad(gateway, locked, 4);
    try {
      await until("some wait for the lock", async () => {
        const [waiting] = await sql<{ many: boolean }[]>`
          select count(*) > 1 as many from pg_stat_activity where wait_event_type = 'Lock'`;
        return waiting!.many;
      });
      const waits: number[] = [];
      for (let i = 0; i < 40; i++) {
        const began = performance.now();
        expect((await send(gateway, free)).status).toBe(201);
        waits.push(performance.now() - began);
      }
      // Whoever came into a batch with them has waited until the lock was given up, for two seconds.
      expect(waits.sort((one, other) => one - other)[20]).toBeLessThan(1_000);
      await until("it is given up", () => count(load, 503) > 0);
    } finally {
      await load.stop();
      done.resolve();
      await lock;
    }
    expect(count(load, 503)).toBe(load.answers.length);
    expect(await standingOf(gateway, locked)).toEqual({ messages: 0, used: 0 });
    expect((await send(gateway, locked)).status).toBe(201);
    await expectSound(gateway);
  }));

test("an embedded database that dies under load is restarted", async () => {
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
