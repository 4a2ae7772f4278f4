import { shared } from "#runtime/shared.ts";

/** Whether a statement failed for want of room. Filled by sends, and read by whoever asks whether one could be made. */
export const diskFull = () => shared("readiness", () => ({ seen: false }));

/** Takes note of a failed statement: a full disk shows only where a table has to grow. */
export function noteFailure(error: unknown): void {
  if (sqlState(error) === "53100") diskFull().seen = true;
}

export function sqlState(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : undefined;
}
