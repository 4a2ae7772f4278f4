import { expect, test } from "@playwright/test";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { ask, NUMBER, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { PASSWORD, setSmppCarrier, slotOwners } from "#e2e/smpp/carrier.ts";
import { expectSound } from "#e2e/soundness.ts";
import { until } from "#e2e/until.ts";
import { receiptFields, type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";

// Two processes of one gateway, and a carrier that allows one session. The tests are steps of one story.
test.describe.configure({ mode: "serial" });
const METRICS_TOKEN = "a token of the test's own";
let gateway: Gateway;
let sibling: Gateway;
let smsc: Smsc;
let account: TestAccount;
/** The most sessions that the carrier had at once. */
let most = 0;

test.beforeAll(async () => {
  smsc = await startSmsc({
    onBind: () => {
      most = Math.max(most, smsc.bound().length + 1);
      return 0;
    },
  });
  gateway = await startGateway({ env: { METRICS_TOKEN } });
  await setSmppCarrier(gateway, "carrier", smsc.port);
  expect((await gateway.gate("provider", "remove", "sandbox")).code).toBe(0);
  account = await makeAccount(gateway);
  sibling = await gateway.sibling();
});
test.afterAll(async () => {
  await sibling?.discard();
  await gateway?.discard();
  await smsc?.close();
});

async function handedOver(from: Gateway, direction: "in" | "out"): Promise<number> {
  const response = await fetch(`${from.url}/metrics`, {
    headers: { authorization: `Bearer ${METRICS_TOKEN}` },
  });
  const line = (await response.text())
    .split("\n")
    .find((each) => each.startsWith("aman_hand_overs_total{") && each.includes(`direction="${direction}"`));
  return Number(line?.split(" ").at(-1) ?? 0);
}

/** The process that has the session, and the other one. */
async function parties(): Promise<{ owner: Gateway; other: Gateway }> {
  const { pid } = await until("a process has the session", async () =>
    (await slotOwners(gateway)).find(({ state }) => state === "bound"),
  );
  return pid === gateway.pid ? { owner: gateway, other: sibling } : { owner: sibling, other: gateway };
}

const stateOf = async (id: number) =>
  (await ask(gateway, "GET", `/api/otp/messages/${id}/`, { token: account.token })).json.status as string;

test("two processes deliver over one session, and receipts reach the messages of both", async () => {
  const { owner, other } = await parties();
  const [own, far] = [
    await send(owner, account, { code: "739201553861" }),
    await send(other, account, { code: "739201553862" }),
  ];
  expect([own.status, far.status]).toEqual([201, 201]);
  expect(far.json.provider_response).toBe("OK");
  expect(smsc.submits.map(({ short_message }) => String(short_message).slice(-12))).toEqual([
    "739201553861",
    "739201553862",
  ]);
  expect(smsc.bound()).toHaveLength(1);
  expect([
    await handedOver(owner, "out"),
    await handedOver(owner, "in"),
    await handedOver(other, "out"),
  ]).toEqual([0, 1, 1]);
  const [session] = smsc.bound();
  session!.send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER));
  session!.send("deliver_sm", receiptFields("2", "UNDELIV", NUMBER));
  await until("the one is delivered", async () => (await stateOf(own.json.id)) === "delivered");
  await until("the other one failed", async () => (await stateOf(far.json.id)) === "failed");
});

test("a test send shows the PDUs of the process that has the session", async () => {
  const { wire, ...result } = await (await gateway.desk()).call("trial", "testProvider", {
    name: "carrier",
    number: "0933 000 005",
  });
  expect(result).toMatchObject({ outcome: "accepted", reports: true });
  expect(wire.map(({ title }) => title)).toEqual([
    "Handed over to the server process that has the session",
    "bind_transceiver",
    "bind_transceiver_resp",
    "submit_sm",
    "submit_sm_resp",
  ]);
  expect(wire.find(({ title }) => title === "submit_sm")!.fields).toContainEqual([
    "destination_addr",
    "963933000005",
  ]);
  expect(JSON.stringify(wire)).not.toContain(PASSWORD);
  expect(smsc.bound()).toHaveLength(1);
});

