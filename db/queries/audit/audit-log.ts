import { and, asc, count, desc, eq, gt, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { AuditAction } from "#core/audit/audit-action.ts";
import type { AuditedActor } from "#core/audit/audit-log.ts";
import type { Period } from "#core/table/period.ts";
import { containing } from "#db/queries/containing.ts";
import { accountNameIfAny } from "#db/queries/customers/accounts.ts";
import { auditEntries } from "#db/schema/audit-entries.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface AuditFilter {
  /** Part of the actor's name, or the id of the thing changed. */
  search?: string | undefined;
  actor?: AuditedActor | undefined;
  actions?: AuditAction[] | undefined;
  accountId?: number | undefined;
  /** A kind of thing, or one thing of that kind. */
  subject?: { noun: string; id: string | null } | undefined;
  period?: Period | undefined;
  /** The time zone of the period's days. */
  timeZone: string;
}

function rows(db: Executor) {
  return db
    .select({
      id: auditEntries.id,
      at: auditEntries.at,
      actorKind: auditEntries.actorKind,
      actorId: auditEntries.actorId,
      actorName: auditEntries.actorName,
      accountId: auditEntries.accountId,
      accountName: accountNameIfAny,
      action: auditEntries.action,
      subjectId: auditEntries.subjectId,
      before: auditEntries.before,
      after: auditEntries.after,
      address: sql<string | null>`host(${auditEntries.address})`,
    })
    .from(auditEntries)
    .leftJoin(accounts, eq(accounts.id, auditEntries.accountId));
}

export type AuditRow = Awaited<ReturnType<typeof rows>>[number];

/** Ids grow with time, so a bound in time is also one in ids, at which a scan from the newest entry can stop. */
function within(period: Period | undefined, zone: string): SQL | undefined {
  if (!period) return undefined;
  const since = (time: SQL) =>
    sql`audit_entries.at >= ${time} and audit_entries.id >=
      coalesce((select min(e.id) from audit_entries e where e.at >= ${time}), 9223372036854775807)`;
  if (period.hours !== undefined) return since(sql`now() - make_interval(hours => ${period.hours})`);
  if (period.exact) {
    return and(since(sql`${period.from}::timestamptz`), sql`audit_entries.at < ${period.to}::timestamptz`);
  }
  const start = (day: string, later: number) =>
    sql`((${day}::date + ${later}::int)::timestamp at time zone ${zone})`;
  return and(
    period.from === undefined ? undefined : since(start(period.from, 0)),
    period.to === undefined ? undefined : sql`audit_entries.at < ${start(period.to, 1)}`,
  );
}

function matching(filter: AuditFilter): SQL | undefined {
  const { search, actor, actions, accountId, subject, period, timeZone } = filter;
  return and(
    search
      ? sql`(${containing(auditEntries.actorName, search)} or ${auditEntries.subjectId} = ${search})`
      : undefined,
    actor &&
      (actor.kind === "user" ? eq(auditEntries.actorId, actor.id) : eq(auditEntries.actorKind, actor.kind)),
    actions && inArray(auditEntries.action, actions),
    accountId === undefined ? undefined : eq(auditEntries.accountId, accountId),
    subject &&
      and(
        subject.id === null ? undefined : eq(auditEntries.subjectId, subject.id),
        sql`starts_with(${auditEntries.action}, ${`${subject.noun}.`})`,
      ),
    within(period, timeZone),
  );
}

/** Newest first. */
export async function selectAudit(
  db: Executor,
  filter: AuditFilter,
  { behind, ahead, limit }: { behind: number | undefined; ahead: number | undefined; limit: number },
): Promise<AuditRow[]> {
  const found = await rows(db)
    .where(
      and(
        matching(filter),
        behind === undefined ? undefined : lt(auditEntries.id, behind),
        ahead === undefined ? undefined : gt(auditEntries.id, ahead),
      ),
    )
    .orderBy(ahead === undefined ? desc(auditEntries.id) : asc(auditEntries.id))
    .limit(limit);
  return ahead === undefined ? found : found.reverse();
}

/** The number of matching entries, counted up to `most`. */
export async function countAudit(db: Executor, filter: AuditFilter, most: number): Promise<number> {
  const found = db
    .select({ id: auditEntries.id })
    .from(auditEntries)
    .where(matching(filter))
    .limit(most)
    .as("found");
  const [row] = await db.select({ count: count() }).from(found);
  return row!.count;
}

export async function findAudit(db: Executor, id: number): Promise<AuditRow | undefined> {
  const [row] = await rows(db).where(eq(auditEntries.id, id));
  return row;
}
