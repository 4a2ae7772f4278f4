import { canRead, type Scope, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { askedFor } from "#core/audit/audit-log.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { MOST_NEWS } from "#core/message/log-pages.ts";
import { logNews, logParams, MOST_COUNTED, NO_OPERATOR, NO_TOKEN } from "#core/message/message-log.ts";
import type { MessageStatus } from "#core/message/message-status.ts";
import { type NumberSearch, readNumberSearch } from "#core/message/number-search.ts";
import type { MessageProblem } from "#core/message/reasons.ts";
import { type NumberGroup, numbersOf } from "#core/routing/operator-numbers.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import { findSubscription, selectSubscriptions } from "#db/queries/customers/subscriptions.ts";
import { countPlaces, type LogFilter, type Place, selectPlaces } from "#db/queries/messages/message-log.ts";
import { type LogRow, selectLogRows, selectProviderNames } from "#db/queries/messages/message-log-rows.ts";
import { selectOutcomes } from "#db/queries/messages/messages.ts";
import { selectOperators } from "#db/queries/routing/operators.ts";
import { database } from "#runtime/database/pools.ts";
import { auditExport } from "#services/audit/audit.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { allowedCountries } from "#services/sending/countries.ts";
import { getMessage, type MessageStory } from "./messages.ts";

export type { LogRow };

/** The log of an account, or of all, and the parameters of the page's address. */
export interface LogQuery {
  accountId: number | "all";
  params: SearchParams;
}

type View = ReturnType<typeof readParams<typeof logParams>>;

export interface LogPage {
  rows: LogRow[];
  /** Cursors of the previous and next page. */
  pages: { before: string | null; after: string | null };
  count: { count: number; more: boolean };
  /** The position of the first row, from which `messageNews` looks for newer ones. Null on an empty page. */
  top: string | null;
  /** The address's parameters as they were parsed. */
  view: View;
  /** What the search term was taken for; null if there is none, or it is neither of a phone number nor an id. */
  sought: NumberSearch | null;
  notSearchable: boolean;
}

/** A page of a send log, newest first. */
export async function messageLog(actor: Actor, { accountId, params }: LogQuery): Promise<LogPage> {
  const { view, sought, filter } = await understood(actor, { accountId, params });
  if (filter === null) {
    const none = { rows: [], pages: { before: null, after: null }, count: { count: 0, more: false } };
    return { ...none, top: null, view, sought, notSearchable: true };
  }
  const db = database();
  const [page, counted] = await Promise.all([pageOf(filter, view), countPlaces(db, filter, MOST_COUNTED)]);
  const rows = await selectLogRows(
    db,
    page.places.map(({ id }) => id),
  );
  return {
    rows,
    pages: page.pages,
    // If there is only one page, its rows are the count.
    count: page.pages.before || page.pages.after ? counted : { count: rows.length, more: false },
    top: page.places[0] ? cursorOf(page.places[0]) : null,
    view,
    sought,
    notSearchable: false,
  };
}

/** Reads one row more than fits, to learn whether there is a next page. */
async function pageOf(filter: LogFilter, { size, before, after }: View) {
  const [older, newer] = [placeIn(after), placeIn(before)];
  const direction = newer && !older ? "newer" : "older";
  const found = await selectPlaces(database(), filter, { from: older ?? newer, direction, limit: size + 1 });
  const further = found.length > size;
  const places = direction === "older" ? found.slice(0, size) : found.slice(-size);
  const [first, last] = [places[0], places.at(-1)];
  return {
    places,
    pages: {
      before: first && (direction === "older" ? older !== undefined : further) ? cursorOf(first) : null,
      after: last && (direction === "newer" || further) ? cursorOf(last) : null,
    },
  };
}

export interface LogNews {
  /** The number of newer messages, up to `MOST_NEWS`. */
  newer: number;
  statuses: Record<number, MessageStatus>;
  /** Of those that failed or are unknown. */
  problems: Record<number, MessageProblem>;
}

/** What has happened since a page was read: newer messages, and the current state of its own rows. */
export async function messageNews(actor: Actor, query: LogQuery, input: unknown): Promise<LogNews> {
  const { since, ids } = checked(logNews, input);
  const { filter } = await understood(actor, query);
  const db = database();
  const [places, outcomes] = await Promise.all([
    filter
      ? selectPlaces(db, filter, {
          from: placeIn(since ?? undefined),
          direction: since === null ? "older" : "newer",
          limit: MOST_NEWS,
        })
      : [],
    selectOutcomes(db, ids, scopeIn(actor, query)),
  ]);
  return {
    newer: places.length,
    statuses: Object.fromEntries(outcomes.map(({ id, status }) => [id, status])),
    problems: Object.fromEntries(outcomes.flatMap(({ id, problem }) => (problem ? [[id, problem]] : []))),
  };
}

/** Rows read at a time for an export. */
const EXPORT_ROWS = 1_000;

/**
 * Every message that matches the address's filters, newest first, in batches: each is read after the previous one has
 * been written, so that ten million take no more memory than a thousand, and no snapshot is held open meanwhile.
 * @throws {Refused} immediately, before the first batch is requested.
 */
export async function exportMessages(actor: Actor, query: LogQuery): Promise<AsyncGenerator<LogRow[]>> {
  const { filter } = await understood(actor, query);
  const { accountId, params } = query;
  await auditExport(actor, {
    action: "message.export",
    subjectId: accountId,
    accountId: accountId === "all" ? null : accountId,
    after: { asked: askedFor(params) },
  });
  return batchesOf(filter);
}

async function* batchesOf(filter: LogFilter | null): AsyncGenerator<LogRow[]> {
  let from: Place | undefined;
  while (filter) {
    const places = await selectPlaces(database(), filter, { from, direction: "older", limit: EXPORT_ROWS });
    from = places.at(-1);
    if (!from) return;
    yield await selectLogRows(
      database(),
      places.map(({ id }) => id),
    );
    if (places.length < EXPORT_ROWS) return;
  }
}

export type MessageDetails = MessageStory &
  Pick<
    LogRow,
    "accountName" | "templateVersion" | "tokenId" | "tokenName" | "tokenHint" | "triedBy" | "providerId"
  >;

/** A message with everything that is known about it. */
export async function messageDetails(actor: Actor, input: unknown): Promise<MessageDetails> {
  const message = await getMessage(actor, input);
  const [row] = await selectLogRows(database(), [message.id]);
  if (!row) throw new Refused("message_not_found", { id: message.id });
  const { accountName, templateVersion, tokenId, tokenName, tokenHint, triedBy } = row;
  const providerId = scopeOf(actor) === "all" ? row.providerId : null;
  return { ...message, accountName, templateVersion, tokenId, tokenName, tokenHint, triedBy, providerId };
}

/** The providers by which the operator's log can be filtered. */
export async function logProviders(actor: Actor): Promise<{ id: number; name: string }[]> {
  return scopeOf(actor) === "all" ? selectProviderNames(database()) : [];
}

function scopeIn(actor: Actor, { accountId }: Pick<LogQuery, "accountId">): Scope {
  if (accountId === "all" ? scopeOf(actor) !== "all" : !canRead(actor, accountId)) {
    throw new Refused("not_allowed");
  }
  return accountId;
}

/** The mobile operators by which a log can be filtered: developers know them from their own numbers. */
export async function logOperators(
  actor: Actor,
  accountId: number | "all",
): Promise<{ id: number; name: string; arabicName: string | null }[]> {
  scopeIn(actor, { accountId });
  return (await selectOperators(database())).map(({ id, name, arabicName }) => ({ id, name, arabicName }));
}

/** The subscriptions by which a log can be filtered: an account's; of all accounts, only the chosen one. */
export async function logSubscriptions(
  actor: Actor,
  accountId: number | "all",
  chosen?: number,
): Promise<{ id: number; plan: string }[]> {
  const scope = scopeIn(actor, { accountId });
  const one = async (id: number) => [(await findSubscription(database(), id, scope)) ?? []].flat();
  const found =
    accountId !== "all"
      ? await selectSubscriptions(database(), accountId)
      : chosen === undefined
        ? []
        : await one(chosen);
  return found.map(({ id, plan }) => ({ id, plan }));
}

interface Understood {
  view: View;
  sought: NumberSearch | null;
  filter: LogFilter | null;
}

/** Converts the address to a filter; null if it searches for something that no message can have. */
async function understood(actor: Actor, query: LogQuery): Promise<Understood> {
  const scope = scopeIn(actor, query);
  const read = readParams(logParams, query.params);
  // An account's log has no filter by account, and a developer's none that tells of providers.
  const own = scope === "all" ? read : { ...read, account: undefined };
  const view = scopeOf(actor) === "all" ? own : { ...own, provider: undefined, answer: undefined };
  const sought = view.q === undefined ? null : readNumberSearch(view.q, await allowedCountries());
  if (view.q !== undefined && sought === null) return { view, sought, filter: null };
  const { status, reason, template, token, language, period, account, provider, operator, answer } = view;
  const { subscription } = view;
  const within = scope === "all" ? account : scope;
  const filter: LogFilter = {
    ...sought,
    accountId: subscription === undefined ? within : await ownerOf(subscription, within),
    statuses: status,
    problems: reason,
    templateId: template,
    tokenId: token === NO_TOKEN ? 0 : token,
    language,
    subscriptionId: subscription,
    providerId: provider,
    numbers: operator === undefined ? undefined : await numbersOfOperator(operator),
    answer,
    period: period?.hours === undefined && period ? { ...period, zone: await timeZone() } : period,
  };
  return { view, sought, filter };
}

const NO_ACCOUNT = 0;

/** The account of a subscription, so that only its messages are read; none if it is not of the account that is asked for. */
async function ownerOf(subscriptionId: number, accountId: number | undefined): Promise<number> {
  const found = await findSubscription(database(), subscriptionId, accountId ?? "all");
  return found?.accountId ?? NO_ACCOUNT;
}

async function numbersOfOperator(operator: number | typeof NO_OPERATOR): Promise<NumberGroup> {
  const operators = await selectOperators(database());
  return numbersOf(operators, operator === NO_OPERATOR ? 0 : operator);
}

const cursorOf = ({ micros, id }: Place) => `${BigInt(micros).toString(36)}.${id.toString(36)}`;

function placeIn(cursor: string | undefined): Place | undefined {
  const [, at, id] = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})$/.exec(cursor ?? "") ?? [];
  if (at === undefined || id === undefined) return undefined;
  const place = { micros: String(Number.parseInt(at, 36)), id: Number.parseInt(id, 36) };
  return Number.isSafeInteger(Number(place.micros)) && Number.isSafeInteger(place.id) ? place : undefined;
}
