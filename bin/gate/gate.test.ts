import { randomUUID } from "node:crypto";
import { closeSync, openSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fails, folder, gate, gateway, iso, json } from "#bin/fixtures/command-line.ts";
import { makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { requestIdOf } from "#core/requests/request-id.ts";
import { passwordMatches } from "#services/access/password.ts";
import { createToken } from "#services/customers/tokens.ts";
import { flushRequests, keepRequest } from "#services/requests/keep.ts";

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
  const both = await gate(["account", "rename", id, "--name", "Aman Pay", "--arabic-name", "أمان للدفع"]);
  expect(both.stdout).toBe(`Account ${id} is named Aman Pay, أمان للدفع.\n`);
  expect((await gate(["account", "list"])).stdout).toMatch(/Aman Pay +أمان للدفع +active/);
  expect((await gate(["account", "show", id])).stdout).toMatch(/^name +Aman Pay\narabic_name +أمان للدفع$/m);
  expect(await json("account", "show", id)).toMatchObject({
    id: account.id,
    name: "Aman Pay",
    arabic_name: "أمان للدفع",
    notes: null,
  });

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
  // Not on the command line, where everybody on the machine can read it.
  const file = join(folder, "password");
  writeFileSync(file, "given in a file\n");
  const byFile = await json("user", "reset-password", ...user, "--password-file", file);
  expect(byFile).not.toHaveProperty("password");
  const [{ password_hash: hash } = {}] =
    await gateway.sql`select password_hash from users where email = 'dev@example.com'`;
  expect(await passwordMatches(hash, "given in a file")).toBe(true);

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

  const dear = ["template", "create", "--account", id, "--name", "Dear", "--english", "It\u2019s {code}"];
  expect(await json(...dear)).toMatchObject({
    hints: [{ language: "english", segments: 1, plain_segments: 1, plain_text: "It's {code}" }],
  });

  const token = await json("token", "create", "--account", id, "--name", "app");
  expect(token).toMatchObject({ token: expect.stringMatching(/^ag_\w{43}$/) });
  const revoked = await json("token", "revoke", String(token.id));
  expect(revoked).toMatchObject({ id: token.id, revoked_at: iso });
  expect(JSON.stringify(revoked)).not.toContain(token.token);

  const entry = await json("whitelist", "add", "--account", id, "--cidr", "203.0.113.9", "--label", "office");
  expect(entry).not.toHaveProperty("warning");
  expect(entry).toMatchObject({ id: expect.any(Number), cidr: "203.0.113.9/32", label: "office" });
  expect(await json("whitelist", "enforce", "--account", id, "off")).toEqual({
    id: account.id,
    enforced: false,
  });
  expect(await json("whitelist", "remove", String(entry.id))).toMatchObject({ id: entry.id });
  const wide = await json("whitelist", "add", "--account", id, "--cidr", "::/0");
  expect(wide).toMatchObject({ cidr: "::/0", warning: expect.stringContaining("the whole internet") });
});

