/** How many rows a page of a list may have. Apart from `table-params.ts`, since browsers load this. */
export const PAGE_SIZES = [25, 50, 100] as const;
