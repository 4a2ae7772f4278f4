import { setTimeout as sleep } from "node:timers/promises";
import { batches } from "#db/batches.ts";
import type { ReportEntry } from "#db/ledger/report.ts";
import { routingVersion } from "#db/queries/authorise.ts";
import { awaitsTestReport, reportProviderTest } from "#db/queries/gateway/provider-tests.ts";
import { parkReports } from "#db/queries/messages/parked-reports.ts";
import type { Callback, CallbackReader, CallbackReport } from "#providers/reports/callback.ts";
import { readReportBody, UnreadableBody } from "#providers/reports/report-body.ts";
import { database } from "#runtime/database/pools.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { isReferenceTo, readReference } from "#services/sending/message-reference.ts";
import { reportingProviders } from "#services/sending/provider-chain.ts";
import { takeIntermediate } from "./intermediate-reports.ts";
import { settleParkedSoon } from "./parked-reports.ts";
import { refHashOf } from "./ref-hash.ts";
import type { ReportAddress } from "./report-address.ts";
import { settleReports, takeReportLater } from "./report-intake.ts";
import { taggedSince } from "./tagged-since.ts";

export type CallbackResult =
  /** The provider does not exist any more, accepts no reports, or its address has changed. */
  | { kind: "not_found" }
  /** The body cannot be parsed; `detail` tells the provider why. */
  | { kind: "unreadable"; provider: string; detail: string }
  /**
   * A message in it is still being settled: the provider should send it again, which is safe because reports are
   * idempotent.
   */
  | { kind: "busy"; provider: string }
  | {
      kind: "taken";
      provider: string;
      reports: number;
      /** Reports that name no message of this provider. */
      unmatched: number;
      /** Reports by a provider's own id that is not known (yet): they wait for their message. */
      parked: number;
      unreadable: number;
      /** The response body that the provider expects; undefined if any will do. */
      answer: { body: string; content_type: string } | undefined;
    };

/** A provider's request as received. */
export interface CallbackRequest {
  method: string;
  query: URLSearchParams;
  contentType: string;
  bytes: Uint8Array;
}

/** Reads a provider's HTTP request and passes it to `takeCallback`. @throws if the database is away. */
export async function receiveCallback(
  address: ReportAddress,
  { method, query, contentType, bytes }: CallbackRequest,
): Promise<CallbackResult> {
  const link = await linkOf(address);
  if (!link) return { kind: "not_found" };
  try {
    // The body of a HEAD request is ignored.
    const body = method === "HEAD" ? null : await readReportBody(bytes, contentType);
    return await takeReports(link, { method, query, body });
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    return { kind: "unreadable", provider: link.name, detail: error.message };
  }
}

/**
 * Processes a provider's callback. `address` comes from a signed path. A report counts only for messages that this
 * provider accepted, and a repeated report changes nothing. Everything acknowledged is in the database.
 * @throws if the database is away.
 */
export async function takeCallback(address: ReportAddress, callback: Callback): Promise<CallbackResult> {
  const link = await linkOf(address);
  return link ? takeReports(link, callback) : { kind: "not_found" };
}

interface ReportingLink {
  id: number;
  name: string;
  reader: CallbackReader;
}

/** Read at every request: an address that was just changed, or whose provider was removed, stops working at once. */
async function linkOf({ providerId, key }: ReportAddress): Promise<ReportingLink | null> {
  const providers = await reportingProviders(await withSendPool(routingVersion));
  const link = providers.find(({ id }) => id === providerId);
  const reader = link?.provider.callbacks;
  return link && reader && reader.key === key ? { id: link.id, name: link.name, reader } : null;
}

