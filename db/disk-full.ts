import { shared } from "#runtime/shared.ts";

/** Whether a statement of this process failed for lack of disk space. Set by sends, read by the readiness check. */
export const diskFull = () => shared("readiness", () => ({ seen: false }));

/** Examines a failed statement's error: a full disk only shows when a table has to grow. */
export function noteFailure(error: unknown): void {
  if (sqlState(error) === "53100") diskFull().seen = true;
}

export function sqlState(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
