import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/** A process that logs far more than a pipe holds, and goes on with its work, which it reports on standard error. */
const program = `
  const { log } = await import(${JSON.stringify(join(import.meta.dirname, "log.ts"))});
  const { print, finishOutput } = await import(${JSON.stringify(join(import.meta.dirname, "output.ts"))});
  print(1, "begins");
  for (let turn = 1; turn <= 20; turn++) {
    for (let line = 0; line < 100; line++) log().info({ line }, "x".repeat(200));
    await new Promise((resolve) => setImmediate(resolve));
  }
  process.stderr.write("worked\\n");
  await finishOutput();
  process.exit(0);
`;

function run(stdout: number | "pipe"): ChildProcess {
  const args = ["--input-type=module-typescript", "--eval", program];
  return spawn(process.execPath, args, {
    stdio: ["ignore", stdout, "pipe"],
    env: { PATH: process.env.PATH, NODE_ENV: "test" },
  });
}

async function end(child: ChildProcess): Promise<{ code: number; said: string }> {
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const [code] = await once(child, "close");
  return { code, said };
}

test("standard output on a full disk only loses lines", async () => {
  const full = openSync("/dev/full", "w");
  expect(await end(run(full))).toEqual({ code: 0, said: "worked\n" });
  closeSync(full);
});

test("a reader that goes away after its first line only loses the others", async () => {
  const child = run("pipe");
  child.stdout?.once("data", () => child.stdout?.destroy());
  expect(await end(child)).toEqual({ code: 0, said: "worked\n" });
});

test("a reader that has stopped reading delays neither the work nor the exit", async () => {
  const child = run("pipe");
  child.stdout?.pause();
  const ended = new Promise<{ code: number; said: string }>((resolve) => {
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    // Not `close`, which waits for the reader.
    child.once("exit", (code) => resolve({ code: code ?? -1, said }));
  });
  expect(await ended).toEqual({ code: 0, said: "worked\n" });
  child.stdout?.destroy();
});

test("a reader gets every line, including the last ones", async () => {
  const child = run("pipe");
  let lines = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    lines += text;
  });
  expect((await end(child)).code).toBe(0);
  expect(lines.trimEnd().split("\n")).toHaveLength(2001);
  expect(lines.startsWith("begins\n")).toBe(true);
});
