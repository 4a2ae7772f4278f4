/** Where each side's send log is. Apart from `message-log.ts`, since browsers load this. */
export const LOG_PAGES = { developer: "/messages", admin: "/admin/messages" } as const;

/** How many new messages the pill above a table counts. */
export const MOST_NEWS = 99;
