/**
 * Why a message failed, as a code that its row keeps (`messages.problem`). All but the last two are decided when it is
 * sent: nobody may deliver it, or the provider that was asked last refused it. Separate from other rules because
 * browsers load this file.
 */
export const failureReasons = [
  /** The number cannot be delivered to, whoever tries. */
  "recipient_refused",
  /** The text is refused, whoever tries. */
  "text_refused",
  /** The provider refused it for another reason. */
  "refused",
  /** The provider was too busy, or could not be reached before anything was handed over. */
  "not_taken",
  /** No route leads to the number. */
  "no_route",
  /** Every provider of its route demands the mobile operator's approval of the text. */
  "approval_missing",
  /** No provider of its route has a sender ID for the account. */
  "sender_missing",
  /** A delivery report said that it was not delivered. */
  "undelivered",
  /** Nothing was heard of it for 24 hours. */
  "released",
] as const;
export type FailureReason = (typeof failureReasons)[number];

/** A reason that is known when the message is settled. */
export type SettledReason = Exclude<FailureReason, "undelivered" | "released">;

/** What is wrong with a message: why it failed, or that its outcome is unknown. */
export const messageProblems = [...failureReasons, "unknown"] as const;
export type MessageProblem = (typeof messageProblems)[number];

export function isFailureReason(text: string): text is FailureReason {
  return (failureReasons as readonly string[]).includes(text);
}

/** Whether it is a refusal by a provider, so that its last attempt was rejected. */
export function isRejected(problem: MessageProblem | null): boolean {
  return (
    problem === "recipient_refused" ||
    problem === "text_refused" ||
    problem === "refused" ||
    problem === "not_taken"
  );
}

const ofScope = {
  recipient: "recipient_refused",
  text: "text_refused",
  provider: "refused",
  not_taken: "not_taken",
} as const satisfies Record<string, SettledReason>;

/** The reason for a rejection by a provider, of this scope (`Outcome.scope`). */
export function reasonOfRejection(scope: keyof typeof ofScope = "provider"): SettledReason {
  return ofScope[scope];
}

/** The attempt reason that is told by a message's own reason; null if it was not rejected. */
export function scopeOfReason(problem: MessageProblem | null): keyof typeof ofScope | null {
  const found = Object.entries(ofScope).find(([, reason]) => reason === problem);
  return found ? (found[0] as keyof typeof ofScope) : null;
}
