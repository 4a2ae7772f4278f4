import { EnvironmentError } from "#runtime/env.ts";
import { describeError } from "#runtime/log.ts";

/** What keeps the gateway from starting, where the cause is known: the message is one line that says what to do. */
export class StartError extends Error {}

/** The text for an error's reader: one line where the cause is known, never a stack unless it was asked for. */
export function explain(error: unknown): string {
  const known = error instanceof StartError || error instanceof EnvironmentError;
  const described = describeError(error);
  const message = known ? error.message : described.message;
  if (process.env.LOG_LEVEL === "debug" || process.env.LOG_LEVEL === "trace") {
    return [message, ...(described.stack ?? []).map((frame) => `    ${frame}`)].join("\n");
  }
  return known ? message : `${message}\n(LOG_LEVEL=debug shows where this comes from)`;
}

/** The code of a system or database error, such as ENOENT or 57P03. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : undefined;
}
