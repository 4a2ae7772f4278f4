import { makeAccount } from "#e2e/account.ts";
import { ask, type SendFields, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { answerWith, type Operator, startOperator } from "#e2e/operator.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { expectApiHeaders, standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";

// Providers belong to the whole installation, so this file has one to itself, with an aggregator that takes
// messages over and reports on them.
let gateway: Gateway;
let aggregator: Operator;

interface Listed {
  providers: { name: string; report_path: string | null; report_url: string | null }[];
}

async function setProvider(reports: object, name = "aggregator"): Promise<string> {
  const desk = await gateway.desk();
  const { reportPath } = await desk.call("providers", "setProvider", {
    name,
    kind: "http",
    config: {
      url: `${aggregator.url}/sms`,
      body: '{"to":"{{number}}","text":"{{text}}","client_ref":"{{message_id}}"}',
      id_pattern: '"id":"([^"]+)"',
      reports,
    },
  });
  return reportPath!;
}

test.beforeAll(async () => {
  [gateway, aggregator] = await Promise.all([
    startGateway({ env: { PUBLIC_URL: "http://otp.example.sy" } }),
    startOperator(answerWith(200, '{"id":"x"}')),
  ]);
  await setProvider({});
  await (await gateway.desk()).call("providers", "removeProvider", { name: "sandbox" });
});
test.afterAll(async () => {
  await Promise.all([aggregator?.close(), gateway?.discard()]);
});

/** A message that the aggregator took over, and the id that it was given with it. */
async function sent(fields: SendFields = {}) {
  const account = await makeAccount(gateway);
  const answer = await send(gateway, account, fields);
  expect(answer.status).toBe(201);
  const { client_ref } = JSON.parse(aggregator.received.at(-1)!.body) as { client_ref: string };
  // Our id and a tag, so that no late report meets another message of that id.
  expect(client_ref).toMatch(new RegExp(`^${answer.json.id}\\.\\d{6}$`));
  const state = async () => {
    const shown = await ask(gateway, "GET", `/api/otp/messages/${answer.json.id}/`, { token: account.token });
    return shown.json.status as string;
  };
  return { account, id: answer.json.id as number, ref: client_ref, state };
}

test("gate provider list shows the report address, as a full URL if PUBLIC_URL is set", async () => {
  const path = await setProvider({});
  const { providers } = (await gateway.gate("provider", "list", "--json")).json<Listed>();
  expect(providers.find(({ name }) => name === "aggregator")).toMatchObject({
    report_path: path,
    report_url: `http://otp.example.sy${path}`,
  });
});

const shapes: [string, (path: string, ref: string, status: string) => Parameters<typeof ask>][] = [
  [
    "GET with the address",
    (path, ref, status) => [gateway, "GET", `${path}?message_id=${ref}&status=${status}`],
  ],
  [
    "POST of a form",
    (path, ref, status) => [
      gateway,
      "POST",
      path,
      {
        body: `status=${status}&message_id=${ref}`,
        headers: { "content-type": "application/x-www-form-urlencoded" },
      },
    ],
  ],
  [
    "POST of JSON",
    (path, ref, status) => [gateway, "POST", path, { body: { message_id: Number(ref), status } }],
  ],
  [
    "POST of JSON under another name, without the slash",
    (path, ref, status) => [
      gateway,
      "POST",
      path.slice(0, -1),
      { body: `{"message_id":"${ref}","status":"${status}"}`, headers: { "content-type": "text/plain" } },
    ],
  ],
  [
    "POST of XML",
    (path, ref, status) => [
      gateway,
      "POST",
      path,
      {
        body: `<?xml version="1.0"?><dlr><message_id>${ref}</message_id><status>${status}</status></dlr>`,
        headers: { "content-type": "text/xml" },
      },
    ],
  ],
  [
    "POST of a list in JSON",
    (path, ref, status) => [
      gateway,
      "POST",
      path,
      {
        body: {
          results: [
            { message_id: "1.234567", status },
            { message_id: ref, status },
          ],
        },
      },
    ],
  ],
];
for (const [name, shape] of shapes) {
  test(`${name}: delivered settles the message, undelivered returns its credit`, async () => {
    const path = await setProvider({});
    const [good, bad] = [await sent(), await sent()];
    const answer = await ask(...shape(path, good.ref, "DELIVRD"));
    expect([answer.status, answer.text]).toEqual([200, '{"status":"ok"}']);
    expectApiHeaders(answer);
    expect(await good.state()).toBe("delivered");
    expect(await standingOf(gateway, good.account)).toEqual({ messages: 1, used: 1 });

    expect((await ask(...shape(path, bad.ref, "UNDELIV"))).status).toBe(200);
    expect(await bad.state()).toBe("failed");
    expect(await standingOf(gateway, bad.account)).toEqual({ messages: 1, used: 0 });
  });
}

test("the provider's own id identifies the message, even if the report arrives before its answer", async () => {
  const path = await setProvider({ id: "provider_id", id_field: "dlr.id", status_field: "dlr.state" });
  const report = (id: string) => ask(gateway, "POST", path, { body: { dlr: { id, state: "delivered" } } });
  aggregator.answers = answerWith(200, '{"id":"agg-1"}');
  const one = await sent();
  expect((await report("agg-1")).status).toBe(200);
  expect(await one.state()).toBe("delivered");

  aggregator.answers = async (request, res) => {
    expect((await report("agg-2")).status).toBe(200);
    answerWith(200, '{"id":"agg-2"}')(request, res);
  };
  const hasty = await sent();
  await until("the early report counts", async () => (await hasty.state()) === "delivered");
  aggregator.answers = answerWith(200, '{"id":"x"}');
  // Nothing in the database says what the aggregator called them.
  const sql = await gateway.sql();
  const [{ kept }] = await sql<[{ kept: number }]>`select count(*)::int as kept from provider_refs`;
  expect(kept).toBe(2);
});

test("a wrong report address is a 404, whatever is sent", async () => {
  const path = await setProvider({});
  const { ref, state } = await sent();
  const forged = [
    path.replace(/.{4}\/$/, "AAAA/"),
    path.replace(/-1-/, "-2-"),
    path.replace(/reports\/\d+/, "reports/999"),
    "/api/reports/",
    "/api/reports/1/",
    `${path}more`,
  ];
  for (const address of forged) {
    for (const method of ["GET", "POST"]) {
      const answer = await ask(gateway, method, `${address}?message_id=${ref}&status=UNDELIV`);
      expect([answer.status, answer.text], `${method} ${address}`).toEqual([404, '{"detail":"Not found."}']);
    }
  }
  expect(await state()).toBe("sent");
  // A key that was raised closes the old address in the running server at once.
  const raised = await setProvider({ key: 2 });
  expect((await ask(gateway, "GET", `${path}?message_id=${ref}&status=UNDELIV`)).status).toBe(404);
  expect(await state()).toBe("sent");
  expect((await ask(gateway, "GET", `${raised}?message_id=${ref}&status=DELIVRD`)).status).toBe(200);
  expect(await state()).toBe("delivered");
});

test("a flood of concurrent and repeated reports, known and unknown, settles each message once", async () => {
  const path = await setProvider({});
  const messages = [await sent(), await sent(), await sent()];
  const flood = Array.from({ length: 300 }, (_, index) => {
    const ref = index % 2 ? messages[index % 3]!.ref : String(900_000_000 + index);
    return ask(gateway, "GET", `${path}?message_id=${ref}&status=UNDELIV`);
  });
  const statuses = new Set((await Promise.all(flood)).map(({ status }) => status));
  expect([...statuses]).toEqual([200]);
  for (const { state, account } of messages) {
    expect(await state()).toBe("failed");
    expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 0 });
  }
  expect((await gateway.gate("doctor", "--json")).json()).toMatchObject({ ok: true });
});

