import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeAccount } from "#e2e/account.ts";
import { ask, NUMBER, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { type Kannel, missingKannel, startKannel } from "#e2e/kannel.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";
import { receiptFields, type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";

// Kannel stands between the gateway, for which it is a carrier by HTTP, and the scripted SMSC, whose client it is: both
// are understood by a program that others wrote.
let gateway: Gateway;
let kannel: Kannel;
let smsc: Smsc;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  expect(missingKannel(), "Kannel is needed for this test; .ci/run installs it").toBeUndefined();
  smsc = await startSmsc();
  [gateway, kannel] = await Promise.all([startGateway(), startKannel(smsc.port)]);
  await until("Kannel is bound to the SMSC", () => smsc.bound().length > 0);
  const { url: address, user, password } = kannel;
  await setPreset({ address, user, password, sender: "My & Brand", gateway: gateway.url });
  expect((await gateway.gate("provider", "remove", "sandbox")).code).toBe(0);
});
test.afterAll(async () => {
  await kannel?.stop();
  await gateway?.discard();
  await smsc?.close();
});

async function setPreset(values: object): Promise<void> {
  const file = join(gateway.dataDir, "kannel.json");
  writeFileSync(file, JSON.stringify(values));
  const set = await gateway.gate("provider", "set", "--name", "smsbox", "--preset", "kannel", "--file", file);
  expect([set.code, set.stderr]).toEqual([0, ""]);
}

const utf16 = (bytes: unknown) =>
  Buffer.from(bytes as Buffer)
    .swap16()
    .toString("utf16le");

test("a send reaches the SMSC through Kannel, and its receipt comes back through Kannel", async () => {
  const account = await makeAccount(gateway, { english: "Code [{code}] & 100%", arabic: "رمزك {code}" });
  const stateOf = async (id: unknown) =>
    (await ask(gateway, "GET", `/api/otp/messages/${id}/`, { token: account.token })).json.status;

  const english = await send(gateway, account, { code: "073920", language: 1 });
  expect([english.status, english.json.status, english.json.provider_response]).toEqual([
    201,
    "sent",
    "0: Accepted for delivery",
  ]);
  await until("the SMSC has it", () => smsc.submits.length === 1);
  const [first] = smsc.submits;
  expect(first).toMatchObject({ source_addr: "My & Brand", destination_addr: NUMBER, data_coding: 0 });
  // GSM 03.38: the brackets are escapes.
  expect(Buffer.from(first!.short_message as Buffer).toString("latin1")).toBe("Code \x1b<073920\x1b> & 100%");
  expect(first!.registered_delivery).toBe(1);

  const arabic = await send(gateway, account, { code: "073921", language: 0 });
  expect(arabic.status).toBe(201);
  await until("the SMSC has the second one", () => smsc.submits.length === 2);
  expect(smsc.submits[1]!.data_coding).toBe(8);
  expect(utf16(smsc.submits[1]!.short_message)).toBe("رمزك 073921");

  const [session] = smsc.bound();
  session!.send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER));
  session!.send("deliver_sm", receiptFields("2", "UNDELIV", NUMBER));
  await until("delivered is known", async () => (await stateOf(english.json.id)) === "delivered");
  await until("failed is known", async () => (await stateOf(arabic.json.id)) === "failed");
  expect(await standingOf(gateway, account)).toEqual({ messages: 2, used: 1 });

  // What the SMSC refuses later Kannel reports as well.
  smsc.script.onSubmit = () => 0x0b;
  const refused = await send(gateway, account, { code: "073922", language: 1 });
  expect(refused.status).toBe(201);
  await until("the refusal is known", async () => (await stateOf(refused.json.id)) === "failed");
  expect(await standingOf(gateway, account)).toEqual({ messages: 3, used: 1 });
  smsc.script.onSubmit = () => undefined;
});

test("a message that Kannel refuses is not sent, and the reason is recorded", async () => {
  const account = await makeAccount(gateway);
  const before = smsc.submits.length;
  const { url: address, user } = kannel;
  await setPreset({ address, user, password: "wrong", sender: "Brand", gateway: gateway.url });
  const answer = await send(gateway, account);
  expect([answer.status, answer.json.provider_response]).toEqual([502, "Authorization failed for sendsms"]);
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 0 });
  expect(smsc.submits).toHaveLength(before);
});
