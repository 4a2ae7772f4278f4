const key = Symbol.for("aman-gate.shared");

/**
 * One value per process, made on first use and kept on `globalThis`.
 *
 * Next bundles its own copy of every module that a page or a route handler reaches, and the server runs the
 * same files from disk. What must exist once (pools, batches, counters, the sandbox's inbox) is therefore kept
 * where both copies find it.
 */
export function shared<T>(name: string, make: () => T): T {
  const values = all();
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}

/** A value that was made before, or undefined: nothing is made. */
export function kept<T>(name: string): T | undefined {
  return all().get(name) as T | undefined;
}

/** Lets go of a value, so that the next use makes another. */
export function renew(name: string): void {
  all().delete(name);
}

function all(): Map<string, unknown> {
  const room = globalThis as unknown as { [key: symbol]: Map<string, unknown> | undefined };
  room[key] ??= new Map();
  return room[key];
}
