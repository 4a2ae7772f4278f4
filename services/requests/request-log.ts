import { canRead, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { normaliseAddress } from "#core/customer/address.ts";
import { cleaned } from "#core/input/cleaned.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { parsePhone } from "#core/phone/phone.ts";
import { firstRequestIdAt, requestIdIn, timeOfRequest } from "#core/requests/request-id.ts";
import { MOST_COUNTED, requestById, requestCursor, requestParams } from "#core/requests/request-log.ts";
import { boundsOf, type Page, pageOf } from "#core/table/id-pages.ts";
import type { Period } from "#core/table/period.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import {
  countRequests,
  findRequest,
  type RequestDetails,
  type RequestFilter,
  type RequestRow,
  selectRequests,
  startsOfDays,
} from "#db/queries/requests/api-requests.ts";
import { database } from "#runtime/database/pools.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { allowedCountries } from "#services/sending/countries.ts";
import { numberHashOf } from "./keep.ts";

const timed = <Row extends { id: string }>(row: Row) => ({ ...row, at: new Date(timeOfRequest(row.id)) });

export type ApiRequest = RequestRow & { at: Date };
export type ApiRequestDetails = RequestDetails & { at: Date };

export interface RequestPage extends Page<ApiRequest> {
  count: { count: number; more: boolean };
  view: { size: number };
  /** The search term is neither a request's id nor a phone number nor an address. */
  notSearchable: boolean;
}

/** A page of an account's request log, newest first, by the parameters of the page's address. */
export async function requestLog(
  actor: Actor,
  { accountId, params }: { accountId: number; params: SearchParams },
): Promise<RequestPage> {
  if (!canRead(actor, accountId)) throw new Refused("not_allowed");
  const { q, status, error: errors, token: tokenId, period, ...view } = readParams(requestParams, params);
  const sought = q === undefined ? {} : await soughtBy(q);
  if (sought === null) {
    const none = { rows: [], pages: { before: null, after: null }, count: { count: 0, more: false } };
    return { ...none, view, notSearchable: true };
  }
  const filter: RequestFilter = {
    ...sought,
    accountId,
    ...(status?.includes("refused") ? { refused: true } : { statuses: status?.map(Number) }),
    errors,
    tokenId,
    ids: period && (await idsOf(period)),
  };
  const bounds = boundsOf(view, requestCursor);
  const db = database();
  const [found, counted] = await Promise.all([
    selectRequests(db, filter, bounds),
    countRequests(db, filter, MOST_COUNTED + 1),
  ]);
  const count = { count: Math.min(counted, MOST_COUNTED), more: counted > MOST_COUNTED };
  return { ...pageOf(found.map(timed), bounds), count, view, notSearchable: false };
}

/** A request with its body and its answer. */
export async function getRequest(actor: Actor, input: unknown): Promise<ApiRequestDetails> {
  const { id } = checked(requestById, input);
  const known = requestIdIn(id);
  const row = known === null ? undefined : await findRequest(database(), known, scopeOf(actor));
  if (!row) throw new Refused("request_not_found", { id });
  return timed(row);
}

async function soughtBy(text: string): Promise<Pick<RequestFilter, "id" | "numberHash" | "address"> | null> {
  const id = requestIdIn(text);
  if (id) return { id };
  const number = parsePhone(text, await allowedCountries());
  if (number) return { numberHash: numberHashOf(number) };
  const address = normaliseAddress(cleaned(text));
  return address === null ? null : { address };
}

/** The ids of a period: they begin with the time. */
async function idsOf(period: Period): Promise<RequestFilter["ids"]> {
  if (period.hours !== undefined) return [firstRequestIdAt(Date.now() - period.hours * 3_600_000), undefined];
  if (period.exact) {
    const [from, behind] = [Date.parse(period.from), Date.parse(period.to)];
    return [firstRequestIdAt(Math.max(0, from)), firstRequestIdAt(Math.max(0, behind))];
  }
  const days = await startsOfDays(database(), period, await timeZone());
  const first = (at: number | null) => (at === null ? undefined : firstRequestIdAt(Math.max(0, at)));
  return [first(days.from), first(days.behind)];
}