test("a refusal or missing answer of the carrier reaches the process that handed the message over", async () => {
  const { other } = await parties();
  smsc.script.onSubmit = () => 0x0b;
  const refused = await send(other, account, { code: "739201553863" });
  expect([refused.status, refused.json.provider_response]).toEqual([502, "ESME_RINVDSTADR (0x0b)"]);
  smsc.script.onSubmit = (_, session) => {
    session.reset();
    return "silent";
  };
  expect((await send(other, account, { code: "739201553864" })).status).toBe(504);
  smsc.script.onSubmit = () => undefined;
  await until(
    "it delivers again",
    async () => (await send(other, account, { code: "739201553865" })).status === 201,
  );
});

test("the internal address refuses requests without the key, and the public one accepts no hand-overs", async () => {
  const sql = await gateway.sql();
  const [row] = await sql<{ address: string }[]>`select address from binds where owner is not null`;
  expect(new URL(row!.address).hostname).toBe("127.0.0.1");
  const asked = { method: "POST", headers: { "x-permit": "x" }, body: "x" };
  expect((await fetch(`${row!.address}/deliveries`, asked)).status).toBe(417);
  expect((await fetch(`${row!.address}/metrics`)).status).toBe(417);
  expect((await fetch(`${gateway.url}/deliveries`, asked)).status).toBe(404);
});

test("a process that is stopped hands its session over", async () => {
  const { owner, other } = await parties();
  await owner.stop();
  // The very next send waits for the session that comes.
  expect((await send(other, account, { code: "739201553866" })).status).toBe(201);
  expect((await slotOwners(gateway)).map(({ pid }) => pid)).toEqual([other.pid]);
  await owner.restart();
  expect((await send(owner, account, { code: "739201553867" })).status).toBe(201);
  expect(smsc.bound()).toHaveLength(1);
});

test("the session of a killed process is taken over before its lease expires", async () => {
  const { owner, other } = await parties();
  await owner.kill();
  const sql = await gateway.sql();
  const [row] = await sql<{ ends: Date }[]>`select lease_ends_at as ends from binds`;
  await until(
    "the other one delivers",
    async () => (await send(other, account, { code: "739201553868" })).status === 201,
  );
  expect(await sql`select state_since < ${row!.ends} as early from binds`).toEqual([{ early: true }]);
  expect((await slotOwners(gateway)).map(({ pid }) => pid)).toEqual([other.pid]);
  await owner.restart();
  expect((await send(owner, account, { code: "739201553869" })).status).toBe(201);
});

test("the session of a process that cannot be seen to have ended is taken over when its lease expires", async () => {
  const { owner, other } = await parties();
  const sql = await gateway.sql();
  // As if it were on another machine.
  await sql`update binds set process = null`;
  await owner.kill();
  const [row] = await sql<{ fence: string; ends: Date }[]>`select fence, lease_ends_at as ends from binds`;
  await until(
    "the other one delivers",
    async () => (await send(other, account, { code: "739201553870" })).status === 201,
  );
  const [after] = await sql<{ fence: string; early: boolean }[]>`
    select fence, state_since < ${row!.ends} as early from binds`;
  expect(Number(after!.fence)).toBe(Number(row!.fence) + 1);
  expect(after!.early).toBe(false);
  await owner.restart();
});

test("a changed configuration ends the old session first, in whichever process", async () => {
  const { other } = await parties();
  await setSmppCarrier(gateway, "carrier", smsc.port, { system_id: "other" });
  // The process without the session learns of the change first.
  await until(
    "it delivers",
    async () => (await send(other, account, { code: "739201553871" })).status === 201,
  );
  expect(smsc.bound().map(({ systemId }) => systemId)).toEqual(["other"]);
});

test("the carrier never had two sessions at once, the ledger is right, and no log contains a code", async () => {
  expect(most).toBe(1);
  await expectSound(gateway);
  for (const each of [gateway, sibling]) {
    for (const secret of ["7392015538", PASSWORD]) expect(each.output()).not.toContain(secret);
  }
});
