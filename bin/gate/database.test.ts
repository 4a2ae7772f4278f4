import { existsSync, mkdirSync, readlinkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fails, folder, gate, gateway, json } from "#bin/fixtures/command-line.ts";
import { makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { setProvider } from "#services/gateway/providers.ts";

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
  const bare = await gate(["doctor"]);
  expect([bare.code, bare.stdout]).toEqual([
    1,
    expect.stringMatching(/^FAIL {2}providers: there is no provider/m),
  ]);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
  expect(await json("doctor")).toMatchObject({ ok: true, checks: expect.any(Array) });
  const wrong = await gate(["doctor"], { APP_SECRET: "another secret of thirty-two letters" });
  expect([wrong.code, wrong.stderr]).toEqual([1, ""]);
  expect(wrong.stdout).toMatch(/^FAIL {2}secret: APP_SECRET is not the one/m);
  expect(wrong.stdout.trim().split("\n")).toSatisfy((lines: string[]) =>
    lines.every((line) => /^(ok {2}|warn|FAIL) {2}[a-z-]+: /.test(line)),
  );
  const drift = `update subscriptions set used = used + 1 where id = ${customer.subscription.id}`;
  await gateway.sql.unsafe(drift);
  const ill = await gate(["doctor", "--json"]);
  expect([ill.code, JSON.parse(ill.stdout).ok]).toEqual([1, false]);

  // To the command, this process's pools are other clients.
  await fails(1, /^Other programs are connected/, "restore", file);
  const other = await gate(["restore", file], { APP_SECRET: "another secret of thirty-two letters" });
  expect(other).toMatchObject({ code: 1, stdout: "" });
  expect(other.stderr).toMatch(/^The backup was made under another APP_SECRET/);
});

test.each(["doctor", "restore", "after-failover", "backup"])(
  "%s says where no database answers",
  async (verb) => {
    const away = { DATABASE_URL: "postgres://gate:hidden@127.0.0.1:1/gate" };
    const ran = await gate(verb.endsWith("r") ? [verb] : [verb, join(folder, "away.backup")], away);
    expect(ran).toEqual({
      code: 1,
      stdout: "",
      stderr: "no PostgreSQL answers at 127.0.0.1:1; check DATABASE_URL, or start it\n",
    });
  },
);

test("a reading command creates no database in a mistyped DATA_DIR", async () => {
  const nowhere = join(folder, "mistyped");
  for (const words of [
    ["account", "list"],
    ["doctor"],
    ["backup", join(folder, "x")],
    ["message", "show", "1"],
    ["database", "url"],
  ]) {
    const { code, stdout, stderr } = await gate(words, { DATABASE_URL: "", DATA_DIR: nowhere });
    const line = `There is no database in ${nowhere}: set DATA_DIR to the gateway's, or make one with: npm start\n`;
    expect([code, stdout, stderr]).toEqual([1, "", line]);
  }
  expect(existsSync(nowhere)).toBe(false);
});

test("a database on a disk that is not mounted is not created again", async () => {
  const away = join(folder, "away");
  mkdirSync(away);
  symlinkSync("/nowhere/database", join(away, "postgres"));
  for (const words of [
    ["account", "list"],
    ["account", "create", "--name", "Lost"],
  ]) {
    const { code, stdout, stderr } = await gate(words, { DATABASE_URL: "", DATA_DIR: away });
    const line = `${away}/postgres leads to /nowhere/database, which is not there: mount it, or remove the link\n`;
    expect([code, stdout, stderr]).toEqual([1, "", line]);
  }
  expect(readlinkSync(join(away, "postgres"))).toBe("/nowhere/database");
});
