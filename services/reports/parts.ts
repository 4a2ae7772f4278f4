import type { ReportEntry } from "#db/ledger/report.ts";
import { deliverParts, type ProviderRef } from "#db/queries/messages/provider-refs.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";

/** A report on one part of a message. */
export interface PartReport extends ProviderRef {
  /** How many parts the message was sent in. */
  parts: number;
  entry: ReportEntry;
}

/**
 * What reports on parts say of their messages: one is delivered when all of its parts are, and failed with the first part that
 * failed. @returns an entry for each report, null where other parts are still to be heard of.
 */
export async function wholeMessages(reports: PartReport[]): Promise<(ReportEntry | null)[]> {
  const partial = reports.filter(({ parts, entry }) => parts > 1 && entry.status === "delivered");
  const whole = partial.length > 0 ? await withSendPool((sql) => deliverParts(sql, partial)) : new Set();
  return reports.map((report) =>
    partial.includes(report) && !whole.has(report.entry.messageId) ? null : report.entry,
  );
}
