interface PostgresFault {
  code?: unknown;
  constraint_name?: unknown;
}

/** PostgreSQL's own error, which Drizzle wraps. */
function fault(error: unknown): PostgresFault | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ("severity" in current && "code" in current) return current as PostgresFault;
  }
  return undefined;
}

/** The name of the unique constraint that refused a statement; undefined for any other error. */
export function uniqueConflict(error: unknown): string | undefined {
  const found = fault(error);
  return found?.code === "23505" ? String(found.constraint_name) : undefined;
}

/**
 * The name of the foreign key that refused a statement because the referenced row does not exist; undefined for any
 * other error.
 */
export function missingReference(error: unknown): string | undefined {
  const found = fault(error);
  return found?.code === "23503" ? String(found.constraint_name) : undefined;
}
