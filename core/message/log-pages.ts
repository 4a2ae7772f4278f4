/** The paths of the send logs. Separate from `message-log.ts` because browsers load this file. */
export const LOG_PAGES = { developer: "/messages", admin: "/admin/messages" } as const;

/** The maximum that the "new messages" pill above a table counts to. */
export const MOST_NEWS = 99;
