import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fails, folder, gate, iso, json } from "#bin/fixtures/command-line.ts";
import { makeCustomer } from "#bin/fixtures/gateway.ts";

test("help leads to every verb, and names what does not exist", async () => {
  const { code, stdout } = await gate(["help", "subscription", "grant"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Usage: gate subscription grant --account <id> \[options\]$/m);
  expect(stdout).toMatch(/--account <id> .*\(required\)/);
  expect(stdout).toMatch(/one of: off, lapse, carry; default: off/);
  expect((await gate(["help", "provider", "preset", "show"])).stdout).toMatch(/gate provider preset show/);
  for (const words of [["nope"], ["account", "nope"], ["account", "create", "nope"]]) {
    const ran = await gate(["help", ...words]);
    expect([ran.code, ran.stdout]).toEqual([2, ""]);
    expect(ran.stderr).toMatch(/unknown command 'nope'/);
  }
});

test("errors name the option that was given", async () => {
  await fails(1, /^--to must be a mobile number/, "provider", "test", "sandbox", "--to", "foo");
  await fails(
    2,
    /--templates.*from 1 to/,
    "token",
    "create",
    "--account",
    "1",
    "--name",
    "x",
    "--templates",
    "1,x",
  );
  await fails(2, /from 1 to 2147483647/, "account", "suspend", "2147483648");
  await fails(2, /not to stdout/, "backup", "-");
});

test("a token is never widened by an option that was not given", async () => {
  const { account, template } = await makeCustomer();
  const own = ["--account", String(account.id), "--name", "app", "--templates", String(template.id)];
  const token = await json("token", "create", ...own);
  const scope = (...options: string[]) => json("token", "scope", String(token.id), ...options);
  await fails(2, /nothing to change/, "token", "scope", String(token.id));
  expect(await scope("--access", "send")).toMatchObject({ access: "send", template_ids: [template.id] });
  expect(await scope("--templates", "all")).toMatchObject({ access: "send", template_ids: null });
});

test("an empty file is no password", async () => {
  const file = join(folder, "password");
  const create = ["user", "create", "--email", "empty@example.com", "--role", "admin", "--password-file"];
  writeFileSync(file, "\n");
  await fails(1, /password cannot be read: it is empty$/m, ...create, file);
  // Its stdin is nothing here.
  await fails(1, /^stdin cannot be read: it is empty$/m, ...create, "-");
});

test("a provider's file is refused with what is wrong in it", async () => {
  const file = join(folder, "provider.json");
  const set = (content: string) => {
    writeFileSync(file, content);
    return ["provider", "set", "--name", "p", "--preset", "kannel", "--file", file];
  };
  const secret = '{\n"password": "hunter2"\n"user": "u"}';
  expect((await gate(set(secret))).stderr).toMatch(/it is not JSON: line 3 column 1$/m);
  expect((await gate(set(secret))).stderr).not.toContain("hunter2");
  await fails(1, /it is empty/, ...set(" "));
  await fails(1, /it ends too early/, ...set('{"user":'));
  await fails(
    1,
    /still has "…" instead of a value: user, more\.password/,
    ...set('{"user":"…","more":{"password":"…"}}'),
  );
  writeFileSync(file, '\ufeff{"delay_ms": 10}');
  await json("provider", "set", "--name", "marked", "--kind", "sandbox", "--file", file);
  await fails(
    1,
    /there is no such file/,
    "provider",
    "set",
    "--name",
    "p",
    "--kind",
    "http",
    "--file",
    `${file}.no`,
  );
});

test("links for a user are whole only where the dashboard's address is known", async () => {
  const { account } = await makeCustomer();
  const whom = ["--email", "invited@example.com"];
  const invite = ["user", "invite", ...whom, "--role", "developer", "--account", String(account.id)];
  const path = expect.stringMatching(/^\/invite\/[\w-]{43}$/);
  expect(await json(...invite)).toMatchObject({ path, url: null, expires_at: iso, mailed: false });
  await fails(1, /already exists/, ...invite);
  await fails(1, /has not taken up the invitation yet/, "user", "reset-link", ...whom);
  await json("user", "create", "--email", "known@example.com", "--role", "admin");
  const reset = ["user", "reset-link", "--email", "known@example.com"];
  const { stdout } = await gate(reset, { PUBLIC_URL: "https://otp.example.com" });
  expect(stdout).toMatch(/^https:\/\/otp\.example\.com\/invite\/[\w-]{43}$/m);
  expect((await gate(reset)).stdout).toMatch(/^\/invite\/[\w-]{43} at the dashboard's address/m);
});

test("a route to numbers that nothing is sent to is named", async () => {
  writeFileSync(join(folder, "sandbox.json"), "{}");
  await json("provider", "set", "--name", "box", "--kind", "sandbox", "--file", join(folder, "sandbox.json"));
  const set = ["route", "set", "--prefix", "93", "--providers", "box"];
  expect((await gate(set)).stdout).toMatch(/no number of an allowed country begins with 93;/);
  await json("route", "set", "--prefix", "9", "--providers", "box");
  expect(await json("route", "list")).toMatchObject({ unserved: ["93"] });
  for (const prefix of ["93", "9"]) await json("route", "remove", "--prefix", prefix);
});

test("the list of providers says how they are", async () => {
  const { providers } = (await json("provider", "list")) as { providers: { name: string; state: object }[] };
  expect(providers.find(({ name }) => name === "box")?.state).toMatchObject({ kind: "unheard" });
  expect((await gate(["provider", "list"])).stdout).toMatch(/box .*unknown: no server is running/);
});
