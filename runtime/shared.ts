const key = Symbol.for("aman-gate.shared");

/**
 * One value per process, created on first use and kept on `globalThis`.
 *
 * Next bundles its own copy of every module that a page or route handler imports, while the server loads the same files
 * from disk. Whatever must exist only once (pools, batches, counters, the sandbox's inbox) is therefore kept where both
 * copies find it.
 */
export function shared<T>(name: string, make: () => T): T {
  const values = all();
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}

/**
 * An answer that is read once for all who ask within `ms`, counted from the first of them. An error is passed on to those who
 * wait for it, and not kept.
 */
export function sharedFor<T>(name: string, ms: number, read: () => Promise<T>): Promise<T> {
  return shared(name, async () => {
    setTimeout(renew, ms, name).unref();
    try {
      return await read();
    } catch (error) {
      renew(name);
      throw error;
    }
  });
}

/** The value if it exists already, else undefined; it is not created. */
export function kept<T>(name: string): T | undefined {
  return all().get(name) as T | undefined;
}

/** Removes a value, so that the next use creates a new one. */
export function renew(name: string): void {
  all().delete(name);
}

function all(): Map<string, unknown> {
  const room = globalThis as unknown as { [key: symbol]: Map<string, unknown> | undefined };
  room[key] ??= new Map();
  return room[key];
}
