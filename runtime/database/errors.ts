import postgres from "postgres";

/**
 * Whether PostgreSQL itself refused a statement, so that nothing of it, and of its transaction, was done. `again`
 * where only the moment was wrong (a deadlock, a serialization failure), `alone` where what it was given may be,
 * `heldUp` where somebody's lock may hold up one of them.
 * An error of any other origin says nothing of the kind: the statement may have been done before it.
 */
export function statementRefused(error: unknown): "again" | "alone" | "heldUp" | null {
  if (!(error instanceof postgres.PostgresError)) return null;
  if (HELD_UP.has(error.code)) return "heldUp";
  if (CONFLICTS.has(error.code)) return "again";
  // statement_completion_unknown means what its name says.
  return isDatabaseAway(error) || error.code === "40003" ? null : "alone";
}

/** lock_timeout; statement_timeout, or somebody cancelled it by hand. */
const HELD_UP = new Set(["55P03", "57014"]);

/**
 * serialization_failure and deadlock_detected: the transaction lost against another one that ran at the same time, and
 * PostgreSQL undid all of it. Done again it succeeds.
 */
const CONFLICTS = new Set(["40001", "40P01"]);

/** SQLSTATEs and codes of ours and the client's: the database could not be reached, is going down, did not come to it. */
const UNAVAILABLE = new Set([
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
  "57P01",
  "57P02",
  "57P03",
  "57P04",
  "57P05",
  "25006",
  "TURNED_AWAY",
  ...HELD_UP,
]);

/** Connection exceptions, and insufficient resources: a full disk, too many connections. */
const UNAVAILABLE_CLASSES = ["08", "53"];

/** Whether the error says that the database is away, rather than that the statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  return codesOf(error).some(
    (code) => UNAVAILABLE.has(code) || UNAVAILABLE_CLASSES.includes(code.slice(0, 2)),
  );
}

/** Whether the transaction lost against another one, see `CONFLICTS`. The database is there, and may be asked again. */
export function isConflict(error: unknown): boolean {
  return codesOf(error).some((code) => CONFLICTS.has(code));
}

/** Whether the caller is to try again later: what was asked is not at fault. */
export function isUnavailable(error: unknown): boolean {
  return isDatabaseAway(error) || isConflict(error);
}

/** Drizzle puts what the database said into the cause of an error of its own. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string") codes.push(code);
  }
  return codes;
}
