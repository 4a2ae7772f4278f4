import { batches } from "#db/batches.ts";
import type { ReportEntry } from "#db/ledger/report.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { shared } from "#runtime/shared.ts";

/** What became of a report: `early` where its message is still being settled, `absent` where there is none. */
export type Intake = "taken" | "early" | "absent";

/** Finds the message of a report; null where there is none of that name, or not yet. */
export type Locate = () => Promise<ReportEntry | null>;

/**
 * Writes delivery reports, all of them at once: PostgreSQL gets them in few statements. Their words must be fit to be
 * kept. An entry that is null is absent. @throws where the database is away.
 */
export async function settleReports(entries: (ReportEntry | null)[]): Promise<Intake[]> {
  return Promise.all(
    entries.map(async (entry) => {
      if (!entry) return "absent";
      const left = await batches().report(entry);
      if (left === "pending") return "early";
      if (left === "not_found") return "absent";
      metrics().reports.inc({ kind: entry.status });
      return "taken";
    }),
  );
}

/** Takes a delivery report in. @throws where the database is away. */
async function takeReport(locate: Locate): Promise<Intake> {
  return (await settleReports([await locate()]))[0]!;
}

/** A report may overtake the settlement of its message, or meet a database that is away: it is tried again. */
const TRIES_MS = [100, 500, 2_000, 10_000, 30_000];
/** Reports that wait at a time: whoever floods us with early ones fills no memory. */
const WAITING_MAX = 1_000;

const waiting = () => shared("waiting reports", () => ({ count: 0 }));

/** Tries a report again later, for some 40 seconds and as long as not too many wait. It is kept in memory only. */
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

/** Takes in what an adapter of ours reports: now, or as soon as it can be. */
export async function acceptReport(entry: ReportEntry, tries = TRIES_MS): Promise<void> {
  const locate = async () => entry;
  const result = await takeReport(locate).catch(() => "early");
  if (result === "early") takeReportLater(locate, tries);
}
