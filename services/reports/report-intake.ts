import { batches } from "#db/batches.ts";
import type { ReportEntry } from "#db/ledger/report.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { shared } from "#runtime/shared.ts";
import { providerNames } from "#services/sending/provider-names.ts";

/** The result for a report: `early` if its message is still being settled, `absent` if it has no message. */
export type Intake = "taken" | "early" | "absent";

/** Finds the message of a report; null if it does not exist (yet). */
export type Locate = () => Promise<ReportEntry | null>;

/**
 * Applies delivery reports concurrently, so that PostgreSQL gets them in few statements. Their texts must be safe to
 * store. A null entry counts as absent.
 * @throws if the database is away.
 */
export async function settleReports(entries: (ReportEntry | null)[]): Promise<Intake[]> {
  return Promise.all(
    entries.map(async (entry) => {
      if (!entry) return "absent";
      const left = await batches().report(entry);
      if (left === "pending") return "early";
      if (left === "not_found") return "absent";
      const provider = entry.providerId === undefined ? undefined : providerNames().get(entry.providerId);
      metrics().reports.inc({ kind: entry.status, provider: provider ?? "" });
      return "taken";
    }),
  );
}

/** Applies a delivery report. @throws if the database is away. */
async function takeReport(locate: Locate): Promise<Intake> {
  return (await settleReports([await locate()]))[0]!;
}

/** Delays between retries: a report may arrive before the settlement of its message, or while the database is away. */
const TRIES_MS = [100, 500, 2_000, 10_000, 30_000];
/** The maximum number of waiting reports, so that a flood of early ones cannot fill memory. */
const WAITING_MAX = 1_000;

const waiting = () => shared("waiting reports", () => ({ count: 0 }));

/** Retries a report later, for some 40 seconds, unless too many are waiting. It is kept in memory only. */
export function takeReportLater(locate: Locate, tries = TRIES_MS): void {
  const state = waiting();
  if (state.count >= WAITING_MAX) return;
  state.count++;
  const again = async ([wait, ...later]: number[], left: unknown): Promise<void> => {
    if (wait === undefined) {
      state.count--;
      log().warn({ err: left }, "a delivery report could not be written");
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, wait).unref());
    const result = await takeReport(locate).catch((error: unknown) => error);
    if (result === "taken") state.count--;
    else await again(later, result);
  };
  void again(tries, undefined);
}

/** Applies a report from one of our adapters: now, or as soon as possible. */
export async function acceptReport(entry: ReportEntry, tries = TRIES_MS): Promise<void> {
  const locate = async () => entry;
  const result = await takeReport(locate).catch(() => "early");
  if (result === "early") takeReportLater(locate, tries);
}
