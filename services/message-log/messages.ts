import { canRead, type Scope, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { messageById, messagesOf } from "#core/message/message-input.ts";
import { isRejected, scopeOfReason } from "#core/message/reasons.ts";
import { isNoAnswer, type TimelineStep } from "#core/message/timeline.ts";
import { languageOf, maskCode, renderMasked } from "#core/template/template.ts";
import {
  type AttemptRow,
  type EventRow,
  findMessage,
  type MessageRow,
  selectAttempts,
  selectEvents,
  selectMessages,
} from "#db/queries/messages/messages.ts";
import { database } from "#runtime/database/pools.ts";

/** A message as it may be shown: of its code only the length is known. */
export interface MessageView
  extends Omit<
    MessageRow,
    | "english"
    | "arabic"
    | "codeLength"
    | "language"
    | "providerResponse"
    | "providerRef"
    | "routePrefix"
    | "routeOwn"
  > {
  language: 0 | 1;
  /** The code as asterisks. */
  maskedCode: string;
  /** The text, with asterisks in place of the code. */
  maskedText: string;
  /** The provider's latest answer. */
  response: string | null;
}

export type { AttemptRow };

export interface TimelineEntry {
  kind: TimelineStep;
  detail: string;
  at: Date;
}

function view({
  english,
  arabic,
  codeLength,
  providerResponse,
  providerRef: _,
  routePrefix: __,
  routeOwn: ___,
  ...row
}: MessageRow): MessageView {
  const language = row.language === 0 ? 0 : 1;
  const body = (languageOf(language) === "ar" ? arabic : english) ?? "";
  return {
    ...row,
    language,
    maskedCode: maskCode(codeLength),
    maskedText: renderMasked(body, codeLength),
    response: providerResponse,
  };
}

/** The message's own times and additional events, in order. Only the operator sees which providers there are. */
function timelineOf(
  message: MessageRow,
  { events, attempts, scope }: { events: EventRow[]; attempts: AttemptRow[]; scope: Scope },
): TimelineEntry[] {
  const happened = (kind: EventRow["kind"]) => events.some((event) => event.kind === kind);
  const named = (provider: string | null, words: string) =>
    scope === "all" && provider !== null ? `${provider}: ${words}` : words;
  const entries: TimelineEntry[] = [{ kind: "created", detail: "", at: message.createdAt }];
  // The last attempt is the message's own.
  for (const { provider, response, startedAt, endedAt } of attempts.slice(0, -1)) {
    const detail = scope === "all" ? named(provider, response) : "";
    entries.push({ kind: "failover", detail, at: endedAt ?? startedAt });
  }
  for (const { kind, provider, detail, at } of events) {
    const others = kind === "attempt_report" || kind === "intermediate";
    entries.push({ kind, detail: others ? named(provider, detail) : detail, at });
  }
  // A swept message has an event of the same time that says so; an answer recorded after all came later.
  const swept = events.find(({ kind }) => kind === "swept");
  if (message.settledAt && !(swept && swept.at >= message.settledAt)) {
    const unanswered =
      message.status === "unknown" || happened("released") || isNoAnswer(message.providerResponse ?? "");
    const kind = unanswered ? "unanswered" : stepOf(message.problem);
    entries.push({ kind, detail: message.providerResponse ?? "", at: message.settledAt });
  }
  // A refused message was closed by the answer itself; a released one has its own event.
  const reported = message.status === "delivered" || message.problem === "undelivered";
  if (message.closedAt && reported) {
    entries.push({ kind: "reported", detail: message.status, at: message.closedAt });
  }
  return entries.sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** What settled a message whose outcome is known. */
function stepOf(problem: MessageRow["problem"]): TimelineStep {
  if (problem === "not_taken") return "not_taken";
  if (isRejected(problem)) return "refused";
  const unroutable = problem === "no_route" || problem === "approval_missing" || problem === "sender_missing";
  return unroutable ? "unroutable" : "answered";
}

/** The attempts of a message; one that was handed to one provider only has none of its own and is told by the message. */
function attemptsOf(message: MessageRow, attempts: AttemptRow[]): AttemptRow[] {
  if (attempts.length > 0 || message.provider === null) return attempts;
  const { status, problem } = message;
  const state =
    status === "pending"
      ? "pending"
      : isRejected(problem)
        ? "rejected"
        : problem === "unknown" || problem === "released"
          ? "unknown"
          : "accepted";
  return [
    {
      ordinal: 1,
      provider: message.provider,
      state,
      reason: scopeOfReason(problem),
      response: message.providerResponse ?? "",
      reference: message.providerRef,
      startedAt: message.createdAt,
      endedAt: message.settledAt,
    },
  ];
}

export interface MessageStory extends MessageView {
  timeline: TimelineEntry[];
  /** The route by which its providers were chosen, for the operator only; null where their order decided. */
  route: { prefix: string; own: boolean } | null;
  /** For the operator only: which providers there are is not a developer's to know. */
  attempts: AttemptRow[];
}

export async function getMessage(actor: Actor, input: unknown): Promise<MessageStory> {
  const { id } = checked(messageById, input);
  const scope = scopeOf(actor);
  const row = await findMessage(database(), id, scope);
  if (!row) throw new Refused("message_not_found", { id });
  const [events, attempts] = await Promise.all([
    selectEvents(database(), id),
    selectAttempts(database(), id),
  ]);
  return {
    ...view(row),
    provider: scope === "all" ? row.provider : null,
    route:
      scope === "all" && row.routePrefix !== null
        ? { prefix: row.routePrefix, own: row.routeOwn ?? false }
        : null,
    timeline: timelineOf(row, { events, attempts, scope }),
    attempts: scope === "all" ? attemptsOf(row, attempts) : [],
  };
}

/** For the API, whose caller is authenticated by an account's token. Null if the account has no such message. */
export async function messageOfAccount(accountId: number, id: number): Promise<MessageView | null> {
  const row = await findMessage(database(), id, accountId);
  return row ? view(row) : null;
}

/** An account's messages, newest first. */
export async function listMessages(actor: Actor, input: unknown): Promise<MessageView[]> {
  const { accountId, limit } = checked(messagesOf, input);
  if (!canRead(actor, accountId)) throw new Refused("not_allowed");
  return (await selectMessages(database(), accountId, limit)).map(view);
}
