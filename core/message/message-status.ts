/** The status of a message. `delivered` and `failed` are final. */
export const messageStatuses = ["pending", "sent", "delivered", "failed", "unknown"] as const;
export type MessageStatus = (typeof messageStatuses)[number];

const next: Record<MessageStatus, readonly MessageStatus[]> = {
  pending: ["sent", "failed", "unknown"],
  unknown: ["sent", "delivered", "failed"],
  sent: ["delivered", "failed"],
  delivered: [],
  failed: [],
};

/** Whether a message may go from one status to another. Tests compare the ledger's statements with this table. */
export function canBecome(from: MessageStatus, to: MessageStatus): boolean {
  return next[from].includes(to);
}

/** Credit stays charged in every status but `failed`. */
export function holdsCredit(status: MessageStatus): boolean {
  return status !== "failed";
}

/** How many hours a message with an unknown outcome keeps its credit charged before it is released. */
export const UNKNOWN_HELD_HOURS = 24;
