import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { receiptFields, type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";
import { listProviders, removeProvider, setProvider, switchProvider } from "#services/gateway/providers.ts";
import { takeCallback } from "#services/reports/callbacks.ts";
import { readReportAddress } from "#services/reports/report-address.ts";
import { closeProviders, longestDeliveryMs, openProviders } from "#services/sending/provider-chain.ts";
import { forgetRefs } from "#services/upkeep/sweep.ts";
import { reportOnTest, testProvider } from "./trial.ts";

const NUMBER = "963933000005";
const PASSWORD = "hush-4711";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let smsc: Smsc;
let web: Server;
let asked: { req: IncomingMessage; body: string }[] = [];
let answer = { status: 200, body: '{"id":"a-1"}' };

beforeAll(async () => {
  [gateway, smsc] = await Promise.all([freshGateway(), startSmsc()]);
  web = createServer(async (req, res) => {
    let body = "";
    for await (const part of req.setEncoding("utf8")) body += part;
    asked.push({ req, body });
    res.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
  });
  web.listen(0, "127.0.0.1");
  await once(web, "listening");
});
afterEach(async () => {
  await closeProviders();
  for (const { name } of await listProviders(operator)) await removeProvider(operator, { name });
  Object.assign(smsc.script, { onSubmit: () => undefined, onBind: () => 0 });
  smsc.submits.length = 0;
  asked = [];
  answer = { status: 200, body: '{"id":"a-1"}' };
});
afterAll(async () => {
  web.close();
  await smsc.close();
  await gateway.drop();
});

const setSmpp = (more: object = {}) =>
  setProvider(operator, {
    name: "carrier",
    kind: "smpp",
    config: {
      host: "127.0.0.1",
      port: smsc.port,
      system_id: "gate",
      password: PASSWORD,
      sender: "Aman",
      binds: 2,
      ...more,
    },
  });
const setHttp = (more: object = {}) =>
  setProvider(operator, {
    name: "web",
    kind: "http",
    config: {
      url: `http://127.0.0.1:${(web.address() as AddressInfo).port}/send?key=${PASSWORD}`,
      body: '{"to":"{{number}}","text":"{{text}}","ref":"{{message_id}}"}',
      id_pattern: '"id":"([^"]+)"',
      ...more,
    },
  });
/** As a server that starts now. */
async function serve(): Promise<void> {
  await openProviders();
  await longestDeliveryMs();
}
const run = (name: string, more: object = {}) => testProvider(operator, { name, number: NUMBER, ...more });
const field = (fields: [string, string][], name: string) => fields.find(([each]) => each === name)?.[1];

describe("by SMPP", () => {
  test("shows bind and submit with their responses and without the password; any process finds the receipt", async () => {
    await setSmpp();
    const result = await run("carrier", { text: "رمزك {code}" });
    expect(result).toMatchObject({ outcome: "accepted", response: "OK", reports: true, report: null });
    expect(result.wire.map(({ direction, title }) => [direction, title])).toEqual([
      ["sent", "bind_transceiver"],
      ["received", "bind_transceiver_resp"],
      ["sent", "submit_sm"],
      ["received", "submit_sm_resp"],
    ]);
    const [bind, , submit, answered] = result.wire;
    expect(field(bind!.fields, "system_id")).toBe("gate");
    expect(field(submit!.fields, "destination_addr")).toBe(NUMBER);
    expect(field(submit!.fields, "short_message")).toMatch(/^[0-9a-f]+ \(رمزك \d{6}\)$/);
    expect(field(answered!.fields, "command_status")).toBe("ESME_ROK (0x00)");
    expect(JSON.stringify(result)).not.toContain(PASSWORD);
    // A process beside the servers makes one bind, whatever the carrier allows, and leaves none behind.
    expect(smsc.sessions).toHaveLength(1);
    expect(smsc.bound()).toHaveLength(0);

    // The receipt comes to a server's bind.
    await serve();
    await expect.poll(() => smsc.bound().length).toBe(2);
    smsc.bound()[0]!.send("deliver_sm", receiptFields("1", "DELIVRD", NUMBER));
    await expect
      .poll(() => reportOnTest(operator, { id: result.id }))
      .toMatchObject({ kind: "delivered", word: expect.stringContaining("DELIVRD") });
  });

  test("a server uses its existing binds; a provider that is switched off can be tested too", async () => {
    await setSmpp();
    await switchProvider(operator, { name: "carrier", enabled: false });
    await serve();
    await expect.poll(() => smsc.bound().length).toBe(2);
    const sessions = smsc.sessions.length;
    expect(await run("carrier")).toMatchObject({ outcome: "accepted" });
    expect(smsc.sessions).toHaveLength(sessions);
    expect(smsc.submits).toHaveLength(1);
  });

  test("the trace shows a refused bind", async () => {
    smsc.script.onBind = () => 0x0e;
    await setSmpp({ queue_ms: 2_000 });
    const result = await run("carrier");
    expect(result).toMatchObject({ outcome: "rejected", scope: "not_taken", reports: false });
    expect(result.response).toContain("ESME_RINVPASWD (0x0e)");
    expect(field(result.wire.at(-1)!.fields, "command_status")).toBe("ESME_RINVPASWD (0x0e)");
  });

  test("the trace shows a connection that was refused", async () => {
    await setSmpp({ port: 1, queue_ms: 2_000 });
    const result = await run("carrier");
    expect(result.outcome).toBe("rejected");
    expect(result.wire).toMatchObject([{ direction: "event", title: "Not connected (ECONNREFUSED)" }]);
  });
});

describe("by HTTP", () => {
  test("shows request and answer without credentials, and finds a report by our own id", async () => {
    const { reportPath } = await setHttp({ reports: { id: "message_id", id_field: "ref" } });
    answer.body = JSON.stringify({ id: "a-1", echo: PASSWORD });
    const result = await run("web");
    expect(result).toMatchObject({ outcome: "accepted", reports: true });
    expect(result.wire.map(({ direction }) => direction)).toEqual(["event", "sent", "received"]);
    const [, sent, received] = result.wire;
    expect(sent!.title).toMatch(/^POST http:\/\/127\.0\.0\.1:\d+\/send\?key=\*\*\*$/);
    expect(sent!.body).toBe(asked[0]!.body);
    expect(received).toMatchObject({ title: "HTTP 200", body: '{"id":"a-1","echo":"***"}' });
    expect(JSON.stringify(result.wire)).not.toContain(PASSWORD);

    const address = readReportAddress(reportPath!.split("/").at(-2)!)!;
    const { ref } = JSON.parse(asked[0]!.body);
    const query = new URLSearchParams({ ref, status: "UNDELIV" });
    await takeCallback(address, { query, body: null });
    expect(await reportOnTest(operator, { id: result.id })).toMatchObject({
      kind: "failed",
      word: "UNDELIV",
    });
    // The first one counts.
    await takeCallback(address, { query: new URLSearchParams({ ref, status: "DELIVRD" }), body: null });
    expect(await reportOnTest(operator, { id: result.id })).toMatchObject({ kind: "failed" });
  });

  test("a connection that is refused, and an answer that says no", async () => {
    await setHttp({ url: "http://127.0.0.1:1/" });
    const refused = await run("web");
    expect(refused).toMatchObject({ outcome: "rejected", response: "Not reached (ECONNREFUSED)" });
    expect(refused.wire).toMatchObject([{ direction: "event", title: "Not written (ECONNREFUSED)" }]);
    answer = { status: 403, body: "no such account" };
    await setHttp();
    expect(await run("web")).toMatchObject({ outcome: "rejected", response: "no such account" });
  });
});

test("waits for the report if requested", async () => {
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
  expect(await run("sandbox", { wait: 10 })).toMatchObject({
    outcome: "accepted",
    report: { kind: "delivered", word: "DELIVRD" },
  });
});

test("charges nobody, is in no log, and leaves no number, text or code in the database", async () => {
  await setHttp();
  const text = "Unmistakable 🦄 {code}";
  const { id, wire } = await run("web", { text });
  const code = /🦄 (\d{6})/.exec(asked[0]!.body)![1]!;
  expect(JSON.stringify(wire)).toContain(code);
  const messages = await gateway.sql`select from messages`;
  expect(messages).toHaveLength(0);
  for (const table of ["provider_tests", "audit_entries", "parked_reports", "provider_refs"]) {
    const kept = JSON.stringify(await gateway.sql`select t::text from ${gateway.sql(table)} t`);
    for (const secret of [code, NUMBER, "Unmistakable", PASSWORD]) expect(kept, table).not.toContain(secret);
  }
  const entries = await gateway.sql`
    select subject_id from audit_entries where action = 'provider.test' order by id desc limit 1`;
  expect(entries).toMatchObject([{ subject_id: "web" }]);
  // Of each provider the latest one is kept, for those who ask whether it was ever tested.
  await gateway.sql`update provider_tests set created_at = now() - interval '8 days'`;
  await forgetRefs();
  expect([...(await gateway.sql`select id from provider_tests where id = ${id}`)]).toEqual([{ id }]);
  await run("web");
  await forgetRefs();
  expect(await gateway.sql`select from provider_tests where id = ${id}`).toHaveLength(0);
});

test.each([
  [{ number: "12" }, { fields: { number: ["phone"] } }],
  [{ number: "963933000005\0".repeat(9) }, { fields: { number: ["phone"] } }],
  [{ number: "+1 212 555 0100" }, { fields: { number: ["phone"] } }],
  [{ text: " " }, { fields: { text: ["test_text"] } }],
  [{ text: "a\0b" }, { fields: { text: ["test_text"] } }],
  [{ text: "x".repeat(501) }, { fields: { text: ["test_text"] } }],
  [{ name: "nobody" }, { code: "provider_not_found" }],
])("%j is refused, and nothing is sent", async (more, refusal) => {
  await setHttp();
  await expect(run("web", more)).rejects.toMatchObject(refusal);
  expect(asked).toHaveLength(0);
});

test("developers cannot test, and a provider whose configuration cannot be decrypted is reported as such", async () => {
  const { developer } = await makeCustomer();
  await setHttp();
  await expect(testProvider(developer, { name: "web", number: NUMBER })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await expect(reportOnTest(developer, { id: 1 })).rejects.toMatchObject({ code: "not_allowed" });
  await gateway.sql`update providers set config = '\\x00' where name = 'web'`;
  await expect(run("web")).rejects.toMatchObject({ code: "provider_unusable" });
});
