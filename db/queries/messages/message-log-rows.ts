import { asc, eq, inArray, isNull } from "drizzle-orm";
import { accountName } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { apiTokens } from "#db/schema/customers/api-tokens.ts";
import { messages } from "#db/schema/messages/messages.ts";
import { providers } from "#db/schema/providers/providers.ts";
import { templates, templateVersions } from "#db/schema/templates.ts";
import { users } from "#db/schema/users/users.ts";
import type { Executor } from "#runtime/database/pools.ts";

const columns = {
  id: messages.id,
  createdAt: messages.createdAt,
  number: messages.number,
  status: messages.status,
  problem: messages.problem,
  language: messages.language,
  segments: messages.segments,
  credits: messages.credits,
  response: messages.providerResponse,
  settledAt: messages.settledAt,
  closedAt: messages.closedAt,
  templateId: templates.id,
  templateName: templates.name,
  templateVersion: templateVersions.number,
  accountId: messages.accountId,
  accountName,
  tokenId: messages.tokenId,
  tokenName: apiTokens.name,
  tokenHint: apiTokens.hint,
  /** The user who tried it in the dashboard, if no token sent it. */
  triedBy: users.email,
  providerId: messages.providerId,
  provider: providers.name,
};

/** The rows that a log shows for these messages, in their order. The caller must have found them within its scope. */
export async function selectLogRows(db: Executor, ids: number[]) {
  if (ids.length === 0) return [];
  const rows = await db
    .select(columns)
    .from(messages)
    .innerJoin(templateVersions, eq(templateVersions.id, messages.templateVersionId))
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .innerJoin(accounts, eq(accounts.id, messages.accountId))
    .leftJoin(apiTokens, eq(apiTokens.id, messages.tokenId))
    .leftJoin(users, eq(users.id, messages.userId))
    .leftJoin(providers, eq(providers.id, messages.providerId))
    .where(inArray(messages.id, ids));
  const byId = new Map(rows.map((row) => [row.id, row]));
  // Messages that retention has deleted meanwhile are left out.
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export type LogRow = Awaited<ReturnType<typeof selectLogRows>>[number];

/** Every provider that is in use, for the operator's filter. */
export async function selectProviderNames(db: Executor): Promise<{ id: number; name: string }[]> {
  return db
    .select({ id: providers.id, name: providers.name })
    .from(providers)
    .where(isNull(providers.removedAt))
    .orderBy(asc(providers.position));
}
