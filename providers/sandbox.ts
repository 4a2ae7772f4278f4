import { z } from "zod";
import { noAnswer } from "#core/message/timeline.ts";
import { shared } from "#runtime/shared.ts";
import type { Delivery, Provider, Report } from "./provider.ts";

const INBOX_LENGTH = 200;
const INBOX_MINUTES = 15;
const REPORT_DELAY_MS = 2_000;
const SLOW_MS = 3_000;

export const sandboxConfig = z.strictObject({
  /** Milliseconds until a message is accepted. */
  delay_ms: z.int().min(0).max(60_000).default(50),
  /** Whether delivery reports are sent. */
  reports: z.boolean().default(true),
  timeout_ms: z.int().min(100).max(120_000).default(10_000),
});

export interface InboxEntry {
  messageId: number;
  number: string;
  text: string;
  receivedAt: string;
}

/** Kept only in this process's memory, because it contains codes; it is never written to disk. */
const inbox = () => shared("sandbox.inbox", () => [] as (Omit<InboxEntry, "receivedAt"> & { at: number })[]);

/** The messages that the sandbox received in this process, newest first. */
export function readInbox(number?: string): InboxEntry[] {
  const oldest = Date.now() - INBOX_MINUTES * 60_000;
  const kept = inbox();
  while (kept.length > 0 && kept[0]!.at < oldest) kept.shift();
  return kept
    .filter((each) => number === undefined || each.number === number)
    .map(({ at, ...entry }) => ({ ...entry, receivedAt: new Date(at).toISOString() }))
    .reverse();
}

function receive(delivery: Delivery): void {
  const kept = inbox();
  const { messageId, number, text } = delivery;
  kept.push({ messageId, number, text, at: Date.now() });
  if (kept.length > INBOX_LENGTH) kept.shift();
}

/**
 * A simulated provider. The number's last four digits choose the outcome: 0001 rejected, 0002 no definite answer, 0003
 * accepted and then reported undelivered, 0004 slow, any other accepted and reported delivered after about two seconds.
 */
export function sandboxProvider(config: z.output<typeof sandboxConfig>): Provider {
  const timers = new Set<NodeJS.Timeout>();

  const after = (ms: number, act: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer);
  };
  const wait = (ms: number) => (ms === 0 ? undefined : new Promise<void>((resolve) => after(ms, resolve)));

  const report = (messageId: number, kind: Report["kind"], onReport: (report: Report) => void) => {
    if (!config.reports) return;
    const response = kind === "delivered" ? "DELIVRD" : "UNDELIV";
    after(REPORT_DELAY_MS, () => onReport({ messageId, kind, response }));
  };

  return {
    timeoutMs: config.timeout_ms,
    simulated: true,
    async deliver(delivery, onReport) {
      const fate = delivery.number.slice(-4);
      await wait(fate === "0004" ? SLOW_MS : config.delay_ms);
      if (fate === "0001") return { kind: "rejected", response: "Rejected by the sandbox" };
      if (fate === "0002") return { kind: "unknown", response: noAnswer("from the sandbox") };
      receive(delivery);
      report(delivery.messageId, fate === "0003" ? "failed" : "delivered", onReport);
      return { kind: "accepted", response: "OK", ref: `sandbox-${delivery.messageId}` };
    },
    async close() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
