import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeAccount } from "#e2e/account.ts";
import { ask, NUMBER, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { answerWith, type Operator, startOperator } from "#e2e/operator.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";
import { ACCOUNT, FINGERPRINT, say, startMtn, startSyriatel } from "#providers/syria/test-operators.ts";

// Providers belong to the whole installation, so this file has one to itself: the operator comes first, a second
// operator after it.
let gateway: Gateway;
let operator: Operator;
let next: Operator;

async function setProvider(name: string, config: object): Promise<void> {
  await (await gateway.desk()).call("providers", "setProvider", { name, kind: "http", config });
}

const toOperator = (config: object = {}) =>
  setProvider("first", {
    url: `${operator.url}/sms?to={{number}}`,
    body: '{"to":"{{number}}","text":"{{text}}"}',
    timeout_ms: 20_000,
    ...config,
  });

test.beforeAll(async () => {
  [gateway, operator, next] = await Promise.all([
    startGateway(),
    startOperator(answerWith(200, "")),
    startOperator(answerWith(200, "taken over by the second")),
  ]);
  await toOperator();
  await setProvider("second", { url: `${next.url}/`, body: "{{text}}", body_format: "plain" });
  await (await gateway.desk()).call("providers", "removeProvider", { name: "sandbox" });
});

test.beforeEach(async () => {
  operator.received.length = 0;
  next.received.length = 0;
  operator.answers = answerWith(200, "queued");
  await toOperator();
});

test.afterAll(async () => {
  await Promise.all([operator?.close(), next?.close(), gateway?.discard()]);
});

test("a request is sent as configured, with each value escaped for its place", async () => {
  const account = await makeAccount(gateway, { english: '"{code}" <b>&\\' });
  await toOperator({
    method: "PUT",
    url: `${operator.url}/v1?to={{number}}&local={{number_local}}&t={{text}}`,
    headers: { "X-Text": "{{text}}", authorization: "Bearer secret-of-the-operator" },
    body: '{"text":"{{text}}","lang":{{language}},"ref":{{message_id}},"n":{{segments}}}',
  });
  const answer = await send(gateway, account, { code: 'a"&b c', language: 1 });
  expect(answer.status).toBe(201);
  const [request] = operator.received;
  const text = '"a"&b c" <b>&\\';
  expect(request!.method).toBe("PUT");
  expect(new URL(request!.url, operator.url).searchParams.get("t")).toBe(text);
  expect(new URL(request!.url, operator.url).searchParams.get("local")).toBe("0911000000");
  expect(request!.headers["x-text"]).toBe(text);
  expect(JSON.parse(request!.body)).toEqual({ text, lang: 1, ref: expect.any(Number), n: 1 });
  expect(Math.trunc(JSON.parse(request!.body).ref)).toBe(answer.json.id);
});

test("Arabic texts use their own request form if one is configured", async () => {
  const account = await makeAccount(gateway, { arabic: "رمز {code}" });
  await toOperator({
    url: { arabic: `${operator.url}/ucs2?h={{text_ucs2_hex}}`, english: `${operator.url}/gsm` },
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: { arabic: "m={{text}}&u=1", english: "m={{text}}" },
  });
  await send(gateway, account, { code: "12", language: 0 });
  await send(gateway, account, { code: "12", language: 1 });
  const [arabic, english] = operator.received;
  expect(arabic!.url).toBe("/ucs2?h=063106450632002000310032");
  expect(new URLSearchParams(arabic!.body).get("m")).toBe("رمز 12");
  expect(english!.url).toBe("/gsm");
  expect(english!.body).toBe("m=Your%20verification%20code%20is%3A%2012");
});

test("success requires the status and the pattern, and the id is what its pattern extracts", async () => {
  const account = await makeAccount(gateway);
  await toOperator({
    success: { status: [202], body_pattern: "^OK" },
    id_pattern: "id=(\\w+)",
  });
  operator.answers = answerWith(202, "OK id=abc123 queued");
  const answer = await send(gateway, account);
  expect([answer.status, answer.json.provider_response]).toEqual([201, "OK id=abc123 queued"]);
  const sql = await gateway.sql();
  const [row] = await sql`select provider_ref, provider_id from messages where id = ${answer.json.id}`;
  const [first] = await sql`select id from providers where name = 'first'`;
  expect(row).toEqual({ provider_ref: "abc123", provider_id: first!.id });
  expect(next.received).toHaveLength(0);
});

/** What definitely was not sent: the next provider gets it, and the client hears of that one alone. */
const rejections: [string, Operator["answers"], object][] = [
  ["answers 200 when it fails", answerWith(200, "ERR no credit"), { success: { body_pattern: "^OK" } }],
  ["answers a 4xx", answerWith(403, "not you"), {}],
  [
    "answers what the configuration calls a rejection",
    answerWith(200, "REFUSED"),
    { rejection: { body_pattern: "REFUSED" } },
  ],
  [
    "answers 500, which the configuration calls a rejection",
    answerWith(500, "x"),
    { rejection: { status: [500] } },
  ],
];
for (const [name, answers, config] of rejections) {
  test(`after an operator ${name}, the next provider sends the message`, async () => {
    const account = await makeAccount(gateway);
    await toOperator(config);
    operator.answers = answers;
    const answer = await send(gateway, account);
    expect([answer.status, answer.json.status, answer.json.provider_response]).toEqual([
      201,
      "sent",
      "taken over by the second",
    ]);
    expect([operator.received.length, next.received.length]).toEqual([1, 1]);
    expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
    const shown = (await gateway.gate("message", "show", String(answer.json.id), "--json")).json<{
      timeline: { kind: string; detail: string }[];
    }>();
    expect(shown.timeline.map(({ kind }) => kind).slice(0, 3)).toEqual(["created", "failover", "answered"]);
  });
}

test("if an operator cannot be connected to, the next provider sends the message", async () => {
  const account = await makeAccount(gateway);
  const gone = await startOperator(answerWith(200, ""));
  await gone.close();
  await toOperator({ url: `${gone.url}/` });
  const answer = await send(gateway, account);
  expect([answer.status, answer.json.provider_response]).toEqual([201, "taken over by the second"]);
});

/** What may have been sent: nobody sends it again, and the credit is held. */
const doubts: [string, Operator["answers"], object?, string?][] = [
  ["does not answer in time", () => {}, { timeout_ms: 1_000 }, "No answer (TimeoutError)"],
  ["breaks the connection after the request", (_request, res) => res.destroy()],
  [
    "answers half and breaks off",
    (_request, res) => res.writeHead(200, { "content-length": "9" }).write("OK", () => res.destroy()),
  ],
  ["answers 500", answerWith(500, "maybe")],
  ["answers 502", answerWith(502, "Bad Gateway")],
  ["redirects", (_request, res) => res.writeHead(302, { location: "/elsewhere" }).end()],
];
for (const [name, answers, config, words] of doubts) {
  test(`after an operator ${name}, the answer is 504 and the message is not sent again`, async () => {
    const account = await makeAccount(gateway);
    await toOperator(config);
    operator.answers = answers;
    const answer = await send(gateway, account);
    expect([answer.status, answer.json.status]).toEqual([504, "unknown"]);
    if (words) expect(answer.json.provider_response).toBe(words);
    expect([operator.received.length, next.received.length]).toEqual([1, 0]);
    expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
  });
}

test("a message refused by every provider is a 502 and not charged", async () => {
  const account = await makeAccount(gateway);
  operator.answers = answerWith(400, "no");
  next.answers = answerWith(400, "neither");
  const answer = await send(gateway, account);
  next.answers = answerWith(200, "taken over by the second");
  expect([answer.status, answer.json.status, answer.json.provider_response]).toEqual([
    502,
    "failed",
    "neither",
  ]);
  expect([operator.received.length, next.received.length]).toEqual([1, 1]);
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 0 });
});

