import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { folder, gate, gateway } from "#bin/fixtures/command-line.ts";

const ENV_FILE = join(folder, "settings");
const list = (env: Record<string, string> = {}) =>
  gate(["account", "list", "--json"], { DATABASE_URL: "", APP_SECRET: "", ENV_FILE, ...env });
const write = (...lines: string[]) => writeFileSync(ENV_FILE, lines.join("\n"));

test("the settings of the file count, and the environment takes precedence", async () => {
  write(
    "\ufeff# Ours",
    `DATABASE_URL="${gateway.url}"\r`,
    `APP_SECRET=${gateway.secret}`,
    "LOG_LEVEL=warn",
    "",
  );
  expect(await list()).toMatchObject({ code: 0, stderr: "" });
  const { code, stderr } = await list({ LOG_LEVEL: "loud" });
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^LOG_LEVEL must be one of/)]);
  expect(await list({ DATABASE_URL: "nowhere" })).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("DATABASE_URL"),
  });
});

test("a name that is no setting, a missing file and a directory are refused in one line", async () => {
  write(`DATABSE_URL=${gateway.url}`, "PUBLICURL=x");
  const mistyped = await list();
  expect([mistyped.code, mistyped.stdout]).toEqual([1, ""]);
  expect(mistyped.stderr).toBe(
    `${ENV_FILE} sets what is not a setting: DATABSE_URL, PUBLICURL; docs/operations.md lists all settings\n`,
  );
  const missing = await list({ ENV_FILE: join(folder, "nothing") });
  expect([missing.code, missing.stderr]).toEqual([
    1,
    expect.stringMatching(/nothing cannot be read \(ENOENT\)/),
  ]);
  const directory = await list({ ENV_FILE: folder });
  expect([directory.code, directory.stderr]).toEqual([1, expect.stringMatching(/cannot be read \(EISDIR\)/)]);
});

test("help needs no settings", async () => {
  write("DATABSE_URL=x");
  chmodSync(ENV_FILE, 0o600);
  expect(await gate(["account", "--help"], { ENV_FILE })).toMatchObject({ code: 0, stderr: "" });
  const version = await gate(["--version"], { ENV_FILE });
  expect([version.code, version.stderr]).toEqual([0, ""]);
  expect(version.stdout).toMatch(/^Aman Gate \d+\.\d+\.\d+\n$/);
});
