import { afterEach, expect, vi } from "vitest";
import type { ConnectionReport, Delivery, Provider } from "../provider.ts";
import { testDelivery } from "../test-delivery.ts";
import { smppConfig } from "./config.ts";
import { SmppProvider } from "./smpp.ts";
import { type TestSlots, testSlots } from "./test-slots.ts";
import { type Smsc, type SmscScript, startSmsc } from "./test-smsc.ts";

export const NUMBER = "963911000005";
export const LONG = { english: "a".repeat(161), arabic: "ر".repeat(71) };

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  // Providers first: an SMSC that is gone would be waited for.
  for (const each of open.splice(0).toReversed()) await each.close();
});

/** An SMSC that a test's end closes. */
export async function smsc(script: Partial<SmscScript> = {}, options = {}): Promise<Smsc> {
  const started = await startSmsc(script, options);
  open.push(started);
  return started;
}

export interface Made {
  provider: SmppProvider;
  reports: ConnectionReport[];
  /** What answers say that come after their time-outs. */
  late: unknown[];
  /** What becomes of a report; by default it is written. */
  onReport: { write(report: ConnectionReport): Promise<void> };
  slots: TestSlots;
  send(fields?: Partial<Delivery>): ReturnType<Provider["deliver"]>;
}

let ids = 0;
/** A provider that a test's end closes. @param before the same provider with its previous configuration. */
export function made(port: number, config: object = {}, before?: Provider): Made {
  const settings = { host: "127.0.0.1", port, system_id: "gate", password: "secret", sender: "Aman" };
  const reports: ConnectionReport[] = [];
  const late: unknown[] = [];
  const slots = testSlots();
  const onReport = { write: async (_: ConnectionReport) => {} };
  const provider = new SmppProvider(
    smppConfig.parse({ ...settings, timeout_ms: 20_000, ...config }),
    {
      name: "carrier",
      before,
      slots,
      reportUrl: () => null,
      onLateKeys: (keys) => void late.push(keys),
      onReport: async (report) => {
        await onReport.write(report);
        reports.push(report);
      },
    },
    () => 5,
  );
  open.push(provider);
  const send = (fields: Partial<Delivery> = {}) =>
    provider.deliver(
      testDelivery({ messageId: ++ids, reference: () => "1.123456", number: NUMBER, ...fields }),
      (report) => void late.push(report),
    );
  return { provider, reports, late, onReport, slots, send };
}

export const until = (look: () => unknown) =>
  vi.waitFor(() => expect(look()).toBeTruthy(), { timeout: 60_000, interval: 5 });
/** What a session of the SMSC received, by command. */
export const commands = (of: Smsc, session = 0) =>
  of.sessions[session]?.received.map(({ command }) => command) ?? [];
