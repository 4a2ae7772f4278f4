import pino from "pino";
import { env } from "./env.ts";
import { harmless } from "./harmless.ts";
import { output } from "./output.ts";
import { requestUnderWay } from "./page-request.ts";
import { shared } from "./shared.ts";

/**
 * Structured log on stdout, a JSON object a line. Nothing that is logged may hold a token, a code, a text or a
 * full phone number: callers pass ids and masked numbers, and the names below are censored in case one slips.
 */
export function log(): pino.Logger {
  return shared("log", () => logTo(output(1)));
}

export function logTo(destination: pino.DestinationStream): pino.Logger {
  return pino(
    {
      level: env().LOG_LEVEL,
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => ({ ...requestUnderWay() }),
      redact: {
        paths: ["code", "token", "password", "text", "number", "gsm", "authorization"],
        censor: "[hidden]",
      },
      serializers: { err: describeError },
    },
    destination,
  );
}

interface Described {
  type?: string;
  message: string;
  code?: string;
  digest?: string;
  stack?: string[];
  cause?: Described;
}

/**
 * An error without what its message may quote. The one place that knows: Drizzle's error names a statement's
 * values, PostgreSQL's the text that it could not read, and in its `detail` a row's. The digest is what the page
 * that failed showed to its reader.
 */
export function describeError(error: unknown): Described {
  if (!(error instanceof Error)) {
    // pg-boss reports some of its errors as plain objects.
    const { message } = (error ?? {}) as { message?: unknown };
    return { message: harmless(typeof message === "string" ? message : String(error)) };
  }
  const { code, digest } = error as { code?: unknown; digest?: unknown };
  return {
    type: error.name,
    message: messageOf(error),
    ...(typeof code === "string" ? { code } : {}),
    ...(typeof digest === "string" ? { digest } : {}),
    stack: framesOf(error),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
  };
}

function messageOf(error: Error): string {
  const { code } = error as { code?: unknown };
  // Class 22 is "data exception": the message quotes the data.
  const quotes = error.name === "PostgresError" && String(code).startsWith("22");
  return harmless(quotes ? error.message.replace(/"[^"]*"/gs, '"…"') : error.message);
}

/** The stack begins with the message, of however many lines. */
function framesOf({ stack = "", message }: Error): string[] {
  const begin = stack.indexOf(message);
  return stack
    .slice(begin === -1 ? 0 : begin + message.length)
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 7)
    .map((line) => harmless(line));
}
