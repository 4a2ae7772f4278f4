import { afterEach, beforeEach, expect, test } from "vitest";
import { logTo } from "./log.ts";
import { logWhatIsPrinted } from "./printed.ts";
import { shared } from "./shared.ts";

const methods = ["error", "warn", "info", "log", "dir", "table", "trace", "debug"] as const;
const printer = globalThis.console;
const own = Object.fromEntries(methods.map((name) => [name, printer[name]]));
const listeners = process.listeners("warning");
let lines: Record<string, unknown>[] = [];

beforeEach(() => {
  lines = [];
  shared("log", () => logTo({ write: (line) => lines.push(JSON.parse(line)) }));
  logWhatIsPrinted();
});
afterEach(() => {
  Object.assign(printer, own);
  process.removeAllListeners("warning");
  for (const listener of listeners) process.on("warning", listener);
});

test("an error as Next prints it, with its mark, is one described line", () => {
  const error = Object.assign(new Error("Failed query: select 1\nparams: 963933123456"), { digest: "4711" });
  printer.error("\u001b[31m\u001b[1m⨯\u001b[22m\u001b[39m", error);
  expect(lines).toMatchObject([
    {
      level: 50,
      msg: "an error was reported",
      err: { message: "Failed query: select 1", digest: "4711", stack: expect.any(Array) },
    },
  ]);
  expect(JSON.stringify(lines)).not.toContain("963933123456");
});

test("texts keep their level and lose line breaks; contents of objects are left out", async () => {
  printer.warn("\u001b[33m⚠\u001b[39m two\nlines");
  printer.log("facts", { number: "963933123456" });
  printer.error("[next-auth][error][X]", "words", { error: new Error("inside"), code: "482910" });
  expect(lines).toMatchObject([
    { level: 40, msg: "two lines" },
    { level: 30, msg: "facts" },
    { level: 50, msg: "[next-auth][error][X] words", err: { message: "inside" } },
  ]);
  process.emitWarning("too many listeners");
  await new Promise(setImmediate);
  expect(lines.at(-1)).toMatchObject({ level: 40, err: { message: "too many listeners" } });
  expect(JSON.stringify(lines)).not.toMatch(/963933123456|482910/);
});
