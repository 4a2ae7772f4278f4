import pino from "pino";
import { env } from "./env.ts";
import { shared } from "./shared.ts";

/**
 * Structured log on stdout, a JSON object a line. Nothing that is logged may hold a token, a code, a text or a
 * full phone number: callers pass ids and masked numbers, and the names below are censored in case one slips.
 */
export function log(): pino.Logger {
  return shared("log", () =>
    pino(
      {
        level: env().LOG_LEVEL,
        base: { pid: process.pid },
        timestamp: pino.stdTimeFunctions.isoTime,
        redact: {
          paths: ["code", "token", "password", "text", "number", "gsm", "authorization"],
          censor: "[hidden]",
        },
        serializers: { err: describeError },
      },
      // Buffered, because a line a request is a system call a request; flushed every second and at exit.
      pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 1000 }),
    ),
  );
}

/** An error without what its message may quote: a database's error names values in its `detail`, so that stays out. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) {
    // pg-boss reports some of its errors as plain objects.
    const { message } = (error ?? {}) as { message?: unknown };
    return { message: typeof message === "string" ? message.split("\n")[0] : String(error) };
  }
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message.split("\n")[0],
    ...(typeof code === "string" ? { code } : {}),
    stack: error.stack
      ?.split("\n")
      .slice(1, 8)
      .map((line) => line.trim()),
    ...(error.cause ? { cause: describeError(error.cause) } : {}),
  };
}