test("unreadable reports get an explanation; too large ones and other methods are refused", async () => {
  const path = await setProvider({});
  const post = (body: string, type = "application/json") =>
    ask(gateway, "POST", path, { body, headers: { "content-type": type } });
  const answers = [
    await ask(gateway, "GET", `${path}?msgid=1&state=DELIVRD`),
    await post('{"message_id": 1}'),
    await post("{"),
    await post("<a><b></a>"),
    await post(" ".repeat(1024 * 1024 + 1)),
    await ask(gateway, "OPTIONS", path),
    await ask(gateway, "DELETE", path),
  ];
  expect(answers.map(({ status, json }) => [status, json.detail])).toEqual([
    [400, "There is no message_id in this report."],
    [400, "There is no status in this report."],
    [400, "The body is not JSON."],
    [400, "The body is not XML."],
    [413, "Request body too large."],
    [405, 'Method "OPTIONS" not allowed.'],
    [405, 'Method "DELETE" not allowed.'],
  ]);
  expect(answers.at(-1)!.headers.get("allow")).toBe("GET, HEAD, POST");
});

test("a list of 1 MiB is accepted, and a larger one without a declared length is refused", async () => {
  const path = await setProvider({});
  const { ref, state } = await sent();
  const entries = `{"message_id": 1216080510405255245, "status": "DELIVRD"}, `.repeat(5_000);
  const list = `[${entries}{"message_id": ${ref}, "status": "UNDELIVERABLE "}]`.padEnd(1024 * 1024);
  const post = (body: string) =>
    fetch(`${gateway.url}${path}`, {
      method: "POST",
      body: new Blob([body]).stream(),
      duplex: "half",
      // What PHP says of everything.
      headers: { "content-type": "application/x-www-form-urlencoded" },
    } as RequestInit);
  expect((await post(`${list} `)).status).toBe(413);
  expect(await state()).toBe("sent");
  expect((await post(list)).status).toBe(200);
  expect(await state()).toBe("failed");
  // Sends keep their own limit.
  const large = await ask(gateway, "POST", "/api/otp/send/", { body: " ".repeat(20_000) });
  expect(large.status).toBe(401);
});

