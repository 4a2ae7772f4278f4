/** Outcomes of the messages that a provider was asked to deliver in the last hour. */
export interface ProviderOutcomes {
  accepted: number;
  rejected: number;
  /** Messages without a definite answer. */
  unknown: number;
}

/**
 * - idle: it was asked for nothing, so its health is unknown.
 * - well: nearly all messages were accepted.
 * - doubtful: many were not accepted, but of so few messages that the messages may be the cause.
 * - trouble: many were not accepted, or none at all was.
 */
export type ProviderState = "idle" | "well" | "doubtful" | "trouble";

/** From this share of refusals and unknown outcomes on, the provider has a problem. */
const BAD_SHARE = 0.2;
/** Below this number of refusals and unknown outcomes the share is not meaningful. */
const BAD_LEAST = 5;

/** A provider's state, judged by its outcomes alone: its configuration does not show whether it delivers. */
export function providerState({ accepted, rejected, unknown }: ProviderOutcomes): ProviderState {
  const bad = rejected + unknown;
  if (accepted + bad === 0) return "idle";
  if (bad < BAD_SHARE * (accepted + bad)) return "well";
  return bad >= BAD_LEAST || (accepted === 0 && bad > 1) ? "trouble" : "doubtful";
}
