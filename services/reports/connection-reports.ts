import { batches } from "#db/batches.ts";
import type { ReportEntry } from "#db/ledger/report.ts";
import { type ParkedReport, parkReports } from "#db/queries/messages/parked-reports.ts";
import { type KnownPart, rememberRefs } from "#db/queries/messages/provider-refs.ts";
import type { ProviderContext } from "#providers/provider.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { log } from "#runtime/log.ts";
import { takeIntermediate } from "./intermediate-reports.ts";
import { settleParkedSoon } from "./parked-reports.ts";
import { wholeMessages } from "./parts.ts";
import { refHashOf } from "./ref-hash.ts";
import { settleReports } from "./report-intake.ts";

/**
 * Processes reports that arrive over a provider's own connection. The promise resolves when the report is in the
 * database (settled, or parked if its message is unknown or still being settled), so that the provider may then be sent
 * its acknowledgement.
 */
export function connectionReports(providerId: number): ProviderContext["onReport"] {
  return async ({ kind: status, keys, word: response }) => {
    const groups = keys.map((group) => group.map((key) => refHashOf(providerId, key)));
    if (status === "intermediate") {
      const locate = async () => (await findPart(providerId, groups))?.messageId ?? null;
      return takeIntermediate({ providerId, word: response, locate });
    }
    const part = await findPart(providerId, groups);
    if (!part) return park(providerId, groups.flat(), status, response);
    const entry: ReportEntry = { messageId: part.messageId, status, response, providerId };
    const [whole] = await wholeMessages([{ ...part, providerId, entry }]);
    const [result] = whole ? await settleReports([whole]) : [];
    if (result === "early") await park(providerId, [part.refHash], status, response);
  };
}

/**
 * Stores the keys of a part whose answer came too late. A receipt that arrived earlier is parked, and settled by the
 * sweep. If the database is away, its receipt finds no message and the message stays unknown.
 */
export function lateKeys(providerId: number): ProviderContext["onLateKeys"] {
  return ({ keys, ...place }) => {
    const refs = keys.map((key) => ({ ...place, providerId, refHash: refHashOf(providerId, key) }));
    withSendPool((sql) => rememberRefs(sql, refs)).then(
      () => settleParkedSoon(refs),
      (error: unknown) =>
        log().error({ err: error, message: place.messageId }, "a late id could not be kept"),
    );
  };
}

/**
 * The part identified by the first group of keys that is known; null if that group matches several, because it is
 * ambiguous.
 */
async function findPart(providerId: number, groups: Buffer[][]): Promise<KnownPart | null> {
  const known = await batches().findParts(groups.flat().map((refHash) => ({ providerId, refHash })));
  for (const group of groups) {
    const found = known.filter(({ refHash }) => group.some((hash) => hash.equals(refHash)));
    const distinct = new Map(found.map((part) => [`${part.messageId} ${part.part}`, part]));
    if (distinct.size > 0) return distinct.size === 1 ? found[0]! : null;
  }
  return null;
}

async function park(
  providerId: number,
  hashes: Buffer[],
  status: ReportEntry["status"],
  response: string,
): Promise<void> {
  const parked: ParkedReport[] = hashes.map((refHash) => ({ providerId, refHash, status, response }));
  await withSendPool((sql) => parkReports(sql, parked));
  settleParkedSoon(parked);
}
