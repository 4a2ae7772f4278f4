/** Where a day begins and ends for people: days of charts, of the ledger, and of dates on pages. */
export const TIME_ZONE = "Asia/Damascus";
