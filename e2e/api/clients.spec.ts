import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SNIPPET_KINDS, type SnippetLanguage } from "#core/api/snippets/places.ts";
import { snippet } from "#core/api/snippets.ts";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { type Client, runClient, runtimes } from "#e2e/client-runtimes.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { bareEnvironment, type Ended, runProgram, script } from "#e2e/program.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";

const clients: Record<SnippetLanguage, Client> = {
  curl: "send.sh",
  python: "send.py",
  javascript: "send.mjs",
  php: "send.php",
};

/** Runs a client of the reference, unchanged but for host, token and template id. */
async function run(
  gateway: Gateway,
  client: Client,
  { token, templateId }: Pick<TestAccount, "token" | "templateId">,
): Promise<Ended> {
  const source = readFileSync(script(`e2e/clients/${client}`), "utf8");
  const changed = source
    .replace("https://api.example.com", gateway.url)
    .replace("<your_api_token>", token)
    .replace(/("?template_id"?(?::| =>) )1,/, `$1${templateId},`);
  return runClient(client, changed);
}

async function lastMessage(gateway: Gateway, account: TestAccount): Promise<number> {
  const sql = await gateway.sql();
  const [row] = await sql<{ id: number }[]>`
    select max(id)::int as id from messages where account_id = ${account.id}`;
  return row!.id;
}

test("curl prints the message object, or the error's body", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const sent = await run(gateway, "send.sh", account);
  expect(sent.json()).toMatchObject({
    id: await lastMessage(gateway, account),
    template: account.templateId,
    template_code: "482910",
    message: "Your verification code is: 482910",
    status: "sent",
  });
  const refused = await run(gateway, "send.sh", { ...account, token: "x" });
  expect(refused.stdout).toBe(`{"detail":"Invalid token."}`);
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
});

test("Python requests prints id and status, or the error's body", async ({ gateway }) => {
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 1 }] });
  const sent = await run(gateway, "send.py", account);
  expect([sent.code, sent.stdout, sent.stderr]).toEqual([
    0,
    `Sent: ${await lastMessage(gateway, account)} sent\n`,
    "",
  ]);
  const refused = await run(gateway, "send.py", account);
  expect(refused.stdout).toBe("Error: 402 {'detail': 'No active subscription or insufficient balance.'}\n");
});

test("the fetch example checks res.ok", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const sent = await run(gateway, "send.mjs", account);
  expect([sent.code, sent.stdout]).toEqual([0, `Sent: ${await lastMessage(gateway, account)} sent\n`]);
  const refused = await run(gateway, "send.mjs", { ...account, templateId: 0 });
  expect(refused.stdout).toBe("");
  expect(refused.stderr).toBe("Error: { template_id: [ 'Template not found.' ] }\n");
});

test("the PHP curl example decodes the body and prints the id", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const sent = await run(gateway, "send.php", account);
  expect([sent.code, sent.stdout]).toEqual([0, String(await lastMessage(gateway, account))]);
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
});

test("every documented client reports API errors, and a server that does not answer", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const places = { origin: gateway.url, templateId: account.templateId, token: "ag_x" };
  for (const kind of SNIPPET_KINDS) {
    for (const [language, client] of Object.entries(clients) as [SnippetLanguage, Client][]) {
      const refused = await runClient(client, snippet(kind, language, places));
      expect([refused.code, `${refused.stdout}${refused.stderr}`], `${kind} ${language}`).toEqual([
        0,
        expect.stringContaining("Invalid token."),
      ]);
    }
    const nowhere = { ...places, origin: "http://127.0.0.1:1" };
    const unanswered = await runClient("send.php", snippet(kind, "php", nowhere));
    expect(unanswered.stdout).toMatch(/^Error: Failed to connect to 127\.0\.0\.1 port 1/);
    expect(unanswered.stderr).toBe("");
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 0, used: 0 });
});

test("the curl command printed at the first start sends an OTP unchanged; the log has it without the token", async () => {
  await runtimes["send.sh"]();
  const gateway = await startGateway({ first: true });
  try {
    const file = join(gateway.dataDir, "initial-credentials.txt");
    // A server is ready a moment before its first users are there, and they are before it has said so.
    await until("the first start has said where they are", () => gateway.output().includes(file), 30_000);
    const kept = readFileSync(file, "utf8");
    const line = /^curl .*$/m.exec(kept)![0];
    const sent = await runProgram("sh", ["-c", line], { env: bareEnvironment() });
    expect(sent.json()).toMatchObject({ status: "sent", template_code: "482910", gsm: "963911000000" });
    const token = /Token (ag_\w+)/.exec(line)![1]!;
    const password = /^Admin +\S+ +(\S+)$/m.exec(kept)![1]!;
    const output = gateway.output();
    expect(output).toContain(line.replace(token, "TOKEN"));
    for (const secret of [token, password]) expect(output).not.toContain(secret);
  } finally {
    await gateway.discard();
  }
});
