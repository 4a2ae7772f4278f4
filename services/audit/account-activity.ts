import { canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { type ActivityAction, accountActivity, nameInEntry } from "#core/audit/account-activity.ts";
import { rangeText } from "#core/customer/address.ts";
import { longId } from "#core/input/id.ts";
import { Refused } from "#core/input/refusal.ts";
import { boundsOf, type Page, type PageAsked, pageOf } from "#core/table/id-pages.ts";
import { type AuditRow, selectAudit } from "#db/queries/audit/audit-log.ts";
import { selectNames } from "#db/queries/audit/subject-names.ts";
import { database } from "#runtime/database/pools.ts";
import { timeZone } from "#services/gateway/presentation.ts";

export interface Activity {
  id: number;
  at: Date;
  action: ActivityAction;
  subjectId: string;
  /** The name of what was changed, where it has one. */
  name: string | null;
  /** The e-mail of the team's member who did it; null if it was the operator, whose people stay unnamed. */
  by: string | null;
}

/** What became of an account's things and who did it, newest first, by pages. */
export async function accountActivityOf(
  actor: Actor,
  { accountId, ...asked }: PageAsked & { accountId: number },
): Promise<Page<Activity>> {
  if (!canRead(actor, accountId)) throw new Refused("not_allowed");
  const bounds = boundsOf(asked, longId);
  const filter = { accountId, actions: [...accountActivity], timeZone: await timeZone() };
  const { rows, pages } = pageOf(await selectAudit(database(), filter, bounds), bounds);
  const names = await selectNames(database(), accountId, rows);
  return { rows: rows.map((row) => view(row, names)), pages };
}

function view(row: AuditRow, { members, subjects }: Awaited<ReturnType<typeof selectNames>>): Activity {
  const { id, at, action, subjectId, actorId, actorName } = row;
  return {
    id,
    at,
    action: action as ActivityAction,
    subjectId,
    name: nameOf(row) ?? subjects.get(`${action.split(".")[0]}.${subjectId}`) ?? null,
    by: actorId !== null && members.has(actorId) ? actorName : null,
  };
}

/** As lists show it: a single address has no mask. */
function nameOf(row: AuditRow): string | null {
  const name = nameInEntry(row);
  return name !== null && row.action.startsWith("whitelist.") ? rangeText(name) : name;
}
