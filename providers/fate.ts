import type { Outcome } from "./provider.ts";

/**
 * What an answer says of its message, other than that it was accepted.
 * - recipient, text: refused, and another provider would refuse it too.
 * - provider: refused by this one.
 * - not_taken: not now.
 * - unknown: it may have been sent.
 */
export const FATES = ["recipient", "text", "provider", "not_taken", "unknown"] as const;
export type Fate = "accepted" | (typeof FATES)[number];

export type FateOutcome = Pick<Outcome, "kind" | "scope">;

export function outcomeOf(fate: Fate): FateOutcome {
  if (fate === "accepted" || fate === "unknown") return { kind: fate };
  return { kind: "rejected", scope: fate };
}
