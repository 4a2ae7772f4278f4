import { and, eq, inArray } from "drizzle-orm";
import { apiTokens } from "#db/schema/customers/api-tokens.ts";
import { templates } from "#db/schema/templates.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";
import type { AuditRow } from "./audit-log.ts";

/** The account's members, and the present names of the users, tokens and templates that entries are about. */
export async function selectNames(
  db: Executor,
  accountId: number,
  entries: Pick<AuditRow, "action" | "subjectId">[],
): Promise<{ members: Set<number>; subjects: Map<string, string> }> {
  const idsOf = (noun: string) => [
    ...new Set(
      entries.filter(({ action }) => action.startsWith(`${noun}.`)).map(({ subjectId }) => Number(subjectId)),
    ),
  ];
  const [people, tokens, named] = await Promise.all([
    db.select({ id: users.id, name: users.email }).from(users).where(eq(users.accountId, accountId)),
    db
      .select({ id: apiTokens.id, name: apiTokens.name })
      .from(apiTokens)
      .where(and(eq(apiTokens.accountId, accountId), inArray(apiTokens.id, idsOf("token")))),
    db
      .select({ id: templates.id, name: templates.name })
      .from(templates)
      .where(and(eq(templates.accountId, accountId), inArray(templates.id, idsOf("template")))),
  ]);
  return {
    members: new Set(people.map(({ id }) => id)),
    subjects: new Map(
      Object.entries({ user: people, token: tokens, template: named }).flatMap(([noun, rows]) =>
        rows.map(({ id, name }) => [`${noun}.${id}`, name] as const),
      ),
    ),
  };
}
