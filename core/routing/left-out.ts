import { type DownReason, downReasons } from "#core/gateway/provider-state.ts";

/** Why a provider's place in routing keeps it from delivering a message: somebody's decision, or a missing one. */
export const heldBackReasons = [
  "no_route",
  "account_not_allowed",
  "sandbox",
  "switched_off",
  "unusable",
  "approval_missing",
  "sender_missing",
] as const;

export type HeldBackReason = (typeof heldBackReasons)[number];

/** Why a provider is not asked to deliver a message. */
export const leftOutReasons = [...heldBackReasons, ...downReasons] as const;
export type LeftOutReason = (typeof leftOutReasons)[number];

/** For the command line, and for the send log, which keeps them. Pages have translations. */
export const leftOutTexts: Record<LeftOutReason, string> = {
  no_route: "no route for this prefix",
  account_not_allowed: "account not allowed: only other accounts have a route to it for this prefix",
  sandbox: "sandbox that does not take over",
  switched_off: "switched off",
  unusable: "its configuration cannot be used",
  approval_missing: "operator approval missing",
  sender_missing: "sender missing",
  not_bound: "not bound",
  bind_refused: "bind refused",
  not_connected: "not connected",
  breaker_open: "breaker open",
};

/** Whether only the provider's health is in the way, so that the same message may be taken in a moment. */
export function isDown(reason: LeftOutReason): reason is DownReason {
  return (downReasons as readonly string[]).includes(reason);
}
