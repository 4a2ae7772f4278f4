/** A step in the life of a message: a step of its normal course, or (from `failover` on) an additional event. */
export type TimelineStep =
  | "created"
  | "answered"
  | "refused"
  | "not_taken"
  | "unroutable"
  | "unanswered"
  | "reported"
  | "failover"
  | "swept"
  | "released"
  | "late_report"
  | "intermediate"
  | "attempt_report";

const NO_ANSWER = "No answer";

/** The text shown in place of a provider's answer when none came and the outcome is unknown. */
export function noAnswer(why: string): string {
  return `${NO_ANSWER} ${why}`;
}

export function isNoAnswer(response: string): boolean {
  return response.startsWith(NO_ANSWER);
}
