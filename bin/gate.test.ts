import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, plantMessage } from "./test-gateway.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
const folder = mkdtempSync(join(tmpdir(), "aman-gate-cli-"));
const script = join(import.meta.dirname, "gate.ts");

beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await gateway.drop();
});

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

function gate(words: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...words], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        NODE_ENV: "test",
        PATH: process.env.PATH,
        DATABASE_URL: gateway.url,
        APP_SECRET: gateway.secret,
        DATA_DIR: folder,
        ...env,
      },
    });
    const ran: Ran = { code: null, stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      ran.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      ran.stderr += text;
    });
    child.on("error", reject).on("close", (code) => resolve({ ...ran, code }));
  });
}

/** The one JSON object that a verb answers with `--json`, and nothing else on either stream. */
async function json(...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await gate([...words, "--json"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.endsWith("\n")).toBe(true);
  return JSON.parse(stdout) as Record<string, unknown>;
}

async function fails(code: number, reason: RegExp, ...words: string[]): Promise<void> {
  const ran = await gate([...words, "--json"]);
  expect([ran.code, ran.stdout]).toEqual([code, ""]);
  expect(ran.stderr).toMatch(reason);
  if (code === 1) expect(ran.stderr.trimEnd()).not.toContain("\n");
}

const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

test("from a new account to a token, each verb as documented", { timeout: 120_000 }, async () => {
  const account = await json("account", "create", "--name", "شركة الأمان");
  expect(account).toMatchObject({
    id: expect.any(Number),
    name: "شركة الأمان",
    status: "active",
    created_at: iso,
  });
  const id = String(account.id);
  const renamed = await json("account", "rename", id, "--name", "شركة الأمان للدفع");
  expect(renamed).toMatchObject({ id: account.id, name: "شركة الأمان للدفع", status: "active" });
  expect(await json("account", "suspend", id)).toMatchObject({ id: account.id, status: "suspended" });
  expect(await json("account", "resume", id)).toMatchObject({ status: "active" });
  expect(await json("account", "list")).toMatchObject({ accounts: [{ id: account.id }] });

  const user = ["--email", "dev@example.com"];
  const made = await json("user", "create", ...user, "--role", "developer", "--account", id);
  expect(made).toMatchObject({
    email: "dev@example.com",
    account_id: account.id,
    password: expect.any(String),
  });
  expect(made).not.toHaveProperty("password_hash");
  expect((await json("user", "reset-password", ...user)).password).not.toBe(made.password);
  const given = await json("user", "reset-password", ...user, "--password", "given by the operator");
  expect(given).toMatchObject({ id: made.id, email: "dev@example.com" });
  expect(given).not.toHaveProperty("password");

  const granted = await json("subscription", "grant", "--account", id, "--quota", "100", "--unit", "segment");
  expect(granted).toMatchObject({ quota: 100, used: 0, ends_at: iso, plan: "Standard", unit: "segment" });
  const shown = await json("subscription", "show", "--account", id);
  expect(shown).toMatchObject({ subscriptions: [{ id: granted.id, quota: 100, used: 0 }] });

  const text = ["--english", "Code {code}", "--arabic", "رمزك {code}"];
  const template = await json("template", "create", "--account", id, "--name", "Login", ...text);
  expect(template).toMatchObject({ status: "pending", serving_version: null });
  const refused = await json("template", "reject", String(template.id), "--reason", "Say who you are");
  expect(refused).toMatchObject({ id: template.id, status: "rejected", reason: "Say who you are" });
  const second = await json("template", "create", "--account", id, "--name", "Login 2", ...text);
  expect(await json("template", "approve", String(second.id))).toMatchObject({ status: "approved" });

  const token = await json("token", "create", "--account", id, "--name", "app");
  expect(token).toMatchObject({ token: expect.stringMatching(/^ag_\w{43}$/) });
  const revoked = await json("token", "revoke", String(token.id));
  expect(revoked).toMatchObject({ id: token.id, revoked_at: iso });
  expect(JSON.stringify(revoked)).not.toContain(token.token);

  const entry = await json("whitelist", "add", "--account", id, "--cidr", "203.0.113.9", "--label", "office");
  expect(entry).toMatchObject({ id: expect.any(Number), cidr: "203.0.113.9/32", label: "office" });
  expect(await json("whitelist", "enforce", "--account", id, "off")).toEqual({
    id: account.id,
    enforced: false,
  });
  expect(await json("whitelist", "remove", String(entry.id))).toMatchObject({ id: entry.id });
});

test("plans and what becomes of a subscription", { timeout: 120_000 }, async () => {
  const { account } = await makeCustomer();
  const id = String(account.id);
  const plan = await json(
    ..."plan create --name Business --quota 5000 --days 60 --unit segment".split(" "),
    "--price",
    "500,000 ل.س",
  );
  expect(plan).toMatchObject({
    name: "Business",
    quota: 5000,
    days: 60,
    unit: "segment",
    price: "500,000 ل.س",
  });
  await fails(
    1,
    /^A plan named business already exists\.$/m,
    "plan",
    "create",
    "--name",
    "business",
    "--quota",
    "1",
  );
  const granted = await json("subscription", "grant", "--account", id, "--plan-id", String(plan.id));
  expect(granted).toMatchObject({ plan: "Business", plan_id: plan.id, quota: 5000, unit: "segment" });
  expect(await json("plan", "list")).toMatchObject({ plans: [{ id: plan.id, running: 1 }] });
  const of = String(granted.id);
  const note = ["--note", "paid in cash"];
  expect(await json("subscription", "top-up", of, "--credits", "1000", ...note)).toMatchObject({
    quota: 6000,
  });
  const longer = await json("subscription", "extend", of, "--days", "10");
  expect(Date.parse(String(longer.ends_at)) - Date.parse(String(granted.ends_at))).toBe(864_000_000);
  expect(await json("subscription", "cancel", of)).toMatchObject({ status: "cancelled", current: false });
  await fails(1, /is cancelled\.$/m, "subscription", "top-up", of, "--credits", "1");
  const edited = await json("plan", "edit", String(plan.id), "--quota", "6000", "--price", "10 USD");
  expect(edited).toMatchObject({ id: plan.id, name: "Business", quota: 6000, days: 60, price: "10 USD" });
  await fails(2, /nothing to change: give one of --name/, "plan", "edit", String(plan.id));
  await fails(1, /^There is no plan 999/, "plan", "edit", "999", "--days", "3");
  expect(await json("plan", "archive", String(plan.id))).toMatchObject({ archived_at: iso });
  expect(await json("plan", "list")).toEqual({ plans: [] });
  expect((await gate(["plan", "list"])).stdout).toBe(
    "No plan is offered; --archived shows those that were.\n",
  );
  expect(await json("plan", "list", "--archived")).toMatchObject({ plans: [{ id: plan.id }] });
  await fails(1, /is archived\.$/m, "subscription", "grant", "--account", id, "--plan-id", String(plan.id));
});

test("providers: set from a file, listed in order and without their configuration", {
  timeout: 120_000,
}, async () => {
  const file = join(folder, "provider.json");
  writeFileSync(file, '{"delay_ms": 4711}');
  const set = (name: string) => json("provider", "set", "--name", name, "--kind", "sandbox", "--file", file);
  expect(await set("first")).toMatchObject({ name: "first", kind: "sandbox", position: 1 });
  expect(await set("second")).toMatchObject({ position: 2 });
  const listed = await json("provider", "list");
  expect(listed).toMatchObject({ providers: [{ name: "first" }, { name: "second" }] });
  expect(JSON.stringify(listed)).not.toContain("4711");
  expect(await json("provider", "move", "second", "--position", "1")).toMatchObject({
    name: "second",
    position: 1,
  });
  expect(await json("provider", "list")).toMatchObject({
    providers: [{ name: "second" }, { name: "first" }],
  });
  await fails(1, /^--position must be a place in the list/, "provider", "move", "first", "--position", "3");
  const real = join(folder, "real.json");
  writeFileSync(real, JSON.stringify({ url: "https://sms.example.com/", body: "{{text}}" }));
  const added = await gate(["provider", "set", "--name", "real", "--kind", "http", "--file", real]);
  expect(added.stdout).toBe(
    `Provider real (http) has position 1.\nThe sandbox still takes what they refuse and says that it was sent. To stop that: gate provider remove second\n`,
  );
  await json("provider", "remove", "real");
  expect(await json("provider", "remove", "second")).toMatchObject({ name: "second", kind: "sandbox" });
  writeFileSync(file, '{"secret-4711": ');
  const broken = await gate(["provider", "set", "--name", "x", "--kind", "sandbox", "--file", file]);
  expect(broken).toMatchObject({ code: 1, stdout: "" });
  expect(broken.stderr).not.toContain("4711");
});

test("messages have the names of the API, and no code", { timeout: 60_000 }, async () => {
  const customer = await makeCustomer();
  const id = await plantMessage(gateway.sql, customer);
  const message = await json("message", "show", String(id));
  expect(message).toMatchObject({
    id,
    gsm: "963911000000",
    template: customer.template.id,
    template_name: "Login",
    template_code: "******",
    message: "Code ******",
    status: "sent",
    provider_response: "OK",
    created_at: iso,
    timeline: [{ kind: "created" }, { kind: "answered" }],
  });
  await plantMessage(gateway.sql, customer);
  const list = await json("message", "list", "--account", String(customer.account.id), "--limit", "1");
  expect(list).toMatchObject({ messages: [{ id: id + 1 }] });
  expect(list.messages).toHaveLength(1);
});

test("a user is deactivated, let in again, and freed of a lost telephone", { timeout: 120_000 }, async () => {
  const { developer } = await makeCustomer();
  const user = ["--email", developer.name];
  expect(await json("user", "deactivate", ...user)).toMatchObject({ id: developer.id, removed_at: iso });
  expect(await json("user", "reactivate", ...user)).toMatchObject({ id: developer.id, removed_at: null });
  await fails(1, /^Two-factor authentication is not on\.\n$/, "user", "reset-two-factor", ...user);
  await gateway.sql`insert into two_factors (user_id, sealed, last_step) values (${developer.id}, '', 1)`;
  const reset = await json("user", "reset-two-factor", ...user);
  expect(reset).toEqual({ id: developer.id, email: developer.name });
});

test("database url, doctor, backup and restore", { timeout: 120_000 }, async () => {
  expect(await json("database", "url")).toEqual({ url: gateway.url });
  expect(await gate(["database", "url"])).toMatchObject({ code: 0, stdout: `${gateway.url}\n`, stderr: "" });
  const customer = await makeCustomer();
  const file = join(folder, "gate.backup");
  expect(await json("backup", file)).toMatchObject({
    file,
    tables: expect.any(Object),
    made_at: expect.any(String),
  });
  expect(await json("doctor")).toMatchObject({ ok: true, checks: expect.any(Array) });
  const drift = `update subscriptions set used = used + 1 where id = ${customer.subscription.id}`;
  await gateway.sql.unsafe(drift);
  const ill = await gate(["doctor", "--json"]);
  expect([ill.code, JSON.parse(ill.stdout).ok]).toEqual([1, false]);

  // This process's pools are other clients to the command.
  await fails(1, /^Other programs are connected/, "restore", file);
  const other = await gate(["restore", file], { APP_SECRET: "another secret of thirty-two letters" });
  expect(other).toMatchObject({ code: 1, stdout: "" });
  expect(other.stderr).toMatch(/^The backup was made under another APP_SECRET/);
});

test("refused: exit code 1, one line that says why", { timeout: 120_000 }, async () => {
  await fails(1, /^There is no account 99999\.\n$/, "account", "suspend", "99999");
  await fails(1, /^--email must be an e-mail address/, "user", "create", "--email", "x", "--role", "admin");
  await fails(
    1,
    /^--account is required for a dev/,
    "user",
    "create",
    "--email",
    "x@y.zz",
    "--role",
    "developer",
  );
  await fails(1, /^There is no message 5000000000\.\n$/, "message", "show", "5000000000");
  await fails(1, /^--cidr must be an IPv4/, "whitelist", "add", "--account", "1", "--cidr", "nonsense");
  await fails(1, /^No running server/, "inbox");
  await fails(1, /cannot be read/, "restore", join(folder, "nothing"));
  const down = await gate(["account", "list"], { DATABASE_URL: "postgres://u:hidden@127.0.0.1:1/none" });
  expect(down).toMatchObject({ code: 1, stdout: "" });
  expect(down.stderr).not.toContain("hidden");
  const noSecret = await gate(["account", "list"], { APP_SECRET: "" });
  expect([noSecret.code, noSecret.stderr.startsWith("APP_SECRET is required")]).toEqual([1, true]);
});

test.each([
  ["no noun", []],
  ["an unknown noun", ["pigeon", "list"]],
  ["a noun without a verb", ["account"]],
  ["an unknown verb", ["account", "frobnicate"]],
  ["an unknown option", ["account", "list", "--loud"]],
  ["a missing option", ["account", "create"]],
  ["a missing argument", ["account", "suspend"]],
  ["one argument too many", ["account", "suspend", "1", "2"]],
  ["a number that is none", ["account", "suspend", "1x"]],
  ["a number that is too large", ["account", "suspend", "2147483648"]],
  ["a quota of nothing", ["subscription", "grant", "--account", "1", "--quota", "0"]],
  ["a choice that is none", ["subscription", "grant", "--account", "1", "--quota", "1", "--unit", "sms"]],
  ["a grant of no size", ["subscription", "grant", "--account", "1"]],
  ["a plan and a quota", ["subscription", "grant", "--account", "1", "--plan-id", "1", "--quota", "1"]],
  ["neither on nor off", ["whitelist", "enforce", "--account", "1", "perhaps"]],
])("usage: %s is exit code 2", async (_, words) => {
  const ran = await gate(words);
  expect([ran.code, ran.stdout]).toEqual([2, ""]);
  expect(ran.stderr).not.toBe("");
});

test("help is no mistake", async () => {
  const help = await gate(["subscription", "grant", "--help"]);
  expect([help.code, help.stderr]).toEqual([0, ""]);
  expect(help.stdout).toContain("--quota");
});
