import pino from "pino";
import { env } from "./env.ts";
import { harmless } from "./harmless.ts";
import { output } from "./output.ts";
import { requestUnderWay } from "./page-request.ts";
import { shared } from "./shared.ts";

/**
 * The structured log on stdout, one JSON object per line. Nothing that is logged may contain a token, a code, a message
 * text or a full phone number: callers pass ids and masked numbers, and the names below are redacted in case one slips
 * through.
 */
export function log(): pino.Logger {
  return shared("log", () => logTo(output(1)));
}

/** For the command line: what its answer and its error do not say is of no use to who reads them. */
export function silenceLog(): void {
  shared("log", () => pino({ level: "silent" }));
}

export function logTo(destination: pino.DestinationStream): pino.Logger {
  return pino(
    {
      level: env().LOG_LEVEL,
      base: { pid: process.pid },
      timestamp: timeField,
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

let lastTime = { at: 0, field: "" };

/** As pino's own `isoTime`, formatted once for all lines of a millisecond. */
function timeField(): string {
  const at = Date.now();
  if (at !== lastTime.at) lastTime = { at, field: `,"time":"${new Date(at).toISOString()}"` };
  return lastTime.field;
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
 * Serialises an error without the data that its message may quote. Drizzle's errors quote a statement's values,
 * PostgreSQL's quote the text that could not be parsed and, in `detail`, a row; only this function knows. The digest is
 * the one that the failed page showed to its reader.
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

/** An error in one line, as safe as `describeError`. */
export function reasonOf(error: unknown): string {
  return describeError(error).message;
}

function messageOf(error: Error): string {
  const { code } = error as { code?: unknown };
  // Class 22 is "data exception": the message quotes the data.
  const quotes = error.name === "PostgresError" && String(code).startsWith("22");
  return harmless(quotes ? error.message.replace(/"[^"]*"/gs, '"…"') : error.message);
}

/** The stack trace alone: `stack` begins with the message, which may have several lines. */
function framesOf({ stack = "", message }: Error): string[] {
  const begin = stack.indexOf(message);
  return stack
    .slice(begin === -1 ? 0 : begin + message.length)
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 7)
    .map((line) => harmless(line));
}
