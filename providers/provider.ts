import type { CallbackReader } from "./reports/callback.ts";

/** What a provider is asked to deliver. The text holds the code: it is never logged and never kept. */
export interface Delivery {
  /** For our own eyes. A carrier is told `reference`. */
  messageId: number;
  /** Our id as a carrier is told it and gives it back in its reports: `17.483927`, or in digits alone. */
  reference(form: "text" | "digits"): string;
  /** Digits in international form. */
  number: string;
  text: string;
  code: string;
  language: 0 | 1;
  templateId: number;
  segments: number;
}

/**
 * What the provider said.
 * - accepted: it took the message over.
 * - rejected: it definitely did not; another provider may be tried, and the credit returns.
 * - unknown: no definite answer. It may have been sent, so nobody sends it again.
 */
export interface Outcome {
  kind: "accepted" | "rejected" | "unknown";
  /** The provider's own words, unmasked: the caller masks before keeping. */
  response: string;
  /** The provider's id for the message, if it gave one. */
  ref?: string;
}

/** A delivery report (DLR): the final word on a message that was accepted or unknown. */
export interface Report {
  messageId: number;
  kind: "delivered" | "failed";
  response: string;
}

export interface Provider {
  /** Resolves within `timeoutMs`, and never throws. Reports may come at any time later, or never. */
  deliver(delivery: Delivery, onReport: (report: Report) => void): Promise<Outcome>;
  /** After this time without an answer the outcome is unknown. */
  readonly timeoutMs: number;
  /** How it reads the delivery reports that come to its address; without it there are none. */
  readonly callbacks?: CallbackReader;
  /** Ends timers and connections. */
  close(): Promise<void>;
}
