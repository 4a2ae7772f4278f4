import { scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { askedFor } from "#core/audit/audit-log.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { MOST_NEWS } from "#core/message/log-pages.ts";
import { logNews, MOST_COUNTED } from "#core/message/message-log.ts";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { NumberSearch } from "#core/message/number-search.ts";
import type { MessageProblem } from "#core/message/reasons.ts";
import { countPlaces, type LogFilter, type Place, selectPlaces } from "#db/queries/messages/message-log.ts";
import { type LogRow, selectLogRows } from "#db/queries/messages/message-log-rows.ts";
import { selectOutcomes } from "#db/queries/messages/messages.ts";
import { database } from "#runtime/database/pools.ts";
import { auditExport } from "#services/audit/audit.ts";
import { type LogQuery, type LogView, readLogQuery, scopeOfLog } from "./log-query.ts";
import { getMessage, type MessageStory } from "./messages.ts";

export type { LogRow };

export interface LogPage {
  rows: LogRow[];
  /** Cursors of the previous and next page. */
  pages: { before: string | null; after: string | null };
  count: { count: number; more: boolean };
  /** The position of the first row, from which `messageNews` looks for newer ones. Null on an empty page. */
  top: string | null;
  /** The address's parameters as they were parsed. */
  view: LogView;
  /** What the search term was taken for; null if there is none, or it is neither of a phone number nor an id. */
  sought: NumberSearch | null;
  notSearchable: boolean;
}

/** A page of a send log, newest first. */
export async function messageLog(actor: Actor, { accountId, params }: LogQuery): Promise<LogPage> {
  const { view, sought, filter } = await readLogQuery(actor, { accountId, params });
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
async function pageOf(filter: LogFilter, { size, before, after }: LogView) {
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
  const { filter } = await readLogQuery(actor, query);
  const db = database();
  const [places, outcomes] = await Promise.all([
    filter
      ? selectPlaces(db, filter, {
          from: placeIn(since ?? undefined),
          direction: since === null ? "older" : "newer",
          limit: MOST_NEWS,
        })
      : [],
    selectOutcomes(db, ids, scopeOfLog(actor, query)),
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
  const { filter } = await readLogQuery(actor, query);
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

const cursorOf = ({ micros, id }: Place) => `${BigInt(micros).toString(36)}.${id.toString(36)}`;

function placeIn(cursor: string | undefined): Place | undefined {
  const [, at, id] = /^([0-9a-z]{1,11})\.([0-9a-z]{1,11})$/.exec(cursor ?? "") ?? [];
  if (at === undefined || id === undefined) return undefined;
  const place = { micros: String(Number.parseInt(at, 36)), id: Number.parseInt(id, 36) };
  return Number.isSafeInteger(Number(place.micros)) && Number.isSafeInteger(place.id) ? place : undefined;
}
