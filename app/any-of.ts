/**
 * What an action was given, to take fields from before the services validate them. The types of an action's parameters
 * are only what its page sends: a client may send anything, even nothing.
 */
export function anyOf<T extends object>(given: T | undefined): Partial<T>;
export function anyOf(given: unknown): Record<string, unknown>;
export function anyOf(given: unknown): object {
  return typeof given === "object" && given !== null ? given : {};
}

/** The same for a text: anything else is empty. */
export function textOf(given: unknown): string {
  return typeof given === "string" ? given : "";
}
