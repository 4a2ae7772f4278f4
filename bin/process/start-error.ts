import { EnvironmentError } from "#runtime/env.ts";
import { describeError } from "#runtime/log.ts";

/** A known reason why the gateway cannot start: the message is one line that says what to do. */
export class StartError extends Error {}

/** The text of an error for its reader: one line if the cause is known, and no stack unless requested. */
export function explain(error: unknown): string {
  const system = systemFault(error);
  const known = error instanceof StartError || error instanceof EnvironmentError || system !== undefined;
  const described = describeError(error);
  const message = system ?? (known ? (error as Error).message : described.message);
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

/** What to do about a file that could not be written, in one line. */
function systemFault(error: unknown): string | undefined {
  const code = codeOf(error);
  if (!(error instanceof Error) || code === undefined || !("syscall" in error)) return undefined;
  const { path } = error as { path?: string };
  const file = path ?? "a file of DATA_DIR";
  if (code === "ENOSPC" || code === "EDQUOT")
    return `${file} cannot be written, because its disk is full (${code}): make room and start again`;
  if (code === "EROFS")
    return `${file} cannot be written, because its disk is mounted to be read only (${code})`;
  if (code === "EIO") return `${file} cannot be read or written, because its disk fails (${code})`;
  if ((code === "EACCES" || code === "EPERM") && path !== undefined)
    return `${file} is closed to this user (${code}): start as the user who owns it`;
  return undefined;
}
