import postgres from "postgres";

/**
 * Whether PostgreSQL itself refused a statement, so that neither it nor its transaction had any effect. `again`: a
 * transient conflict (a deadlock, a serialization failure). `alone`: the input of one of the batched items may be at
 * fault. `heldUp`: a lock may hold up one of the items.
 * An error of any other origin (null) guarantees nothing: the statement may have been executed before it.
 */
export function statementRefused(error: unknown): "again" | "alone" | "heldUp" | null {
  if (!(error instanceof postgres.PostgresError)) return null;
  if (HELD_UP.has(error.code)) return "heldUp";
  if (CONFLICTS.has(error.code)) return "again";
  // 40003 is statement_completion_unknown: the statement may have been executed.
  return isDatabaseAway(error) || error.code === "40003" ? null : "alone";
}

/** lock_timeout; and query_canceled, by statement_timeout or by an administrator. */
const HELD_UP = new Set(["55P03", "57014"]);

/**
 * serialization_failure and deadlock_detected: the transaction conflicted with a concurrent one and was rolled back as
 * a whole. A retry is safe.
 */
const CONFLICTS = new Set(["40001", "40P01"]);

/**
 * SQLSTATEs, error codes of the client and our own, which mean that the database could not be reached, is shutting
 * down, or did not get to the statement.
 */
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
  "ENETDOWN",
  "EHOSTDOWN",
  "EAI_AGAIN",
  // This machine or process has no room for another connection: descriptors, ports, buffers.
  "EMFILE",
  "ENFILE",
  "EADDRNOTAVAIL",
  "ENOBUFS",
  "57P01",
  "57P02",
  "57P03",
  "57P04",
  "57P05",
  "25006",
  "TURNED_AWAY",
  ...HELD_UP,
]);

/** Classes "connection exception" and "insufficient resources" (a full disk, too many connections). */
const UNAVAILABLE_CLASSES = ["08", "53"];

/** Whether the error means that the database is unavailable, rather than that the statement is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  return codesOf(error).some(
    (code) => UNAVAILABLE.has(code) || UNAVAILABLE_CLASSES.includes(code.slice(0, 2)),
  );
}

/**
 * Whether the transaction was rolled back because of a concurrent one (see `CONFLICTS`). The database is available and
 * the transaction may be retried.
 */
export function isConflict(error: unknown): boolean {
  return codesOf(error).some((code) => CONFLICTS.has(code));
}

/** Whether the caller should try again later, because the request itself is not at fault. */
export function isUnavailable(error: unknown): boolean {
  return isDatabaseAway(error) || isConflict(error);
}

/** Drizzle wraps the database's error as the `cause` of its own. */
function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { code } = cause as { code?: unknown };
    if (typeof code === "string") codes.push(code);
  }
  return codes;
}

/** A transaction whose commit got no answer: it was made or not. */
export class InDoubt extends Error {
  constructor(cause: unknown) {
    super("The database did not answer the commit", { cause });
  }
}

/** Whether what was asked for may have been done all the same, so that doing it again could do it twice. */
export function isInDoubt(error: unknown): boolean {
  return error instanceof InDoubt;
}
