import { readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { ask, NUMBER, SEND, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { rareCode } from "#e2e/load.ts";
import { startOperator } from "#e2e/operator.ts";
import { PASSWORD, setSmppCarrier, slotOwners } from "#e2e/smpp/carrier.ts";
import { until } from "#e2e/until.ts";
import { receiptFields, startSmsc } from "#providers/smpp/test-smsc.ts";

/** Every file below, links followed, with its bytes. */
function* filesBelow(folder: string): Generator<{ path: string; bytes: Buffer }> {
  for (const entry of readdirSync(realpathSync(folder), { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) {
      const path = join(entry.parentPath, entry.name);
      yield { path, bytes: readFileSync(path) };
    } else if (entry.isSymbolicLink()) yield* filesBelow(join(entry.parentPath, entry.name));
  }
}

/** The spellings in which a text could have been kept. */
function spellings(text: string): Buffer[] {
  const plain = Buffer.from(text);
  const wide = Buffer.from(text, "utf16le");
  return [
    plain,
    wide,
    Buffer.from(text, "utf16le").swap16(),
    Buffer.from(plain.toString("hex")),
    Buffer.from(wide.swap16().toString("hex").toUpperCase()),
    Buffer.from(plain.toString("base64").replace(/=+$/, "")),
    Buffer.from(encodeURIComponent(text)),
  ];
}

/** From now on the database logs every statement with its parameters: whatever passes through it, kept or not. */
async function logStatements(gateway: Gateway): Promise<void> {
  const sql = await gateway.sql();
  await sql`alter system set log_statement = 'all'`;
  await sql`alter system set log_parameter_max_length = -1`;
  await sql`select pg_reload_conf()`;
  await until("statements are logged", () =>
    [...filesBelow(gateway.dataDir)].some(({ bytes }) => bytes.includes("order of the day"))
      ? true
      : sql`select 'order of the day'`.then(() => false),
  );
}

/** Where in the files of DATA_DIR, the database's among them, and in what the servers printed these bytes are. */
function finder(...gateways: Gateway[]): (bytes: Buffer) => string[] {
  const printed = gateways.map((gateway) => ({ path: "output", bytes: Buffer.from(gateway.output()) }));
  const files = [...filesBelow(gateways[0]!.dataDir), ...printed];
  return (bytes) => files.filter((each) => each.bytes.includes(bytes)).map(({ path }) => path);
}

test("neither the database's files nor the logs contain a code, a token or a password", async () => {
  const operator = await startOperator((request, res) => {
    // It echoes everything, as operators do.
    res.writeHead(200, { "content-type": "text/plain" }).end(`took ${request.url} ${request.body}`);
  });
  const gateway = await startGateway({ env: { LOG_LEVEL: "trace" } });
  try {
    await logStatements(gateway);
    const account = await makeAccount(gateway);
    const codes: string[] = [];
    const code = () => codes[codes.push(rareCode()) - 1]!;
    const { token } = account;
    const post = (body: unknown, headers = {}) => ask(gateway, "POST", SEND, { token, body, headers });

    expect((await send(gateway, account, { code: code() })).status).toBe(201);
    expect((await send(gateway, account, { code: code(), language: 0 })).status).toBe(201);
    expect((await send(gateway, account, { code: code(), gsm: "963911000001" })).status).toBe(502);
    expect((await send(gateway, account, { code: code(), gsm: "963911000002" })).status).toBe(504);
    expect((await send(gateway, account, { code: code() }, { "Idempotency-Key": "a key" })).status).toBe(201);
    expect((await send(gateway, account, { gsm: code() })).status).toBe(400);
    expect((await send(gateway, account, { template_id: code() })).status).toBe(400);
    expect((await send(gateway, account, { language: code() })).status).toBe(400);
    expect((await post(`{"code": "${code()}"`)).status).toBe(400);
    expect((await post(code(), { "content-type": "text/plain" })).status).toBe(415);
    expect((await ask(gateway, "POST", SEND, { token: code(), body: {} })).status).toBe(401);
    expect((await ask(gateway, "GET", `${SEND}?code=${code()}`, { token })).status).toBe(405);

    const file = join(gateway.dataDir, "echo.json");
    const config = {
      url: `${operator.url}/?code={{code}}&text={{text}}`,
      body: `{"hex":"{{text_ucs2_hex}}","text":"{{text}}"}`,
    };
    writeFileSync(file, JSON.stringify(config));
    const set = await gateway.gate("provider", "set", "--name", "echo", "--kind", "http", "--file", file);
    expect([set.code, set.stderr]).toEqual([0, ""]);
    expect((await gateway.gate("provider", "remove", "sandbox")).code).toBe(0);
    for (const language of [0, 1]) {
      const echoed = await send(gateway, account, { code: code(), language });
      expect(echoed.status).toBe(201);
      expect(echoed.json.provider_response).toContain("***");
    }

    const made = await gateway.gate(
      "user",
      "create",
      "--email",
      "s@example.com",
      "--role",
      "admin",
      "--json",
    );
    const password = made.json<{ password: string }>().password;
    const sql = await gateway.sql();
    await sql`checkpoint`;
    await gateway.stop();

    const foundIn = finder(gateway);
    // The search finds what is there: the account's name in the database, the request in the log.
    expect(foundIn(Buffer.from(account.name)).length).toBeGreaterThan(0);
    expect(foundIn(Buffer.from(`"account":${account.id}`))).toEqual(["output"]);
    expect(foundIn(Buffer.from(token.slice(0, 4))).length).toBeGreaterThan(0);
    for (const secret of [...codes, token, password]) {
      for (const spelling of spellings(secret)) expect(foundIn(spelling), secret).toEqual([]);
    }
  } finally {
    await gateway.discard();
    await operator.close();
  }
});

test("nor do those of two processes that share an SMPP session, its receipts, and a test send", async () => {
  test.setTimeout(180_000);
  const smsc = await startSmsc();
  const gateway = await startGateway({ env: { LOG_LEVEL: "trace" } });
  let sibling: Gateway | undefined;
  try {
    await setSmppCarrier(gateway, "carrier", smsc.port);
    rmSync(join(gateway.dataDir, "carrier.json"));
    expect((await gateway.gate("provider", "remove", "sandbox")).code).toBe(0);
    const account = await makeAccount(gateway, { english: "Unmistakable text {code}" });
    sibling = await gateway.sibling();
    await logStatements(gateway);
    await until("a process has the session", async () =>
      (await slotOwners(gateway)).some(({ state }) => state === "bound"),
    );

    const codes = Array.from({ length: 6 }, rareCode);
    const [near, far, failed, lost, refused, inbound] = codes as [
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    // One of the two is handed over.
    for (const [by, code] of [
      [gateway, near],
      [sibling, far],
      [gateway, failed],
    ] as const) {
      expect((await send(by, account, { code })).status).toBe(201);
    }
    expect([smsc.submits.length, smsc.bound().length]).toEqual([3, 1]);
    for (const [status, code, answer] of [
      [0x08, lost, 504],
      [0x0b, refused, 502],
    ] as const) {
      smsc.script.onSubmit = () => status;
      for (const by of [gateway, sibling]) expect((await send(by, account, { code })).status).toBe(answer);
    }
    smsc.script.onSubmit = () => undefined;

    // Receipts quote the text, one in the place of its state, and a phone answers with a code.
    const [session] = smsc.bound();
    const quoting = (id: string, stat: string, code: string) =>
      session!.send(
        "deliver_sm",
        receiptFields(id, stat, NUMBER, {
          short_message: Buffer.from(`id:${id} stat:${stat} err:000 text:Unmistakable text ${code}`),
        }),
      );
    quoting("1", "DELIVRD", near);
    quoting("2", far, far);
    quoting("3", "UNDELIV", failed);
    quoting("3", "DELIVRD", failed);
    quoting(lost, "DELIVRD", lost);
    session!.send("deliver_sm", { source_addr: NUMBER, short_message: Buffer.from(inbound) });
    await until(
      "all are answered",
      () => session!.received.filter(({ command }) => command === "deliver_sm_resp").length === 6,
    );

    const tried = await gateway.gate("provider", "test", "carrier", "--to", "0933471174", "--wait", "0");
    expect(tried.code).toBe(0);
    const { short_message, destination_addr } = smsc.submits.at(-1)!;
    expect(destination_addr).toBe("963933471174");
    const [testCode] = /\d{6}/.exec(String(short_message))!;

    const sql = await gateway.sql();
    await sql`checkpoint`;
    await sibling.stop();
    await gateway.stop();
    const foundIn = finder(gateway, sibling);
    expect(foundIn(Buffer.from("insert into messages")).length).toBeGreaterThan(0);
    expect(foundIn(Buffer.from("DELIVRD err:000")).length).toBeGreaterThan(0);
    for (const secret of [...codes, PASSWORD, "0933471174", "963933471174"]) {
      for (const spelling of spellings(secret)) expect(foundIn(spelling), secret).toEqual([]);
    }
    // Six digits alone may stand anywhere; with the words before them they do not.
    const words = String(short_message).slice(0, String(short_message).indexOf(testCode) + testCode.length);
    expect(foundIn(Buffer.from(words))).toEqual([]);
  } finally {
    await sibling?.discard();
    await gateway.discard();
    await smsc.close();
  }
});
