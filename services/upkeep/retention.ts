import { setTimeout as sleep } from "node:timers/promises";
import type { Sql } from "postgres";
import type { Actor } from "#core/access/actor.ts";
import { REQUEST_DAYS } from "#core/requests/request-days.ts";
import { firstRequestIdAt } from "#core/requests/request-id.ts";
import { deleteOldMessages } from "#db/ledger/retention.ts";
import { selectAccounts } from "#db/queries/customers/accounts.ts";
import { readClock } from "#db/queries/gateway/clock.ts";
import { findCountMark } from "#db/queries/messages/message-counts.ts";
import {
  deleteOldAudit,
  deleteOldNotices,
  deleteOldRefusals,
  deleteOldRequests,
} from "#db/queries/messages/retention.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { database } from "#runtime/database/pools.ts";
import { log } from "#runtime/log.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { retentionPeriods } from "#services/gateway/settings.ts";

/** Rows deleted per statement: a send that needs the same subscription waits for no more than these. */
const BATCH_ROWS = 250;
/** After each statement, pause for this many times as long as the statement took, because sends have priority. */
const PAUSE_FACTOR = 2;
const LONGEST_PAUSE_MS = 1_000;
/** After this time the job stops; the next run, an hour later, continues. */
const RUN_MS = 10 * 60_000;
const DAY_MS = 86_400_000;

const actor: Actor = { kind: "system", name: "retention" };

export interface Deleted {
  messages: number;
  refusals: number;
  audit: number;
  notices: number;
  /** Rows of the request log, for which there is no setting. */
  requests: number;
}

/**
 * Deletes rows older than the settings allow, in small statements with pauses between them. When `signal` is aborted it
 * stops after the current statement, and the next run continues.
 */
export async function applyRetention(signal?: AbortSignal): Promise<Deleted> {
  const periods = await retentionPeriods();
  // The database's clock, not this machine's: a clock that is ahead would delete rows too early.
  const now = (await readClock(database())).getTime();
  const before = (days: number) => new Date(now - days * DAY_MS);
  const begun = performance.now();
  const deleted: Deleted = { messages: 0, refusals: 0, audit: 0, notices: 0, requests: 0 };
  // A dedicated connection, so that neither sends nor pages queue behind it. Rows whose deletion a crash undoes are
  // deleted again, so no commit needs to wait for the disk, least of all while it holds locks.
  const sql = ownConnection("retention", { settings: { synchronous_commit: "off" } });
  const pace = paced(signal, begun + RUN_MS);
  try {
    if (periods.messages !== null)
      deleted.messages = await messagesBefore(sql, before(periods.messages), pace);
    if (periods.refusals !== null)
      deleted.refusals = await refusalsBefore(sql, before(periods.refusals), pace);
    if (periods.audit !== null) {
      const limits = { before: before(periods.audit), limit: BATCH_ROWS };
      deleted.audit = await untilFew(pace, () => deleteOldAudit(sql, limits));
    }
    if (periods.notices !== null) {
      const limits = { before: before(periods.notices), limit: BATCH_ROWS };
      deleted.notices = await untilFew(pace, () => deleteOldNotices(sql, limits));
    }
    const below = firstRequestIdAt(before(REQUEST_DAYS).getTime());
    deleted.requests = await untilFew(pace, () => deleteOldRequests(sql, { below, limit: BATCH_ROWS }));
  } finally {
    await sql.end({ timeout: 1 });
    await note(deleted, begun);
  }
  return deleted;
}

/** Runs one statement and then pauses. Null if there is no time for another one. */
type Pace = <T>(statement: () => Promise<T>) => Promise<T | null>;

function paced(signal: AbortSignal | undefined, deadline: number): Pace {
  return async (statement) => {
    if (signal?.aborted || performance.now() > deadline) return null;
    const started = performance.now();
    const result = await statement();
    const rest = Math.min(LONGEST_PAUSE_MS, PAUSE_FACTOR * (performance.now() - started));
    await sleep(rest, undefined, signal && { signal }).catch(() => {});
    return result;
  };
}

/** Only messages that are in the hourly counts: charts look further back than messages are kept. */
async function messagesBefore(sql: Sql, before: Date, pace: Pace): Promise<number> {
  const mark = await findCountMark(database());
  if (!mark) return 0;
  const limits = { before: mark.until < before ? mark.until : before, limit: BATCH_ROWS };
  let deleted = 0;
  let after: number | null = 0;
  while (after !== null) {
    const from: number = after;
    const swath = await pace(() => deleteOldMessages(sql, { ...limits, after: from }));
    if (!swath) break;
    deleted += swath.deleted;
    after = swath.last;
  }
  return deleted;
}

async function refusalsBefore(sql: Sql, before: Date, pace: Pace): Promise<number> {
  let deleted = 0;
  for (const { id: accountId } of await selectAccounts(database())) {
    deleted += await untilFew(pace, () => deleteOldRefusals(sql, { accountId, before, limit: BATCH_ROWS }));
  }
  return deleted;
}

async function untilFew(pace: Pace, statement: () => Promise<number>): Promise<number> {
  for (let deleted = 0; ; ) {
    const count = await pace(statement);
    deleted += count ?? 0;
    if (count === null || count < BATCH_ROWS) return deleted;
  }
}

/**
 * Records in the audit log what a setting has deleted, because the rows themselves are gone. The request log always keeps
 * the same days, and says so itself.
 */
async function note({ requests, ...deleted }: Deleted, begun: number): Promise<void> {
  const bySetting = Object.values(deleted).some((count) => count > 0);
  if (!bySetting && requests === 0) return;
  log().info({ ...deleted, requests, ms: Math.round(performance.now() - begun) }, "retention");
  if (!bySetting) return;
  await auditedTransaction((tx) =>
    audit(tx, actor, { action: "retention.delete", subjectId: "all", after: { ...deleted } }),
  );
}