test("carriers can check the address first, and get the response body that they expect", async () => {
  const path = await setProvider({ answer: { body: "ACK/Jasmin" } });
  const { ref, state } = await sent();
  const head = await ask(gateway, "HEAD", `${path}?message_id=${ref}&status=DELIVRD`);
  expect([head.status, head.text]).toEqual([200, ""]);
  const check = await ask(gateway, "GET", `${path}?challenge=1`);
  expect([check.status, check.text]).toEqual([200, "ACK/Jasmin"]);
  expect(check.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(check.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await state()).toBe("sent");
  const form = new FormData();
  form.set("message_id", ` ${ref}`);
  form.set("status", "DELIVRD\r\n");
  const report = await fetch(`${gateway.url}${path}`, { method: "POST", body: form });
  expect([report.status, await report.text()]).toEqual([200, "ACK/Jasmin"]);
  expect(await state()).toBe("delivered");
  expect((await ask(gateway, "HEAD", path.replace(/.{4}\/$/, "AAAA/"))).status).toBe(404);
});

test("neither the code nor the address is stored or logged", async () => {
  const code = "Qz7Kd92LmX4w";
  const path = await setProvider({ failed: "FAILED.*" });
  const { id, ref } = await sent({ code });
  // First delivered, then a late word that quotes the code.
  await ask(gateway, "GET", `${path}?message_id=${ref}&status=DELIVRD&text=${code}`);
  await ask(gateway, "POST", path, {
    body: { message_id: ref, status: `${code} FAILED 73815539204`, text: code },
  });
  const sql = await gateway.sql();
  const rows = await sql<{ row: string }[]>`
    select messages::text as row from messages where id = ${id}
    union all select message_events::text from message_events where message_id = ${id}`;
  const kept = rows.map(({ row }) => row).join("\n");
  expect(kept).toContain("failed: FAILED ******");
  for (const trace of [code, "73815539204", path.split("-").at(-1)!.slice(0, -1)]) {
    expect(kept).not.toContain(trace);
    expect(gateway.output()).not.toContain(trace);
  }
});

test("while the database is unavailable, reports are answered so that they are repeated", async () => {
  const path = await setProvider({});
  const sql = await gateway.sql();
  const { ref, state } = await sent();
  await sql`alter table messages rename to messages_away`;
  try {
    const answer = await ask(gateway, "GET", `${path}?message_id=${ref}&status=DELIVRD`);
    expect(answer.status).toBeGreaterThanOrEqual(500);
  } finally {
    await sql`alter table messages_away rename to messages`;
  }
  expect((await ask(gateway, "GET", `${path}?message_id=${ref}&status=DELIVRD`)).status).toBe(200);
  expect(await state()).toBe("delivered");
});
