import { z } from "zod";
import { canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { askedFor, auditParams } from "#core/audit/audit-log.ts";
import { longId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { boundsOf, type Page, pageOf } from "#core/table/id-pages.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import {
  type AuditFilter,
  type AuditRow,
  countAudit,
  findAudit,
  selectAudit,
} from "#db/queries/audit/audit-log.ts";
import { database } from "#runtime/database/pools.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { auditExport } from "./audit.ts";

export type AuditEntry = AuditRow;

/** The line below the table counts up to this number; beyond it, it says "more than". */
const MOST_COUNTED = 10_000;

type View = ReturnType<typeof readParams<typeof auditParams>>;

async function understood(actor: Actor, params: SearchParams): Promise<{ view: View; filter: AuditFilter }> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const view = readParams(auditParams, params);
  const { q, actor: by, action, account, subject, period } = view;
  const filter = {
    search: q,
    actor: by,
    actions: action,
    accountId: account,
    subject,
    period,
    timeZone: await timeZone(),
  };
  return { view, filter };
}

/** A page of audit entries, newest first, by the parameters of the page's address. */
export async function auditLog(
  actor: Actor,
  params: SearchParams,
): Promise<Page<AuditEntry> & { count: { count: number; more: boolean }; view: View }> {
  const { view, filter } = await understood(actor, params);
  const bounds = boundsOf(view, longId);
  const [found, counted] = await Promise.all([
    selectAudit(database(), filter, bounds),
    countAudit(database(), filter, MOST_COUNTED + 1),
  ]);
  const count = { count: Math.min(counted, MOST_COUNTED), more: counted > MOST_COUNTED };
  return { ...pageOf(found, bounds), count, view };
}

const byLongId = z.object({ id: longId });

export async function getAuditEntry(actor: Actor, input: unknown): Promise<AuditEntry> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const { id } = checked(byLongId, input);
  const entry = await findAudit(database(), id);
  if (!entry) throw new Refused("audit_entry_not_found", { id });
  return entry;
}

/** Rows read at a time for an export. */
const EXPORT_ROWS = 1_000;

/** Every entry that matches the address's filters, in batches: each is read after the previous one has been written. */
export async function exportAudit(actor: Actor, params: SearchParams): Promise<AsyncGenerator<AuditEntry[]>> {
  const { filter } = await understood(actor, params);
  await auditExport(actor, { action: "audit.export", subjectId: "all", after: { asked: askedFor(params) } });
  return batchesOf(filter);
}

async function* batchesOf(filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
  for (let behind: number | undefined; ; ) {
    const rows = await selectAudit(database(), filter, { behind, ahead: undefined, limit: EXPORT_ROWS });
    if (rows.length > 0) yield rows;
    if (rows.length < EXPORT_ROWS) return;
    behind = rows.at(-1)!.id;
  }
}
