/** How long requests are kept. Separate from `request-log.ts` because browsers load this file. */
export const REQUEST_DAYS = 7;
