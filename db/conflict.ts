interface PostgresFault {
  code?: unknown;
  constraint_name?: unknown;
}

/** PostgreSQL's own error: drizzle wraps it. */
function fault(error: unknown): PostgresFault | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("severity" in current && "code" in current) return current as PostgresFault;
  }
  return undefined;
}

/** Which unique constraint refused a statement, or undefined where the error is another one. */
export function uniqueConflict(error: unknown): string | undefined {
  const found = fault(error);
  return found?.code === "23505" ? String(found.constraint_name) : undefined;
}

/** Which foreign key refused a statement: the row it names is not there. */
export function missingReference(error: unknown): string | undefined {
  const found = fault(error);
  return found?.code === "23503" ? String(found.constraint_name) : undefined;
}