for (const status of [200, 400]) {
  test(`a code that the operator echoes with ${status}, in any encoding, is neither stored nor shown`, async () => {
    const account = await makeAccount(gateway, { arabic: "رمز {code} سري" });
    const code = "Zq8 Wv73Kp5";
    await toOperator({ id_pattern: "ref=(\\S+)" });
    operator.answers = (request, res) => {
      const { text } = JSON.parse(request.body);
      const hex = Buffer.from(text, "utf16le").swap16().toString("hex");
      const spellings = [request.body, encodeURIComponent(text), hex, hex.toUpperCase()].join(" ");
      answerWith(status, `got ${spellings} code=${code} ref=${encodeURIComponent(code)}x`)(request, res);
    };
    const answer = await send(gateway, account, { code, language: 0 });
    expect([answer.status, answer.json.template_code]).toEqual([201, code]);
    const shown = await ask(gateway, "GET", `/api/otp/messages/${answer.json.id}/`, { token: account.token });
    expect(shown.json.provider_response).toBe(answer.json.provider_response);
    const sql = await gateway.sql();
    const rows = await sql<{ row: string }[]>`
      select messages::text as row from messages where id = ${answer.json.id}
      union all select message_events::text from message_events where message_id = ${answer.json.id}
      union all select message_attempts::text from message_attempts where message_id = ${answer.json.id}`;
    const kept = rows.map(({ row }) => row).join("\n");
    expect(kept).toMatch(/got .* code=\*\*\* ref=\*\*\*x/);
    for (const trace of [code, "Zq8%20Wv73Kp5", "Wv73Kp5", Buffer.from("Wv73").toString("hex"), "سري"]) {
      expect(answer.json.provider_response).not.toContain(trace);
      expect(kept).not.toContain(trace);
      expect(gateway.output()).not.toContain(trace);
    }
  });
}

