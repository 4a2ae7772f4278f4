/**
 * The statuses of an account and the orders in which accounts are listed. Separate from `account.ts` because browsers
 * load this file.
 */
export const ACCOUNT_STATUSES = ["active", "suspended"] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];
export const ACCOUNT_ORDERS = ["newest", "name", "credits"] as const;
