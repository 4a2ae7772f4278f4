/** Which check refused a request of a known account. */
export type RefusalCheck = "token" | "address" | "suspended" | "request" | "quota" | "scope";

/** In the order in which they are checked. */
export const refusalChecks: readonly RefusalCheck[] = [
  "token",
  "address",
  "suspended",
  "scope",
  "request",
  "quota",
];

/** How far back pages look: as far as the request log, in which examples are. */
export const REFUSED_DAYS = 7;
