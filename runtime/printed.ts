import { stripVTControlCharacters } from "node:util";
import { harmless } from "./harmless.ts";
import { log } from "./log.ts";

const LEVELS = {
  error: "error",
  warn: "warn",
  info: "info",
  log: "info",
  dir: "info",
  table: "info",
  trace: "debug",
  debug: "debug",
} as const;

/**
 * From now on, whatever libraries print (Next, next-auth, Node's warnings) goes into the log as JSON lines, sanitised
 * like everything in it. Next prints every error of a page with the statement and its values.
 */
export function logWhatIsPrinted(): void {
  for (const [method, level] of Object.entries(LEVELS)) {
    Object.defineProperty(console, method, {
      value: (...args: unknown[]) => log()[level](...lineOf(args)),
      writable: true,
      configurable: true,
    });
  }
  process.removeAllListeners("warning");
  process.on("warning", (warning) => log().warn({ err: warning }, "a warning of Node's"));
}

/** Errors are serialised and strings are kept; any other value may contain anything and is dropped. */
function lineOf(args: unknown[]): [object, string] {
  const err = args.map(errorIn).find((error) => error !== undefined);
  const words = args.filter((arg) => typeof arg === "string").map(stripVTControlCharacters);
  // The symbol that Next puts in front of its lines.
  const text = harmless(words.join(" ")).replace(/^[⨯⚠▲○✓»]\s*/u, "");
  return [err ? { err } : {}, text || (err ? "an error was reported" : "something was printed")];
}

/** next-auth wraps the error in an object. */
function errorIn(arg: unknown): Error | undefined {
  if (arg instanceof Error) return arg;
  const inner = typeof arg === "object" && arg !== null ? (arg as { error?: unknown }).error : undefined;
  return inner instanceof Error ? inner : undefined;
}
