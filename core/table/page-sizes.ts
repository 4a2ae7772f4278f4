/** The possible page sizes of a list. Separate from `table-params.ts` because browsers load this file. */
export const PAGE_SIZES = [25, 50, 100] as const;
