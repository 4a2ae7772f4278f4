import type { ProviderState } from "#core/gateway/provider-state.ts";
import type { Acceptance } from "#core/routing/routing.ts";
import type { CallbackReader } from "./reports/callback.ts";
import type { StatusAnswer } from "./reports/status-answer.ts";
import type { Trace } from "./trace.ts";

/** A message to deliver. The text contains the code: it must never be logged or stored. */
export interface Delivery {
  /** For internal use only; carriers are given `reference`. */
  messageId: number;
  accountId: number;
  /** Our id in the form that carriers receive and return in their reports: `17.483927`, or digits only. */
  reference(form: "text" | "digits"): string;
  /** Digits in international form. */
  number: string;
  text: string;
  code: string;
  language: 0 | 1;
  templateId: number;
  segments: number;
  /** When the message's life ends, by `performance.now()`. Carriers that take a validity period get what is left. */
  expiresAt: number;
  /** Collects what goes over the wire, for a test send. */
  trace?: Trace | undefined;
  /** The sender to be shown. Without one it is that of the provider's configuration. */
  sender?: string | null;
  /** How the operator has accepted this text; without one its configuration decides. */
  acceptance?: Acceptance | null;
}

/**
 * The result of a delivery.
 * - accepted: the provider took responsibility for the message.
 * - rejected: it definitely did not; another provider may be tried, and the credit is returned.
 * - unknown: no definite answer. It may have been sent, so it is never sent again.
 */
export interface Outcome {
  kind: "accepted" | "rejected" | "unknown";
  /** The provider's answer, unmasked: callers must mask it before storing it. */
  response: string;
  /** The provider's id for the message, if it gave one. */
  ref?: string;
  /**
   * The cause of a rejection. `recipient` and `text` are final: another provider would refuse the message too, or part
   * of it has already been sent. After any other cause the next provider is tried.
   */
  scope?: "recipient" | "text" | "provider" | "not_taken";
  /**
   * For a provider that reports over its own connection: for each part of the message, the keys by which a report may
   * name it. Empty for a part that cannot be reported on.
   */
  reportKeys?: string[][];
  /** An answer came whose meaning nobody knows: somebody has to ask the operator, and add it to the configuration. */
  unrecognised?: true;
}

/** A delivery report (DLR): the final outcome of a message that was accepted or unknown. */
export interface Report {
  messageId: number;
  kind: "delivered" | "failed";
  response: string;
}

/** A delivery report received over a provider's own connection. */
export interface ConnectionReport {
  /** `intermediate`: of a state in between, which is noted and changes nothing. */
  kind: "delivered" | "failed" | "intermediate";
  /**
   * The keys (`Outcome.reportKeys`) under which its part may be known, in groups by priority. Within a group, a part
   * counts only if it is the only one found.
   */
  keys: string[][];
  /** The provider's status word, safe to store. */
  word: string;
}

/** Services that the gateway provides to an adapter. */
export interface ProviderContext {
  name: string;
  /** Resolves when the report is stored, even if no message is known by its keys. Rejects if it could not be stored. */
  onReport(report: ConnectionReport): Promise<void>;
  /**
   * The address for this provider's delivery reports, with the key of its configuration, under `base` or else under
   * the gateway's public address; null if neither is known.
   */
  reportUrl(key: number, base?: string): string | null;
  /** Passes on the keys of a part whose answer came after its time-out, so that reports can still find its message. */
  onLateKeys(late: { messageId: number; part: number; parts: number; keys: string[] }): void;
  /** The sessions that the carrier allows, which all processes share. */
  slots: Slots;
  /** The same provider with its previous configuration, whose connections can be taken over or must be closed first. */
  before?: Provider | undefined;
}

/** A message whose status is asked for. */
export interface PolledMessage {
  number: string;
  /** Our id, as in `Delivery`. */
  reference(form: "text" | "digits"): string;
  /** The provider's id for it, if it gave one. */
  providerId: string | null;
}

