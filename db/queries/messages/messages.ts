import { and, asc, desc, eq, inArray } from "drizzle-orm";
import type { Scope } from "#core/access/access.ts";
import { within } from "#db/queries/scope.ts";
import { messageAttempts } from "#db/schema/messages/message-attempts.ts";
import { messageEvents } from "#db/schema/messages/message-events.ts";
import { messages } from "#db/schema/messages/messages.ts";
import { providers } from "#db/schema/providers/providers.ts";
import { templates, templateVersions } from "#db/schema/templates.ts";
import type { Executor } from "#runtime/database/pools.ts";

const columns = {
  id: messages.id,
  accountId: messages.accountId,
  number: messages.number,
  status: messages.status,
  problem: messages.problem,
  language: messages.language,
  codeLength: messages.codeLength,
  segments: messages.segments,
  credits: messages.credits,
  providerResponse: messages.providerResponse,
  providerRef: messages.providerRef,
  createdAt: messages.createdAt,
  settledAt: messages.settledAt,
  closedAt: messages.closedAt,
  templateId: templates.id,
  templateName: templates.name,
  english: templateVersions.english,
  arabic: templateVersions.arabic,
  provider: providers.name,
  routePrefix: messages.routePrefix,
  routeOwn: messages.routeOwn,
};

function rows(db: Executor) {
  return db
    .select(columns)
    .from(messages)
    .innerJoin(templateVersions, eq(templateVersions.id, messages.templateVersionId))
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .leftJoin(providers, eq(providers.id, messages.providerId));
}

/** A message with the parts from which its text is made. */
export type MessageRow = Awaited<ReturnType<typeof rows>>[number];

export async function findMessage(db: Executor, id: number, scope: Scope): Promise<MessageRow | undefined> {
  const [row] = await rows(db).where(and(eq(messages.id, id), within(messages.accountId, scope)));
  return row;
}

/** Newest first. */
export async function selectMessages(db: Executor, accountId: number, limit: number): Promise<MessageRow[]> {
  return rows(db)
    .where(eq(messages.accountId, accountId))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(limit);
}

export type EventRow = Pick<typeof messageEvents.$inferSelect, "kind" | "detail" | "at"> & {
  /** Of a report, the name of the provider that made it. */
  provider: string | null;
};

/** The events of a message. The caller must have found it within its scope. */
export async function selectEvents(db: Executor, messageId: number): Promise<EventRow[]> {
  return db
    .select({
      kind: messageEvents.kind,
      provider: providers.name,
      detail: messageEvents.detail,
      at: messageEvents.at,
    })
    .from(messageEvents)
    .leftJoin(providers, eq(providers.id, messageEvents.providerId))
    .where(eq(messageEvents.messageId, messageId))
    .orderBy(asc(messageEvents.id));
}

export type AttemptRow = Omit<typeof messageAttempts.$inferSelect, "messageId" | "providerId"> & {
  provider: string | null;
};

/** The attempts of a message, if there was more than one. The caller must have found it within its scope. */
export async function selectAttempts(db: Executor, messageId: number): Promise<AttemptRow[]> {
  return db
    .select({
      ordinal: messageAttempts.ordinal,
      provider: providers.name,
      state: messageAttempts.state,
      reason: messageAttempts.reason,
      response: messageAttempts.response,
      reference: messageAttempts.reference,
      startedAt: messageAttempts.startedAt,
      endedAt: messageAttempts.endedAt,
    })
    .from(messageAttempts)
    .leftJoin(providers, eq(providers.id, messageAttempts.providerId))
    .where(eq(messageAttempts.messageId, messageId))
    .orderBy(asc(messageAttempts.ordinal));
}

export type OutcomeRow = Pick<MessageRow, "id" | "status" | "problem">;

/** The current state of those of these messages that belong to the scope. */
export async function selectOutcomes(db: Executor, ids: number[], scope: Scope): Promise<OutcomeRow[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: messages.id, status: messages.status, problem: messages.problem })
    .from(messages)
    .where(and(inArray(messages.id, ids), within(messages.accountId, scope)));
}

/** Which of these messages belong to the scope. */
export async function ownMessageIds(db: Executor, ids: number[], scope: Scope): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .select({ id: messages.id })
    .from(messages)
    .where(and(inArray(messages.id, ids), within(messages.accountId, scope)));
  return new Set(rows.map(({ id }) => id));
}
