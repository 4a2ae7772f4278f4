/** What a token may do: everything, only send, or only read the balance and the state of messages. */
export const tokenAccesses = ["full", "send", "read"] as const;
export type TokenAccess = (typeof tokenAccesses)[number];

/** What a request of the API needs. */
export type TokenNeed = Exclude<TokenAccess, "full">;

export function tokenMay(access: TokenAccess, need: TokenNeed): boolean {
  return access === "full" || access === need;
}
