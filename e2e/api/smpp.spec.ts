import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeAccount } from "#e2e/account.ts";
import { ask, NUMBER, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";
import { receiptFields, type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";

// Providers belong to the whole installation, so this file has one to itself, with a carrier that speaks SMPP.
let gateway: Gateway;
let smsc: Smsc;
test.beforeAll(async () => {
  [gateway, smsc] = await Promise.all([startGateway(), startSmsc()]);
});
test.afterAll(async () => {
  await gateway?.discard();
  await smsc?.close();
});

async function setCarrier(more: object = {}): Promise<void> {
  const file = join(gateway.dataDir, "carrier.json");
  const config = {
    host: "127.0.0.1",
    port: smsc.port,
    system_id: "gate",
    password: "hush-hush",
    sender: "Aman",
  };
  writeFileSync(file, JSON.stringify({ ...config, ...more }));
  const set = await gateway.gate("provider", "set", "--name", "carrier", "--kind", "smpp", "--file", file);
  expect([set.code, set.stderr]).toEqual([0, ""]);
}

test("a carrier configured on the command line accepts sends, and its receipts settle them", async () => {
  await setCarrier();
  expect((await gateway.gate("provider", "remove", "sandbox")).code).toBe(0);
  const account = await makeAccount(gateway);
  const stateOf = async (id: number) =>
    (await ask(gateway, "GET", `/api/otp/messages/${id}/`, { token: account.token })).json.status as string;

  const good = await send(gateway, account, { code: "73920164" });
  expect([good.status, good.json.status, good.json.provider_response]).toEqual([201, "sent", "OK"]);
  expect(String(smsc.submits[0]!.short_message)).toContain("73920164");
  // A text of two parts, in Arabic: one receipt is not enough.
  const long = await makeAccount(gateway, { arabic: `${"ر".repeat(80)} {code}` });
  const parts = await send(gateway, long, { code: "73920165", language: 0 });
  expect(parts.status).toBe(201);
  const bad = await send(gateway, account, { code: "73920166" });
  expect(bad.status).toBe(201);

  const [session] = smsc.bound();
  const report = (id: string, stat: string) => session!.send("deliver_sm", receiptFields(id, stat, NUMBER));
  report("1", "DELIVRD");
  report("2", "DELIVRD");
  report("4", "UNDELIV");
  await until("the failed one is known", async () => (await stateOf(bad.json.id as number)) === "failed");
  await until(
    "the delivered one is known",
    async () => (await stateOf(good.json.id as number)) === "delivered",
  );
  expect(await standingOf(gateway, account)).toEqual({ messages: 2, used: 1 });
  const longState = async () =>
    (await ask(gateway, "GET", `/api/otp/messages/${parts.json.id}/`, { token: long.token })).json.status;
  expect(await longState()).toBe("sent");
  report("3", "DELIVRD");
  await until("both parts are known", async () => (await longState()) === "delivered");
  await until(
    "every receipt is answered",
    () =>
      session!.received.filter(
        ({ command, command_status }) => command === "deliver_sm_resp" && command_status === 0,
      ).length === 4,
  );

  // Another command that looks at the providers makes no session of its own.
  expect((await gateway.gate("doctor")).code).toBe(0);
  expect(smsc.sessions).toHaveLength(1);
  await setCarrier({ system_id: "other" });
  expect((await send(gateway, account, { code: "73920167" })).status).toBe(201);
  expect(smsc.sessions.map(({ systemId, isOpen }) => [systemId, isOpen])).toEqual([
    ["gate", false],
    ["other", true],
  ]);

  smsc.script.onSubmit = () => 0x0b;
  const refused = await send(gateway, account, { code: "73920168" });
  expect([refused.status, refused.json.provider_response]).toEqual([502, "ESME_RINVDSTADR (0x0b)"]);

  await gateway.stop();
  expect(smsc.sessions[1]!.received.at(-1)!.command).toBe("unbind");
  for (const secret of ["7392016", "hush-hush"]) expect(gateway.output()).not.toContain(secret);
  expect(gateway.output()).toContain("smpp: bound");
});
