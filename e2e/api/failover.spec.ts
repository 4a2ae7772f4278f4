import { makeAccount } from "#e2e/account.ts";
import { ask, type SendFields, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { answerWith, type Operator, startOperator } from "#e2e/operator.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { expectSound } from "#e2e/soundness.ts";
import { standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";

// Providers belong to the whole installation, so this file has one to itself, with two carriers in their order.
const METRICS_TOKEN = "a-token-of-the-test-for-metrics";
const busy = answerWith(429, "too many requests");
const taken = answerWith(200, "taken");
let gateway: Gateway;
let first: Operator;
let second: Operator;

let sets = 0;
/** Sets both carriers anew, with breakers that know nothing. @returns the first one's address for reports. */
async function setCarriers(): Promise<string> {
  const set = async (name: string, { url }: Operator) =>
    (await gateway.desk()).call("providers", "setProvider", {
      name,
      kind: "http",
      config: {
        url: `${url}/sms?to={{number}}&ref={{message_id}}&set=${++sets}`,
        method: "POST",
        timeout_ms: 20_000,
        reports: {},
      },
    });
  const { reportPath } = await set("first", first);
  await set("second", second);
  for (const operator of [first, second]) {
    operator.received.length = 0;
    operator.answers = taken;
  }
  return reportPath!;
}

test.beforeAll(async () => {
  [gateway, first, second] = await Promise.all([
    startGateway({ env: { METRICS_TOKEN } }),
    startOperator(taken),
    startOperator(taken),
  ]);
  await setCarriers();
  await (await gateway.desk()).call("providers", "removeProvider", { name: "sandbox" });
});
test.afterAll(async () => {
  await Promise.all([first?.close(), second?.close(), gateway?.discard()]);
});

const counts = () => [first.received.length, second.received.length];

async function metric(line: string): Promise<number> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const text = await (await fetch(`${gateway.url}/metrics`, { headers })).text();
  return Number(
    text
      .split("\n")
      .find((each) => each.startsWith(`${line} `))
      ?.split(" ")[1] ?? Number.NaN,
  );
}

interface Shown {
  status: string;
  provider: string;
  attempts: { attempt: number; provider: string; state: string; reason: string | null; response: string }[];
  timeline: { kind: string; detail: string }[];
}
const shown = async (id: unknown) =>
  (await gateway.gate("message", "show", String(id), "--json")).json<Shown>();

test("no send fails while a carrier takes nothing; its breaker opens, is probed by one message, and closes", async () => {
  test.setTimeout(120_000);
  await setCarriers();
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 10_000 }] });
  let sent = 0;
  const through = async () => {
    const answer = await send(gateway, account, { code: String(++sent) });
    expect(answer.status).toBe(201);
    return answer;
  };
  first.answers = busy;
  for (let n = 0; n < 20; n++) await through();
  // Five are enough to open it; then nobody asks.
  expect(counts()).toEqual([5, 20]);
  expect(await metric('aman_provider_up{provider="first"}')).toBe(0);
  expect(await metric('aman_provider_up{provider="second"}')).toBe(1);
  const handedOn = await shown((await through()).json.id);
  expect(handedOn.attempts.map(({ provider, state }) => [provider, state])).toEqual([["second", "accepted"]]);

  const probed = () =>
    until(
      "a message probes it",
      async () => {
        await through();
        return first.received.length > 5;
      },
      30_000,
    );
  await probed();
  expect(first.received.length).toBe(6);
  const probe = new URL(first.received[5]!.url, first.url).searchParams.get("ref")!.split(".")[0];
  const { attempts, timeline } = await shown(probe);
  expect(
    attempts.map(({ provider, state, reason, response }) => [provider, state, reason, response]),
  ).toEqual([
    ["first", "rejected", "not_taken", "too many requests"],
    ["second", "accepted", null, "taken"],
  ]);
  expect(timeline.map(({ kind }) => kind)).toEqual(["created", "failover", "answered"]);

  first.answers = taken;
  await until(
    "it closes",
    async () => {
      await through();
      return first.received.length > 6;
    },
    30_000,
  );
  const before = counts();
  for (let n = 0; n < 10; n++) await through();
  expect(counts()).toEqual([before[0]! + 10, before[1]]);
  expect(await metric('aman_provider_up{provider="first"}')).toBe(1);
  expect(await metric('aman_breaker_changes_total{provider="first",state="closed"}')).toBe(1);
  expect(await standingOf(gateway, account)).toEqual({ messages: sent, used: sent });
  await expectSound(gateway);
});

