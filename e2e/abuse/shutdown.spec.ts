import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { isRunning } from "#bin/postgres/postgres.ts";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { NUMBER, SEND, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { killPostgres } from "#e2e/kill-postgres.ts";
import { count, startLoad } from "#e2e/load.ts";
import { type Operator, startOperator } from "#e2e/operator.ts";
import { bareEnvironment, root, script } from "#e2e/program.ts";
import { expectEvery201InTheLog, expectSound } from "#e2e/soundness.ts";
import { until } from "#e2e/until.ts";

test("SIGTERM under load lets requests in progress finish and leaves nothing running", async () => {
  const gateway = await startGateway({ env: { LOG_LEVEL: "silent" } });
  try {
    const account = await makeAccount(gateway, { subscriptions: [{ quota: 50_000 }] });
    const load = startLoad(gateway, account);
    await until("some were sent", () => count(load, 201) > 200, 30_000);
    expect(await gateway.stop()).toBe(0);
    await load.stop();
    expect(load.answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
    expect(await isRunning(gateway.dataDir)).toBe(false);
    expect(existsSync(join(gateway.dataDir, "postgres", "postmaster.pid"))).toBe(false);

    await gateway.restart();
    await expectEvery201InTheLog(gateway, load);
    // Nothing is pending: whatever was reserved was settled before the end.
    const sql = await gateway.sql();
    expect(await sql`select id from messages where status = 'pending'`).toEqual([]);
    await expectSound(gateway);
  } finally {
    await gateway.discard();
  }
});

/** An account whose messages go to an operator that may take a minute. */
async function makeSlowAccount(gateway: Gateway, { url }: Operator): Promise<TestAccount> {
  const account = await makeAccount(gateway);
  const desk = await gateway.desk();
  const config = { url: `${url}/`, body: "{{text}}", body_format: "plain", timeout_ms: 60_000 };
  await desk.call("providers", "setProvider", { name: "real", kind: "http", config });
  // Its connection would keep the database.
  await desk.close();
  return account;
}

test("SIGTERM waits for deliveries, even of a disconnected client, and for nothing else", async () => {
  const asked: ServerResponse[] = [];
  const operator = await startOperator((_request, res) => void asked.push(res));
  const gateway = await startGateway({ env: { LOG_LEVEL: "silent" } });
  try {
    const account = await makeSlowAccount(gateway, operator);
    const client = new AbortController();
    const gone = fetch(`${gateway.url}${SEND}`, {
      method: "POST",
      headers: { authorization: `Token ${account.token}`, "content-type": "application/json" },
      body: JSON.stringify({ gsm: NUMBER, template_id: account.templateId, code: "1" }),
      signal: client.signal,
    }).catch(() => "gone");
    // This one keeps its connection for later, as fetch does.
    const stays = send(gateway, account);
    await until("both are delivered", () => asked.length === 2);
    client.abort();
    expect(await gone).toBe("gone");
    // As browsers and balancers do, ahead of a request that may never come.
    const silent = connect({ host: "127.0.0.1", port: Number(new URL(gateway.url).port) });
    await once(silent, "connect");
    const stopped = gateway.stop();
    await until("it takes no new request", () =>
      fetch(`${gateway.url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
    // Without a reason to wait it ends within less.
    expect(await Promise.race([stopped, sleep(3_000, "waits")])).toBe("waits");
    for (const res of asked) res.writeHead(200).end("queued");
    const { status, headers } = await stays;
    expect([status, headers.get("connection")]).toEqual([201, "close"]);
    // And not as long as a delivery may take.
    expect(await Promise.race([stopped, sleep(20_000, "waits")])).toBe(0);

    await gateway.restart();
    const sql = await gateway.sql();
    const sent = { status: "sent", provider_response: "queued" };
    expect(await sql`select status, provider_response from messages`).toEqual([sent, sent]);
  } finally {
    await gateway.discard();
    await operator.close();
  }
});

test("a second SIGINT ends the server and its database at once", async () => {
  const operator = await startOperator(() => {});
  const gateway = await startGateway({ env: { LOG_LEVEL: "silent" } });
  try {
    const account = await makeSlowAccount(gateway, operator);
    void send(gateway, account).catch(() => {});
    await until("it is delivered", () => operator.received.length === 1);
    process.kill(gateway.pid, "SIGINT");
    await until("it stops", () => gateway.output().includes("once more to stop at once"));
    // Less is one gesture, which npm and a terminal both pass on.
    await sleep(1_000);
    process.kill(gateway.pid, "SIGINT");
    expect(await gateway.stop()).toBe(1);
    expect(await isRunning(gateway.dataDir)).toBe(false);
  } finally {
    await gateway.discard();
    await operator.close();
  }
});

for (const step of ["Preparing the database", "Starting the web server"]) {
  test(`SIGTERM during the start, at "${step}", leaves nothing running`, async () => {
    const home = mkdtempSync(join(tmpdir(), "aman-gate-stop-"));
    chmodSync(home, 0o711);
    const DATA_DIR = join(home, "data");
    const env = { ...bareEnvironment(), HOST: "127.0.0.1", PORT: "0", DATA_DIR };
    const server = spawn(process.execPath, [script("bin/start.ts")], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      let output = "";
      server.stdout.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (text.includes(step)) server.kill("SIGTERM");
      });
      const [code] = await once(server, "close");
      expect(code, output).toBe(0);
      expect(output).toContain(step);
      expect(await isRunning(DATA_DIR)).toBe(false);
      expect(existsSync(join(DATA_DIR, "postgres", "postmaster.pid"))).toBe(false);
    } finally {
      server.kill("SIGKILL");
      await killPostgres(DATA_DIR);
      rmSync(home, { recursive: true, force: true });
    }
  });
}

test("npm start with its output on a full disk starts, sends, and stops cleanly", async () => {
  const home = mkdtempSync(join(tmpdir(), "aman-gate-full-"));
  chmodSync(home, 0o711);
  const DATA_DIR = join(home, "data");
  const env = { ...bareEnvironment(), HOST: "127.0.0.1", PORT: "0", DATA_DIR };
  const full = openSync("/dev/full", "w");
  const npm = spawn("npm", ["start"], { cwd: root, env, stdio: ["ignore", full, full], detached: true });
  closeSync(full);
  const ended = once(npm, "exit");
  try {
    const servers = join(DATA_DIR, "servers");
    const find = () => existsSync(servers) && readdirSync(servers).length > 0 && readdirSync(servers)[0];
    const file = await until("it listens", find, 120_000);
    const { url } = await until("its address", () =>
      JSON.parse(readFileSync(join(servers, String(file)), "utf8")),
    );
    const credentials = () => readFileSync(join(DATA_DIR, "initial-credentials.txt"), "utf8");
    const token = await until("the first token", () => /Token (ag_\w+)/.exec(credentials())?.[1], 60_000);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () =>
        fetch(`${url}${SEND}`, {
          method: "POST",
          headers: { authorization: `Token ${token}`, "content-type": "application/json" },
          body: JSON.stringify({ gsm: NUMBER, template_id: 1, code: "482910", language: 1 }),
        }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    // As a terminal's Ctrl-C does: npm and what it runs.
    process.kill(-npm.pid!, "SIGTERM");
    await ended;
    await until("the database has stopped", async () => !(await isRunning(DATA_DIR)), 30_000);
  } finally {
    try {
      process.kill(-npm.pid!, "SIGKILL");
    } catch {
      // It has ended.
    }
    await killPostgres(DATA_DIR);
    rmSync(home, { recursive: true, force: true });
  }
});

test("the database keeps running for a second server that still uses it", async () => {
  const first = await startGateway({ env: { LOG_LEVEL: "silent" } });
  const second = await first.sibling();
  try {
    const account = await makeAccount(second);
    expect(await first.stop()).toBe(0);
    expect((await send(second, account)).status).toBe(201);
  } finally {
    await second.discard();
    await first.discard();
  }
});
