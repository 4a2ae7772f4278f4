import type { Choice } from "./choose.ts";
import { type HeldBackReason, leftOutTexts } from "./left-out.ts";

/**
 * What becomes of a message:
 * - deliver: there is somebody to hand it to.
 * - unavailable: nobody takes it at present, but the same message may be taken later. Nothing is charged.
 * - unroutable: nobody will take it until the operator of the gateway adds a route, an approval or a sender.
 */
export type Fate = "deliver" | "unavailable" | "unroutable";

/** Decisions about the message itself, as opposed to the state of a provider. */
const ofMessage: readonly string[] = [
  "no_route",
  "account_not_allowed",
  "approval_missing",
  "sender_missing",
] satisfies HeldBackReason[];

export function fateOf({ candidates, leftOut }: Choice): Fate {
  if (candidates.length > 0) return "deliver";
  return leftOut.length > 0 && leftOut.every(({ reason }) => ofMessage.includes(reason))
    ? "unroutable"
    : "unavailable";
}

export type UnroutableReason = Extract<HeldBackReason, "no_route" | "approval_missing" | "sender_missing">;

/** Why nobody may deliver a message: what comes closest to a delivery. */
export function unroutableReason({ leftOut }: Choice): UnroutableReason {
  const reasons = new Set(leftOut.map(({ reason }) => reason));
  return reasons.has("approval_missing")
    ? "approval_missing"
    : reasons.has("sender_missing")
      ? "sender_missing"
      : "no_route";
}

/** The same for the send log. Names no provider, since customers read it. */
export function unroutableText(reason: UnroutableReason): string {
  return `Not sent (${leftOutTexts[reason]})`;
}