async function takeReports(link: ReportingLink, callback: Callback): Promise<CallbackResult> {
  const { name: provider, reader } = link;
  const reports = reader.read(callback);
  const unreadable = reports.filter((report) => report.kind === "unreadable");
  // An unreadable report in a list does not stop the others: the provider would only repeat them all in vain.
  if (unreadable[0] && unreadable.length === reports.length) {
    return { kind: "unreadable", provider, detail: `There is no ${unreadable[0].field} in this report.` };
  }
  const finals = distinct(reports.filter(isFinal));
  const locate = reader.id === "message_id" ? byOurId : byTheirId;
  await noteIntermediates(link, reports);
  const located = await inParts(finals, (part) => locate(link.id, part));
  const results = await inParts(located, settleReports);
  // The provider may report before its answer to the send has been stored.
  if (results.includes("early")) {
    await sleep(SOON_MS);
    const early = results.flatMap((result, index) => (result === "early" ? [index] : []));
    const again = await inParts(early, (part) => settleReports(part.map((index) => located[index]!)));
    for (const [place, index] of early.entries()) results[index] = again[place]!;
  }
  const absent = finals.filter((_, index) => results[index] === "absent");
  const parked = reader.id === "provider_id" ? absent : [];
  await inParts(parked, (part) => park(link.id, part));
  if (reader.id === "message_id" && absent.length > 0) await reportTests(link.id, absent);
  for (const [index, entry] of located.entries()) {
    if (results[index] === "early") takeReportLater(async () => entry);
  }
  // Waiting in memory would not survive the process, so the provider is asked to send the report again.
  if (results.includes("early")) return { kind: "busy", provider };
  return {
    kind: "taken",
    provider,
    reports: reports.length,
    unmatched: absent.length - parked.length,
    parked: parked.length,
    unreadable: unreadable.length,
    answer: reader.answer,
  };
}

/** How long a response waits for the settlement of its message. */
const SOON_MS = 100;

/** A long list is processed in parts, so that it does not fill the queues shared with sends and other reports. */
const PART = 500;

async function inParts<In, Out>(items: In[], run: (part: In[]) => Promise<Out[]>): Promise<Out[]> {
  const results: Out[] = [];
  for (let from = 0; from < items.length; from += PART) {
    results.push(...(await run(items.slice(from, from + PART))));
  }
  return results;
}

type FinalReport = Extract<CallbackReport, { kind: "delivered" | "failed" }>;

function isFinal(report: CallbackReport): report is FinalReport {
  return report.kind === "delivered" || report.kind === "failed";
}

async function noteIntermediates(
  { id: providerId, reader }: ReportingLink,
  reports: CallbackReport[],
): Promise<void> {
  const known = reports.filter((report) => report.kind === "intermediate");
  const found = (id: string) =>
    reader.id === "message_id"
      ? messageOf(id)
      : batches().findByRef({ providerId, refHash: refHashOf(providerId, id) });
  await inParts(known, (part) =>
    Promise.all(part.map(({ id, word }) => takeIntermediate({ providerId, word, locate: () => found(id) }))),
  );
}

/** Removes reports that say the same about the same message. */
function distinct(reports: FinalReport[]): FinalReport[] {
  return [...new Map(reports.map((report) => [`${report.kind} ${report.id}`, report])).values()];
}

async function byOurId(providerId: number, reports: FinalReport[]): Promise<(ReportEntry | null)[]> {
  return Promise.all(
    reports.map(async ({ kind, id, word }) => {
      const messageId = await messageOf(id);
      return messageId === null ? null : { messageId, status: kind, response: word, providerId };
    }),
  );
}

/**
 * The message that a carrier means by the reference it returned; null if there is none, or if the id has since been
 * given to another message.
 */
async function messageOf(reference: string): Promise<number | null> {
  for (const meant of readReference(reference)) {
    const message = await batches().identify(meant.id);
    if (message && isReferenceTo(message, meant, await taggedSince())) return message.id;
  }
  return null;
}

async function byTheirId(providerId: number, reports: FinalReport[]): Promise<(ReportEntry | null)[]> {
  return Promise.all(
    reports.map(async ({ kind, id, word }) => {
      const messageId = await batches().findByRef({ providerId, refHash: refHashOf(providerId, id) });
      return messageId === null ? null : { messageId, status: kind, response: word, providerId };
    }),
  );
}

/** Reports by our own ids that name no message may name a test send. */
async function reportTests(providerId: number, reports: FinalReport[]): Promise<void> {
  if (!(await awaitsTestReport(database(), providerId))) return;
  for (const { kind, id, word } of reports.slice(0, PART)) {
    const refHashes = [refHashOf(providerId, id).toString("hex")];
    await reportProviderTest(database(), { providerId, refHashes }, { report: kind, reportWord: word });
  }
}

/** Stores reports by ids that are not known (yet), so that the provider need not send them again. */
async function park(providerId: number, reports: FinalReport[]): Promise<null[]> {
  const parked = reports.map(({ kind, id, word }) => ({
    providerId,
    refHash: refHashOf(providerId, id),
    status: kind,
    response: word,
  }));
  const done = await withSendPool((sql) => parkReports(sql, parked));
  settleParkedSoon(parked);
  return done;
}
