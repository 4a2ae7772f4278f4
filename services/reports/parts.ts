import type { ReportEntry } from "#db/ledger/report.ts";
import { deliverParts, type ProviderRef } from "#db/queries/messages/provider-refs.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";

/** A report on one part of a message. */
export interface PartReport extends ProviderRef {
  /** The number of parts in which the message was sent. */
  parts: number;
  entry: ReportEntry;
}

/**
 * Combines reports on parts into reports on messages: a message is delivered when all of its parts are, and failed as
 * soon as one part has failed.
 * @returns an entry for each report; null while other parts are outstanding.
 */
export async function wholeMessages(reports: PartReport[]): Promise<(ReportEntry | null)[]> {
  const partial = reports.filter(({ parts, entry }) => parts > 1 && entry.status === "delivered");
  const done = partial.length > 0 ? await withSendPool((sql) => deliverParts(sql, partial)) : [];
  const isWhole = ({ providerId, entry }: PartReport) =>
    done.some((each) => each.messageId === entry.messageId && each.providerId === providerId);
  return reports.map((report) => (partial.includes(report) && !isWhole(report) ? null : report.entry));
}
