const key = Symbol.for("aman-gate.shared");

/**
 * One value per process, made on first use and kept on `globalThis`.
 *
 * Next bundles its own copy of every module that a page or a route handler reaches, and the server runs the
 * same files from disk. What must exist once (pools, batches, counters, the sandbox's inbox) is therefore kept
 * where both copies find it.
 */
export function shared<T>(name: string, make: () => T): T {
  const room = globalThis as unknown as { [key: symbol]: Map<string, unknown> | undefined };
  let values = room[key];
  if (!values) {
    values = new Map();
    room[key] = values;
  }
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}
