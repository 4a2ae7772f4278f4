import type { MessageStatus } from "./message-status.ts";

/** The order in which outcomes are stacked in charts and listed, the best first. */
export const outcomeOrder = [
  "delivered",
  "sent",
  "pending",
  "unknown",
  "failed",
] as const satisfies MessageStatus[];

/** The number of messages by status. */
export type Outcomes = Record<MessageStatus, number>;

export function noOutcomes(): Outcomes {
  return { delivered: 0, sent: 0, pending: 0, unknown: 0, failed: 0 };
}

export function addOutcomes(to: Outcomes, more: Outcomes): void {
  for (const status of outcomeOrder) to[status] += more[status];
}

export function totalOf(outcomes: Outcomes): number {
  return outcomeOrder.reduce((sum, status) => sum + outcomes[status], 0);
}

/**
 * The share of messages with an outcome that were delivered, from 0 to 1. Null if it cannot be known: no message has an
 * outcome yet, or the provider sends no reports, so that all stay at sent.
 */
export function shareDelivered({ delivered, sent, unknown, failed }: Outcomes): number | null {
  const decided = delivered + sent + unknown + failed;
  return decided === 0 || (delivered === 0 && sent > 0) ? null : delivered / decided;
}
