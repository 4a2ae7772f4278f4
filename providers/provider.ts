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
  /**
   * What a rejection is about. One of the recipient or of the text is final: another provider would refuse it too, or part
   * of it was sent already. Any other leaves the message to the next provider.
   */
  scope?: "recipient" | "text" | "provider" | "not_taken";
  /**
   * Of a provider whose reports come over its own connection: by which keys a report may name each part of the message, a
   * list for each part. A part that nothing can be reported on has none.
   */
  reportKeys?: string[][];
  /** An answer came whose meaning nobody knows: somebody has to ask the operator, and add it to the configuration. */
  unrecognised?: true;
}

/** A delivery report (DLR): the final word on a message that was accepted or unknown. */
export interface Report {
  messageId: number;
  kind: "delivered" | "failed";
  response: string;
}

/** A final delivery report that came over a provider's own connection. */
export interface ConnectionReport {
  kind: "delivered" | "failed";
  /**
   * The keys (`Outcome.reportKeys`) under which its part may be known. Those of the first list go first; within a list only
   * a part that is the only one that they lead to counts.
   */
  keys: string[][];
  /** The provider's word for it, fit to be kept. */
  word: string;
}

/** What the house gives an adapter when it is made. */
export interface ProviderContext {
  name: string;
  /** Resolves when the report is written, also where no message is known by its keys. Rejects where it could not be. */
  onReport(report: ConnectionReport): Promise<void>;
  /** By which keys a report may name a part of a message whose outcome was unknown, because its answer came too late. */
  onLateKeys(late: { messageId: number; part: number; parts: number; keys: string[] }): void;
  /** The same provider with its configuration of before: it has connections to hand over, or to give up first. */
  before?: Provider | undefined;
}

export interface Provider {
  /** Resolves within `timeoutMs`, and never throws. Reports may come at any time later, or never. */
  deliver(delivery: Delivery, onReport: (report: Report) => void): Promise<Outcome>;
  /** After this time without an answer the outcome is unknown. */
  readonly timeoutMs: number;
  /** How it reads the delivery reports that come to its address; without it there are none. */
  readonly callbacks?: CallbackReader;
  /**
   * Begins to hold connections, for providers whose reports come over them: called in a process that serves, and not where
   * the command line only asks what providers there are.
   */
  open?(): void;
  /** Ends timers and connections. */
  close(): Promise<void>;
}
