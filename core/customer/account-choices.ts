/** What an account may be, and in which orders accounts are listed. Apart from `account.ts`, since browsers load this. */
export const ACCOUNT_STATUSES = ["active", "suspended"] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];
export const ACCOUNT_ORDERS = ["newest", "name", "credits"] as const;
