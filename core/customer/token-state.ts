/** In the order in which tokens are listed: those that work and will go on working first. */
export const TOKEN_STATES = ["active", "replaced", "expired", "revoked"] as const;
export type TokenState = (typeof TOKEN_STATES)[number];

interface Ending {
  revokedAt: Date | null;
  expiresAt: Date | null;
  replacedBy: number | null;
}

/**
 * The state of a token at a given time. A `replaced` token still works until the grace period of its rotation is over.
 */
export function tokenState({ revokedAt, expiresAt, replacedBy }: Ending, now: Date): TokenState {
  if (revokedAt) return "revoked";
  if (expiresAt && expiresAt <= now) return "expired";
  return replacedBy === null ? "active" : "replaced";
}

export const isLive = (state: TokenState) => state === "active" || state === "replaced";

const rank: Record<TokenState, number> = { active: 0, replaced: 1, expired: 2, revoked: 3 };

/** Sorts tokens: those that work and will go on working first; within a state the newest first. */
export function byUse(a: { id: number; state: TokenState }, b: { id: number; state: TokenState }): number {
  return rank[a.state] - rank[b.state] || b.id - a.id;
}
