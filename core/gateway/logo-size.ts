/** The maximum size of a logo in bytes. Separate from `logo.ts` because browsers load this file. */
export const LOGO_BYTES = 100_000;
