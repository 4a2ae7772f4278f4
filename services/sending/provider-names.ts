import { shared } from "#runtime/shared.ts";

/** The names of the providers that this process has loaded, by id, for metrics; a removed one keeps its last name. */
export const providerNames = () => shared("provider names", () => new Map<number, string>());
