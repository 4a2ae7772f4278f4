/** What a provider made of the messages that it was asked to deliver in the last hour. */
export interface ProviderOutcomes {
  accepted: number;
  rejected: number;
  /** Without a definite answer. */
  unknown: number;
}

/**
 * - idle: it was asked for nothing, so nobody knows.
 * - well: nearly all was accepted.
 * - doubtful: much of it was not, but of so few messages that it may be the messages.
 * - trouble: much of it was not, or nothing was accepted at all.
 */
export type ProviderState = "idle" | "well" | "doubtful" | "trouble";

/** From this share of refusals and unknown outcomes on, something is wrong. */
const BAD_SHARE = 0.2;
/** Below this number of them the share says little. */
const BAD_LEAST = 5;

/** How a provider is, judged by its outcomes alone: how it is configured says nothing of whether it delivers. */
export function providerState({ accepted, rejected, unknown }: ProviderOutcomes): ProviderState {
  const bad = rejected + unknown;
  if (accepted + bad === 0) return "idle";
  if (bad < BAD_SHARE * (accepted + bad)) return "well";
  return bad >= BAD_LEAST || (accepted === 0 && bad > 1) ? "trouble" : "doubtful";
}
