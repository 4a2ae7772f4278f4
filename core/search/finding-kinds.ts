/**
 * The kinds of things that a search finds, in the order in which they are shown. Apart from `finding.ts` because browsers
 * load this file.
 */
export const findingKinds = [
  "request",
  "message",
  "account",
  "template",
  "token",
  "user",
  "carrier",
  "plan",
] as const;
export type FindingKind = (typeof findingKinds)[number];

/** Of a whole token only its end is sent, by which it is found: proxies write down the addresses of searches. */
export function sendable(typed: string): string {
  return typed.replace(/ag_[0-9A-Za-z]{20,}/g, (token) => token.slice(-4));
}
