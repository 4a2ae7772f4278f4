import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import { bundled } from "./bundle.mjs";
import { freshGateway } from "./test-gateway.ts";

/**
 * The set-up of the command line's tests, for every file that imports it: a gateway of its own, which each command
 * finds as it would find a real one.
 */
export let gateway: Awaited<ReturnType<typeof freshGateway>>;
export const folder = mkdtempSync(join(tmpdir(), "aman-gate-cli-"));
/** As `npm run gate` runs it: bundled, which takes a fifth of the CPU of its sources. */
let script: string;

beforeAll(async () => {
  script = (await bundled(dirname(import.meta.dirname), "gate")) ?? join(import.meta.dirname, "gate.ts");
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

export function gate(words: string[], env: Record<string, string> = {}): Promise<Ran> {
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

/** The JSON object that a verb prints with `--json`, and nothing else on either stream. */
export async function json(...words: string[]): Promise<Record<string, unknown>> {
  const { code, stdout, stderr } = await gate([...words, "--json"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout.endsWith("\n")).toBe(true);
  return JSON.parse(stdout) as Record<string, unknown>;
}

export async function fails(code: number, reason: RegExp, ...words: string[]): Promise<void> {
  const ran = await gate([...words, "--json"]);
  expect([ran.code, ran.stdout]).toEqual([code, ""]);
  expect(ran.stderr).toMatch(reason);
  if (code === 1) expect(ran.stderr.trimEnd()).not.toContain("\n");
}

export const iso = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
