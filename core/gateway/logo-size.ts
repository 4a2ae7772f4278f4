/** The most bytes of a logo. Apart from `logo.ts`, since browsers load this. */
export const LOGO_BYTES = 100_000;
