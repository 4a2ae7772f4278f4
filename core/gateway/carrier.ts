import type { CarrierAlarm } from "./carrier-alarms.ts";
import type { ProviderKind } from "./provider.ts";

/** What one process says of a provider. Times are ISO. */
export interface Said {
  process: string;
  ready: boolean;
  reason: string | null;
  detail: string | null;
  since: string;
}

/** A session that the carrier allows. Times are ISO. */
export interface CarrierBind {
  slot: number;
  state: "free" | "connecting" | "binding" | "bound" | "throttled" | "waiting" | "refused";
  /** The process that has it: its id, with its machine if there are several. */
  owner: string | null;
  why: string | null;
  since: string;
}

export interface Carrier {
  id: number;
  name: string;
  kind: ProviderKind;
  position: number;
  enabled: boolean;
  takesOver: boolean;
  /** Its operator has to accept each text before it may be sent. */
  demandsApproval: boolean;
  /** False of one that is off, and of a sandbox that stands beside real ones. */
  asked: boolean;
  /** False if its configuration cannot be opened or used. */
  usable: boolean;
  /** The path for its delivery reports; null if it has none, or the reader may not know it. */
  reportPath: string | null;
  said: Said[];
  binds: CarrierBind[];
  figures: CarrierFigures;
  alarms: CarrierAlarm[];
  lastTest: {
    outcome: "accepted" | "rejected" | "unknown" | null;
    report: "delivered" | "failed" | null;
    at: string;
  } | null;
}

/** Of the last hour. Times are in milliseconds. */
export interface CarrierFigures {
  accepted: number;
  /** Including messages that another provider accepted afterwards. */
  rejected: number;
  unknown: number;
  /** Median time until the provider's answer. */
  answerMs: number | null;
  answerP95Ms: number | null;
  /** Reported as delivered, and as not delivered. */
  delivered: number;
  undelivered: number;
  /** Median time from the answer to the report of delivery. */
  reportMs: number | null;
  reportP95Ms: number | null;
  /** Of the accepted ones those older than some minutes, whose reports should be there, and what was reported of them. */
  due: number;
  dueDelivered: number;
  dueUndelivered: number;
  /** The provider's latest answer to a message that it did not take. */
  lastError: string | null;
  /** ISO. */
  lastErrorAt: string | null;
}

/** Of a carrier that was asked for nothing. */
export const NO_FIGURES: CarrierFigures = {
  accepted: 0,
  rejected: 0,
  unknown: 0,
  answerMs: null,
  answerP95Ms: null,
  delivered: 0,
  undelivered: 0,
  reportMs: null,
  reportP95Ms: null,
  due: 0,
  dueDelivered: 0,
  dueUndelivered: 0,
  lastError: null,
  lastErrorAt: null,
};
