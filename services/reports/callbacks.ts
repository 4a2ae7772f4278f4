import { setTimeout as sleep } from "node:timers/promises";
import { batches } from "#db/batches.ts";
import { providersStamp } from "#db/queries/authorise.ts";
import type { Callback, CallbackReport } from "#providers/reports/callback.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { providerChain, refHashOf } from "#services/sending/delivery.ts";
import type { ReportAddress } from "./report-address.ts";
import { type Locate, takeReport, takeReportLater } from "./report-intake.ts";

export type CallbackResult =
  /** No such provider any more, or it takes no reports, or its address has changed. */
  | { kind: "not_found" }
  /** The configuration names a field that the callback does not have. */
  | { kind: "unreadable"; provider: string; field: string }
  /** Its message is still being delivered, or too many reports wait for theirs: to be sent again. */
  | { kind: "busy"; provider: string }
  | { kind: "taken"; provider: string; reports: number; unmatched: number; unreadable: number };

/**
 * Takes a provider's callback in. `address` was read from a signed path. A report counts only for messages that
 * this provider took over, and a second one of the same changes nothing. @throws where the database is away.
 */
export async function takeCallback(address: ReportAddress, callback: Callback): Promise<CallbackResult> {
  // Read anew each time: an address that was just changed, or whose provider was removed, is closed at once.
  const chain = await providerChain(await withSendPool(providersStamp));
  const link = chain.find(({ id }) => id === address.providerId);
  const reader = link?.provider.callbacks;
  if (!link || !reader || reader.key !== address.key) return { kind: "not_found" };
  const provider = link.name;

  const reports = reader.read(callback);
  const unreadable = reports.filter((report) => report.kind === "unreadable");
  // One of a list that is none does not keep the others out: the provider would send them again for nothing.
  if (unreadable[0] && unreadable.length === reports.length)
    return { kind: "unreadable", provider, field: unreadable[0].field };
  const finals = reports.filter((report) => "word" in report);
  const results = await Promise.all(
    finals.map(async (report) => {
      const locate = locator(link.id, reader.id, report);
      let result = await takeReport(locate);
      // The provider may report before its answer to the send is written down.
      if (result === "early") {
        await sleep(SOON_MS);
        result = await takeReport(locate);
      }
      const isRefUnknown = result === "absent" && reader.id === "provider_id";
      if (result !== "early" && !isRefUnknown) return result;
      const waits = takeReportLater(locate);
      // What waits here ends with the process, so the provider is asked to send the report again. Not where nobody knows
      // its own name for the message: that may be no message of ours, and would be asked for for ever.
      return waits && isRefUnknown ? "later" : "busy";
    }),
  );
  if (results.includes("busy")) return { kind: "busy", provider };
  const unmatched = results.filter((result) => result === "absent").length;
  return { kind: "taken", provider, reports: reports.length, unmatched, unreadable: unreadable.length };
}

/** How long an answer waits for the settlement of its message. */
const SOON_MS = 100;

/** Our ids are within JavaScript's safe integers; what is not one names nothing. */
const OURS = /^[1-9]\d{0,14}$/;

function locator(
  providerId: number,
  named: "message_id" | "provider_id",
  { kind, id, word }: Extract<CallbackReport, { id: string }>,
): Locate {
  return async () => {
    const messageId =
      named === "message_id"
        ? OURS.test(id)
          ? Number(id)
          : null
        : await batches().findByRef({ providerId, refHash: refHashOf(providerId, id) });
    return messageId === null ? null : { messageId, status: kind, response: word, providerId };
  };
}
