import { readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { ask, SEND, send } from "#e2e/api.ts";
import { startGateway } from "#e2e/gateway.ts";
import { rareCode } from "#e2e/load.ts";
import { startOperator } from "#e2e/operator.ts";

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

test("neither the database's files nor the logs contain a code, a token or a password", async () => {
  const operator = await startOperator((request, res) => {
    // It echoes everything, as operators do.
    res.writeHead(200, { "content-type": "text/plain" }).end(`took ${request.url} ${request.body}`);
  });
  const gateway = await startGateway({ env: { LOG_LEVEL: "trace" } });
  try {
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

    const files = [...filesBelow(gateway.dataDir), { path: "output", bytes: Buffer.from(gateway.output()) }];
    const foundIn = (bytes: Buffer) =>
      files.filter((each) => each.bytes.includes(bytes)).map(({ path }) => path);
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
