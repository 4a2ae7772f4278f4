/** A list shows "1,000+" for more messages of a template than these, rather than read a busy account's log. */
export const MOST_COUNTED = 1_000;
/** The days that count as recent. Browsers load this file. */
export const RECENT_DAYS = 7;
