import { expect, test } from "@playwright/test";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { startPacedLoad } from "#e2e/paced-load.ts";
import { setSmppCarrier, slotOwners } from "#e2e/smpp/carrier.ts";
import { type KillableSmsc, startKillableSmsc } from "#e2e/smpp/smsc.ts";
import { expectSound } from "#e2e/soundness.ts";
import { until } from "#e2e/until.ts";

/** `SMPP_KILLS=20` for the long run. */
const KILLS = Number(process.env.SMPP_KILLS ?? 6);
const PER_SECOND = 300;
/** Sends that are taken between two kills. */
const BETWEEN = 300;

let gateway: Gateway;
let sibling: Gateway;
let carriers: KillableSmsc[];
let account: TestAccount;

test.setTimeout(120_000 + KILLS * 30_000);
test.beforeAll(async () => {
  gateway = await startGateway({ env: { LOG_LEVEL: "warn" } });
  carriers = [
    await startKillableSmsc(gateway.dataDir, "first"),
    await startKillableSmsc(gateway.dataDir, "second"),
  ];
  const config = { binds: 2, window: 50, queue_ms: 2_000, timeout_ms: 2_000 };
  await setSmppCarrier(gateway, "first", carriers[0]!.port, config);
  await setSmppCarrier(gateway, "second", carriers[1]!.port, config);
  expect((await gateway.gate("provider", "remove", "sandbox")).code).toBe(0);
  account = await makeAccount(gateway, { subscriptions: [{ quota: 1_000_000 }] });
  sibling = await gateway.sibling();
});
test.afterAll(async () => {
  await sibling?.discard();
  await gateway?.discard();
  for (const carrier of carriers ?? []) await carrier.stop();
});

/** A number that no other message goes to, so that a carrier's log says which message it was. */
const numberOf = (n: number) => `963933${String(n).padStart(6, "0")}`;

/** Whom the kills hit in turn. */
const targets: ((turn: number) => Promise<void>)[] = [
  async () => {
    await gateway.kill();
    await gateway.restart();
  },
  // One of the two that has a session.
  async () => {
    const [owner] = await until("a process has a session", async () => {
      const owners = await slotOwners(gateway);
      return owners.some(({ state }) => state === "bound") ? owners : undefined;
    });
    const killed = owner!.pid === gateway.pid ? gateway : sibling;
    await killed.kill();
    await killed.restart();
  },
  (turn) => carriers[Math.floor(turn / 3) % 2]!.killAndRestart(),
];

test(`${KILLS} kills of servers and carriers under load lose nothing, charge nothing wrongly and send nothing twice`, async () => {
  const load = startPacedLoad([gateway, sibling], account, { perSecond: PER_SECOND, numberOf });
  const began = performance.now();
  for (let turn = 0; turn < KILLS; turn++) {
    const before = load.taken;
    await until("sends are taken", () => load.taken >= before + BETWEEN, 60_000);
    await targets[turn % targets.length]!(turn);
  }
  const last = load.taken;
  await until("sends are taken after the last one", () => load.taken >= last + BETWEEN, 60_000);
  const seconds = (performance.now() - began) / 1_000;
  const rate = (count: number) => `${(count / seconds).toFixed(0)} a second`;
  const reached = `${KILLS} kills in ${seconds.toFixed(0)} s: ${load.offered} sends (${rate(load.offered)}), ${load.taken} accepted (${rate(load.taken)})`;
  await load.stop();
  test.info().annotations.push({ type: "load", description: reached });
  process.stdout.write(`${reached}\n`);

  // Each process sweeps at its start what was left behind long enough before.
  const sql = await gateway.sql();
  await until(
    "no message is pending",
    async () => (await sql`select 1 from messages where status = 'pending' limit 1`).length === 0,
    120_000,
  );
  await until(
    "every receipt is acknowledged",
    () => carriers.every((carrier) => carrier.seen().outstanding === 0),
    120_000,
  );

  const seen = carriers.map((carrier) => carrier.seen());
  const submits = seen.flatMap((each) => each.submits);
  expect(submits.length - new Set(submits).size, "numbers that got their message twice").toBe(0);
  expect(
    seen.map(({ sessions }) => sessions <= 2),
    "no carrier had more sessions than it allows",
  ).toEqual([true, true]);
  const submitted = new Set(submits);
  const reported = new Set(seen.flatMap((each) => [...each.reported]));
  const rows = await sql<{ number: string; status: string }[]>`
    select m.number, m.status from messages m where account_id = ${account.id}`;
  const fits: Record<string, (number: string) => boolean> = {
    // Its carrier was killed before it had written the receipt down.
    sent: (number) => submitted.has(number) && !reported.has(number),
    delivered: (number) => submitted.has(number) && reported.has(number),
    failed: (number) => !submitted.has(number),
    // Nobody knows what became of it, least of all the process that would have known its id.
    unknown: () => true,
  };
  expect(rows.filter(({ number, status }) => !fits[status]?.(number))).toEqual([]);
  // What a carrier was given is in the log, and what a client was told stands there.
  const statusOf = new Map(rows.map(({ number, status }) => [number, status]));
  expect([...submitted].filter((number) => !statusOf.has(number))).toEqual([]);
  const isKept = ([number, status]: [string, number]) =>
    status === 201
      ? ["sent", "delivered"].includes(statusOf.get(number) ?? "")
      : status !== 502 || statusOf.get(number) === "failed";
  expect([...load.told].filter((told) => !isKept(told))).toEqual([]);
  await expectSound(gateway);
});
