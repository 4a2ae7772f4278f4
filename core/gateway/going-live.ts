import type { Coverage } from "#core/routing/coverage.ts";
import type { Carrier } from "./carrier.ts";
import type { SandboxNotice } from "./sandbox.ts";

/** The steps from a new gateway to one whose messages reach phones, in their order. */
const deliverySteps = ["carrier", "test", "senders", "approvals", "routes", "sandbox"] as const;
/** Those steps, and what nobody should go live without. */
export const goingLiveSteps = [...deliverySteps, "passwords", "twoFactor"] as const;
export type GoingLiveStep = (typeof goingLiveSteps)[number];

/** The state of the gateway from which the steps tick themselves. */
export interface GoingLive {
  carriers: Pick<Carrier, "kind" | "enabled" | "usable" | "lastTest">[];
  senders: { state: "requested" | "registered" }[];
  /** Texts in use that an operator who demands approval has not accepted. */
  openApprovals: number;
  coverage: Coverage;
  sandbox: SandboxNotice | null;
  /** Active users who have the password of the first start. */
  firstPasswords: number;
  /** The operator's people who can sign in with a password alone. */
  staffWithoutTwoFactor: number;
}

/** Whether messages reach phones. */
export function isLive(done: Record<GoingLiveStep, boolean>): boolean {
  return deliverySteps.every((step) => done[step]);
}

/**
 * Which steps are done. The first two look at real carriers that are on: before there is one, none of the later steps
 * to delivery is done, because there is nothing yet that a sender or an approval could be missing for.
 */
export function goingLive(now: GoingLive): Record<GoingLiveStep, boolean> {
  const real = now.carriers.filter(({ kind, enabled, usable }) => kind !== "sandbox" && enabled && usable);
  const carrier = real.length > 0;
  return {
    carrier,
    // A carrier that reports has to have reported, too: an accepted test alone may never have reached the handset.
    test: real.some(({ lastTest }) => lastTest?.outcome === "accepted" && lastTest.report !== "failed"),
    senders: carrier && now.senders.every(({ state }) => state === "registered"),
    approvals: carrier && now.openApprovals === 0,
    routes: carrier && now.coverage.uncovered.length === 0,
    sandbox: carrier && now.sandbox === null,
    passwords: now.firstPasswords === 0,
    twoFactor: now.staffWithoutTwoFactor === 0,
  };
}