/** For providers that do not report, but answer when they are asked what became of a message. */
export interface StatusPoll {
  /** How long to wait before asking (again), in milliseconds; null where a message of this age is given up. */
  waitMs(asked: number, ageMs: number): number | null;
  /** Whether this message can be asked for. */
  canAsk(message: Pick<PolledMessage, "providerId">): boolean;
  /** Never throws. */
  ask(message: PolledMessage): Promise<StatusAnswer>;
}

export interface Provider {
  /** Resolves within `timeoutMs`, and never throws. Reports may arrive at any later time, or never. */
  deliver(delivery: Delivery, onReport: (report: Report) => void): Promise<Outcome>;
  /** After this time without an answer the outcome is unknown, in milliseconds. */
  readonly timeoutMs: number;
  /** Reads the delivery reports sent to its address; undefined if it has none. */
  readonly callbacks?: CallbackReader;
  /** Asks what became of its messages; undefined if it cannot, or need not, be asked. */
  readonly poll?: StatusPoll;
  /**
   * Whether it can take a message now, for providers with lasting connections. While it is down no message is handed
   * to it. Asked for every send, so it must be cheap.
   */
  state?(): ProviderState;
  /** Its configuration names no sender: only messages that have one of their own are handed to it. */
  readonly needsSender?: boolean;
  /** Its outcomes are chosen by whoever sends and say nothing of its health, so no breaker watches them. */
  readonly simulated?: true;
  /**
   * Opens lasting connections, for providers that report over them. Called only in a serving process, not when the
   * command line merely lists providers.
   */
  open?(): void;
  /** For providers with lasting sessions: the deliveries of other processes, which have none. */
  readonly handedOver?: {
    /** Whether there is a session to send by, now. */
    isReady(): boolean;
    /** As `deliver`, but by the sessions of this process alone. @param spentMs how much of its time has passed. */
    deliver(delivery: Delivery, onReport: (report: Report) => void, spentMs: number): Promise<Outcome>;
  };
  /** Stops timers and closes connections. */
  close(): Promise<void>;
}

/** What became of the session of a slot. */
export interface SlotState {
  kind: "connecting" | "binding" | "bound" | "throttled" | "waiting" | "refused";
  why?: string | undefined;
}

/** One of the sessions that a carrier allows, leased to this process. */
export interface Slot {
  /** From 1. */
  readonly number: number;
  /**
   * Aborted when the session has to end within `ENDING_MS`, because the lease could not be renewed, or at once, because
   * another process has it.
   */
  readonly ending: AbortSignal;
  /**
   * Aborted when another process should have the slot. The session ends once its outstanding submits are answered, and
   * the slot is released.
   */
  readonly yielding: AbortSignal;
  /** Whether no other process can hold the slot at this moment. Ask it before each submit. */
  isHeld(): boolean;
  /** Tells the other processes. */
  report(state: SlotState): void;
  /** After the session has ended: another process may take the slot at once. */
  release(): Promise<void>;
}

/** How long a session may still drain after its slot began to end. */
export const ENDING_MS = 5_000;

/** What the other processes' sessions of a provider are like, as of a moment ago. */
export interface Elsewhere {
  /**
   * - bound: one of them takes deliveries.
   * - coming: there may be a session soon, here or there.
   * - down: they have the slots, and cannot use them.
   */
  kind: "bound" | "coming" | "down";
  since: Date;
  /** The state of a session that is down, and its error. */
  state?: SlotState;
}

/** A provider's claim to the sessions that the carrier allows, beside those of the other processes. */
export interface SlotClaim {
  elsewhere(): Elsewhere;
  /**
   * Hands a delivery over to a process that has a session.
   * @param times when its delivery began, and when its outcome must be known (performance.now).
   * @returns null if no process took it; nothing was sent then.
   */
  handOver(delivery: Delivery, times: { began: number; endsAt: number }): Promise<Outcome | null>;
  /** Takes no further slots. The ones that it has are released one by one. */
  close(): void;
}

/** Slots of one provider and configuration, shared by all processes. */
export interface Slots {
  /**
   * Looks for free slots, at once and then until it has all of them or is closed.
   * @param events.onSlot called with each slot that it gets.
   * @param events.onChange called after each look at what the others have.
   */
  claim(count: number, events: { onSlot(slot: Slot): void; onChange(): void }): SlotClaim;
}