test("a carrier that disappears under load affects only sends in flight", async () => {
  await setCarriers();
  const gone = await startOperator(taken);
  const desk = await gateway.desk();
  const config = { url: `${gone.url}/sms?to={{number}}`, method: "POST", timeout_ms: 5_000 };
  await desk.call("providers", "setProvider", { name: "first", kind: "http", config });
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 10_000 }] });
  const statuses: number[] = [];
  let left = 150;
  const sender = async () => {
    while (left-- > 0) {
      if (left === 100) void gone.close();
      statuses.push((await send(gateway, account, { code: String(left) })).status);
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  // A connection that breaks after the request was written leaves its message unknown: it is never sent again.
  const unknown = statuses.filter((status) => status === 504).length;
  expect(statuses.filter((status) => status !== 201 && status !== 504)).toEqual([]);
  expect(unknown).toBeLessThanOrEqual(8);
  expect(gone.received.length + second.received.length).toBeGreaterThanOrEqual(150 - unknown);
  await expectSound(gateway);
});

test("if no carrier can take a message, the answer is a 503 and nothing is charged or written", async () => {
  await setCarriers();
  first.answers = busy;
  second.answers = busy;
  const account = await makeAccount(gateway);
  const answers = [];
  for (let n = 0; n < 6; n++) answers.push(await send(gateway, account, { code: String(n) }));
  // Until both breakers are open each is refused by both, and not charged either.
  expect(answers.map(({ status }) => status)).toEqual([502, 502, 502, 502, 502, 503]);
  const last = await send(gateway, account, { code: "7" }, { "Idempotency-Key": "again" });
  expect(last.status).toBe(503);
  expect(last.json).toEqual({ detail: "Service temporarily unavailable." });
  expect(last.headers.get("retry-after")).toBe("5");
  expect(await standingOf(gateway, account)).toEqual({ messages: 5, used: 0 });
  // The key was not used.
  await setCarriers();
  const again = await send(gateway, account, { code: "7" }, { "Idempotency-Key": "again" });
  expect([again.status, again.headers.get("idempotent-replayed")]).toEqual([201, null]);
  await expectSound(gateway);
});

test("a server that dies between two attempts leaves both recorded, and nothing is sent again", async () => {
  test.setTimeout(180_000);
  await setCarriers();
  first.answers = busy;
  second.answers = () => {};
  const account = await makeAccount(gateway);
  const lost = send(gateway, account).catch(() => null);
  await until("the second carrier has it", () => second.received.length === 1);
  await gateway.kill();
  await lost;
  const sql = await gateway.sql();
  const [row] = await sql`select id::int, status, provider_id from messages where account_id = ${account.id}`;
  const attempts = async () =>
    (
      await sql`
        select p.name, a.state from message_attempts a join providers p on p.id = a.provider_id
        where a.message_id = ${row!.id} order by a.ordinal`
    ).map(({ name, state }) => `${name} ${state}`);
  expect(row!.status).toBe("pending");
  expect(await attempts()).toEqual(["first rejected", "second pending"]);

  // Old enough for the sweep at the start.
  await sql`update messages set created_at = now() - interval '10 minutes' where id = ${row!.id}`;
  await gateway.restart();
  const again = await gateway.sql();
  await until(
    "the sweep has seen it",
    async () =>
      (await again`select 1 from messages where id = ${row!.id} and status = 'unknown'`).length === 1,
    100_000,
  );
  expect(await shown(row!.id)).toMatchObject({
    status: "unknown",
    provider: "second",
    attempts: [
      { provider: "first", state: "rejected", reason: "not_taken" },
      { provider: "second", state: "unknown" },
    ],
  });
  expect(counts()).toEqual([1, 1]);
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
  await expectSound(gateway);
});

test("a late report on an attempt that has ended is recorded by another process and changes nothing", async () => {
  const path = await setCarriers();
  const sibling = await gateway.sibling();
  try {
    first.answers = busy;
    const account = await makeAccount(gateway);
    const fields: SendFields = {};
    const { json } = await send(gateway, account, fields);
    const ref = new URL(first.received[0]!.url, first.url).searchParams.get("ref");
    for (const status of ["UNDELIV", "UNDELIV", "DELIVRD"]) {
      const answer = await ask(sibling, "POST", path, {
        body: JSON.stringify({ message_id: ref, status }),
        headers: { "content-type": "application/json" },
      });
      expect(answer.status).toBe(200);
    }
    const { status, timeline } = await shown(json.id);
    expect(status).toBe("sent");
    expect(
      timeline
        .slice(3)
        .map(({ kind, detail }) => `${kind} ${detail}`)
        .toSorted(),
    ).toEqual(["attempt_report first: delivered: DELIVRD", "attempt_report first: failed: UNDELIV"]);
    expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
    await expectSound(gateway);
  } finally {
    await sibling.discard();
  }
});
