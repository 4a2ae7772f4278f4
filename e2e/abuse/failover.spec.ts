import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { copyOf, discardFolder, promote, type Server, withSql } from "#e2e/debian-postgres.ts";
import { count, type Load, startLoad } from "#e2e/load.ts";
import { answerWith, startOperator } from "#e2e/operator.ts";
import { expectSound } from "#e2e/soundness.ts";
import { startOverTwoPlaces } from "#e2e/two-places.ts";
import { until } from "#e2e/until.ts";

const ROUNDS = 10;
/** From the death of the primary until sends go on. */
const GOES_ON_MS = 15_000;

/** Follows `primary` as its synchronous standby: from here on each commit is on both, or is not told. */
async function attach(primary: Server, folder: string, port: number): Promise<Server> {
  const standby = await copyOf(primary, folder, port);
  await standby.start();
  await withSql(primary, "postgres", async (sql) => {
    await until("the standby follows", async () => {
      const [row] =
        await sql`select 1 from pg_stat_replication where application_name = 'standby' and state = 'streaming'`;
      return row;
    });
    await sql`alter system set synchronous_standby_names = 'standby'`;
    await sql`select pg_reload_conf()`;
    await until("it is a synchronous one", async () => {
      const [row] = await sql`select 1 from pg_stat_replication where sync_state = 'sync'`;
      return row;
    });
    await until("commits wait for it", async () => {
      const [row] = await sql`select 1 from pg_stat_activity where wait_event = 'SyncRep'`;
      return row;
    });
  });
  return standby;
}

test(`the primary is killed under load and its standby promoted, ${ROUNDS} times`, async () => {
  test.setTimeout(480_000);
  const operator = await startOperator(answerWith(200, "taken"));
  const { home, primary: first, ports, gateway } = await startOverTwoPlaces();
  let primary = first;
  const { pid } = gateway;
  const loads: Load[] = [];
  try {
    const file = join(gateway.dataDir, "operator.json");
    const request = {
      url: operator.url,
      headers: { "content-type": "text/plain" },
      body_format: "plain",
      timeout_ms: 2_000,
    };
    writeFileSync(file, JSON.stringify({ ...request, body: "{{message_id}} {{text}}" }));
    const set = await gateway.gate("provider", "set", "--name", "operator", "--kind", "http", "--file", file);
    expect(set.code, set.stderr).toBe(0);
    await gateway.gate("provider", "remove", "sandbox");
    const account = await makeAccount(gateway, { subscriptions: [{ quota: 1_000_000 }] });

    for (let round = 1; round <= ROUNDS; round++) {
      const load = startLoad(gateway, account, 4);
      loads.push(load);
      const standby = await attach(
        primary,
        join(home, `${round}`),
        ports.find((port) => port !== primary.port)!,
      );
      const before = count(load, 201);
      await until("some are sent", () => count(load, 201) > before + 20);
      await primary.kill();
      const sent = count(load, 201);
      const died = performance.now();
      await promote(standby);
      await until("sends go on", () => count(load, 201) > sent + 20, GOES_ON_MS - (performance.now() - died));
      await load.stop();
      discardFolder(primary.folder);
      primary = standby;
    }

    expect(gateway.pid).toBe(pid);
    const answers = loads.flatMap((load) => load.answers);
    expect(loads.map(({ broken }) => broken)).toEqual(loads.map(() => 0));
    expect(
      [...new Set(answers.map(({ status }) => status))].filter((status) => ![201, 503, 504].includes(status)),
    ).toEqual([]);
    const promised = answers.filter(({ status }) => status === 201).map(({ json }) => json.id as number);
    const kept = await withSql(
      primary,
      "gate",
      (sql) => sql<{ id: string; status: string }[]>`
      select id, status from messages where id = any(${promised}::bigint[])`,
    );
    expect(kept.length, "every 201 is in the log").toBe(promised.length);
    expect(kept.filter(({ status }) => status !== "sent")).toEqual([]);
    const delivered = operator.received.map(({ body }) => body.split(" ")[0]);
    expect(delivered.length).toBeGreaterThanOrEqual(promised.length);
    expect(new Set(delivered).size, "no message was sent twice").toBe(delivered.length);
    await until("jobs go on at the new primary", () =>
      withSql(primary, "gate", async (sql) => {
        const [row] =
          await sql`select 1 from pg_stat_activity where application_name like 'aman-gate jobs %'`;
        return row;
      }),
    );
    await expectSound(gateway);
  } finally {
    await gateway.discard();
    await primary.kill();
    await operator.close();
    discardFolder(home);
  }
});
