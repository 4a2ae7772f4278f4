/** A step of a message's way: of its ordinary way, or, the last four, an event beside it. */
export type TimelineStep =
  | "created"
  | "answered"
  | "unanswered"
  | "reported"
  | "failover"
  | "swept"
  | "released"
  | "late_report";

const NO_ANSWER = "No answer";

/** What stands in the place of a provider's answer where none came, so that nobody knows what became of the message. */
export function noAnswer(why: string): string {
  return `${NO_ANSWER} ${why}`;
}

export function isNoAnswer(response: string): boolean {
  return response.startsWith(NO_ANSWER);
}