test("an endless answer is cut off, and at most 500 characters are stored", async () => {
  const account = await makeAccount(gateway);
  operator.answers = (_request, res) => {
    res.writeHead(200);
    const more = () => {
      while (!res.destroyed && res.write("a\0é😀".repeat(1_000)));
      res.once("drain", more);
    };
    more();
  };
  const answer = await send(gateway, account);
  expect([answer.status, answer.json.status]).toEqual([201, "sent"]);
  expect(answer.json.provider_response.length).toBeLessThanOrEqual(500);
  expect(answer.json.provider_response).toMatch(/^aé😀aé😀/u);
});

test("Syriatel and MTN Syria are configured on the command line, and each answer has its outcome", async () => {
  const [syriatel, mtn] = await Promise.all([startSyriatel(), startMtn()]);
  const set = (kind: string, config: object) => {
    const file = join(gateway.dataDir, "carrier.json");
    writeFileSync(file, JSON.stringify({ ...ACCOUNT, certificate_sha256: FINGERPRINT, ...config }));
    return gateway.gate("provider", "set", "--name", "first", "--kind", kind, "--file", file);
  };
  const account = await makeAccount(gateway, { arabic: "رمز {code}", english: "Code {code}" });
  const templates = { [account.templateId]: { arabic: "Brand_T1", english: "Brand_T2" } };

  const wrong = await set("syriatel", { templates, sender: "TwelveLetter" });
  expect(wrong.code).not.toBe(0);
  expect(wrong.stderr).toContain("sender: must be a number, or at most 11 ASCII characters");
  expect(wrong.stderr).not.toContain(ACCOUNT.password);

  expect((await set("syriatel", { base_url: syriatel.base_url, templates })).code).toBe(0);
  const sent = await send(gateway, account, { code: "07392015531", language: 1 });
  expect([sent.status, sent.json.provider_response]).toEqual([201, "Done Successfully."]);
  expect(syriatel.asked[0]!.get("template_code")).toBe("Brand_T2");
  expect(syriatel.asked[0]!.get("param_list")).toBe("07392015531");
  // A refusal leads to the second provider, an unknown text to nobody.
  syriatel.script = say("User isn't active");
  const taken = await send(gateway, account, { code: "07392015532" });
  expect([taken.status, taken.json.provider_response]).toEqual([201, "taken over by the second"]);
  syriatel.script = say("Strange answer to 07392015533");
  expect((await send(gateway, account, { code: "07392015533" })).status).toBe(504);
  expect(next.received).toHaveLength(1);
  await until("the warning is in the log", () => gateway.output().includes("Strange answer to ***"));

  expect((await set("mtn_syria", { base_url: mtn.base_url })).code).toBe(0);
  expect((await send(gateway, account, { code: "07392015534", language: 0 })).status).toBe(201);
  expect(mtn.asked[0]!.get("Msg")).toBe("063106450632002000300037003300390032003000310035003500330034");
  expect(gateway.output()).not.toMatch(/0739201553|p(&|%26)ss/);
  await Promise.all([syriatel.close(), mtn.close()]);
});

test("without any provider nothing is sent and the answer is a 503 with Retry-After", async () => {
  const account = await makeAccount(gateway);
  const desk = await gateway.desk();
  for (const name of ["first", "second"]) await desk.call("providers", "removeProvider", { name });
  const answer = await send(gateway, account);
  expect([answer.status, answer.text]).toEqual([503, `{"detail":"Service temporarily unavailable."}`]);
  expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(await standingOf(gateway, account)).toEqual({ messages: 0, used: 0 });

  // Set by the command line, it serves from the next request on.
  const file = join(gateway.dataDir, "provider.json");
  writeFileSync(file, JSON.stringify({ url: `${next.url}/`, body: "{{text}}", body_format: "plain" }));
  const set = await gateway.gate(
    "provider",
    "set",
    "--name",
    "second",
    "--kind",
    "http",
    "--file",
    file,
    "--json",
  );
  expect(set.code, set.stderr).toBe(0);
  expect((await send(gateway, account, { gsm: NUMBER })).status).toBe(201);
  expect((await gateway.gate("doctor", "--json")).json()).toMatchObject({ ok: true });
});