test("messages have the API's field names, and no code", async () => {
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
  // A carrier's answer writes nothing to a terminal but text.
  await gateway.sql`update messages set provider_response = ${"OK\u001b]0;owned\u0007\u009b2J\nsettled"} where id = ${id}`;
  const { stdout } = await gate(["message", "show", String(id)]);
  expect(stdout).toContain("answered  OK ]0;owned 2J settled");
  expect(stdout.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
});

test("requests are found by their id, by number and by status", async () => {
  const { account } = await makeCustomer();
  const { id: tokenId } = await createToken(operator, { accountId: account.id, name: "shop" });
  const ids = [201, 402].map((status, i) => {
    const id = requestIdOf(Date.now() - 10_000 + i, randomUUID());
    const request = {
      id,
      method: "POST",
      url: "/api/otp/send/",
      from: { address: "203.0.113.7" },
      header: () => null,
    };
    const answer = { status, text: status === 201 ? '{"id":5}' : '{"detail":"no"}' };
    const bytes = Buffer.from('{"gsm":"963944123456","code":"482910"}');
    keepRequest({ accountId: account.id, tokenId }, { request, bytes, answer, ms: 3 });
    return id;
  });
  await flushRequests();
  const of = ["request", "list", "--account", String(account.id)];
  const { requests } = await json(...of);
  expect(requests).toMatchObject([
    { id: ids[1], status: 402, error: "quota", token_name: "shop", address: "203.0.113.7", at: iso },
    { id: ids[0], status: 201, error: null },
  ]);
  expect((await json(...of, "--status", "refused")).requests).toHaveLength(1);
  expect((await json(...of, "--find", "0944 123 456", "--limit", "1")).requests).toHaveLength(1);
  expect(await json("request", "show", ids[0]!)).toMatchObject({
    id: ids[0],
    message: 5,
    body: '{"gsm":"9639******56","code":"******"}',
  });
  await fails(1, /^--status must list statuses/, ...of, "--status", "999");
  await fails(1, /^--find must be the id/, ...of, "--find", "shop");
  await fails(1, /^There is no request x in the log\.\n$/, "request", "show", "x");
});

test("a user is deactivated, reactivated, and gets two-factor authentication reset", {
  timeout: 120_000,
}, async () => {
  const { developer } = await makeCustomer();
  const user = ["--email", developer.name];
  expect(await json("user", "deactivate", ...user)).toMatchObject({ id: developer.id, removed_at: iso });
  expect(await json("user", "reactivate", ...user)).toMatchObject({ id: developer.id, removed_at: null });
  await fails(1, /^Two-factor authentication is not on\.\n$/, "user", "reset-two-factor", ...user);
  await gateway.sql`insert into two_factors (user_id, sealed, last_step) values (${developer.id}, '', 1)`;
  const reset = await json("user", "reset-two-factor", ...user);
  expect(reset).toEqual({ id: developer.id, email: developer.name });
});

test("refused: exit code 1, one line that says why", { timeout: 120_000 }, async () => {
  await fails(1, /^There is no account 99999\.\n$/, "account", "suspend", "99999");
  await fails(1, /^--email must be an e-mail address/, "user", "create", "--email", "x", "--role", "admin");
  await fails(
    1,
    /^--account is required for a member/,
    "user",
    "create",
    "--email",
    "x@y.zz",
    "--role",
    "developer",
  );
  await fails(1, /^There is no message 5000000000\.\n$/, "message", "show", "5000000000");
  await fails(1, /^--cidr must be an IPv4/, "whitelist", "add", "--account", "1", "--cidr", "nonsense");
  const bodiless = ["template", "create", "--account", "1", "--name", "N"];
  await fails(1, /^--english or --arabic is required\n$/, ...bodiless);
  await fails(1, /is a directory; name a file in it/, "backup", folder);
  await fails(1, /^"" cannot be written: it is no name of a file\n$/, "backup", "");
  for (const noun of ["message", "request", "token", "template", "user", "whitelist"]) {
    await fails(1, /^There is no account 99999\.\n$/, noun, "list", "--account", "99999");
  }
  await fails(1, /^No running server/, "inbox");
  await fails(1, /^--number must be a phone number\n$/, "inbox", "--number", "abc");
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

test("help exits with code 0", async () => {
  const help = await gate(["subscription", "grant", "--help"]);
  expect([help.code, help.stderr]).toEqual([0, ""]);
  expect(help.stdout).toContain("--quota");
});

test.each(["help", "token create --help", "account list"])(
  "what %s has to say is not lost on a full disk without a word",
  async (words) => {
    const full = openSync("/dev/full", "w");
    const { code, stderr } = await gate(words.split(" "), {}, full);
    closeSync(full);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/ENOSPC.*\n$/)]);
  },
);
