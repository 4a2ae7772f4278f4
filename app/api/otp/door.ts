import { setTimeout as sleep } from "node:timers/promises";
import { details } from "#core/api/details.ts";
import type { TokenNeed } from "#core/customer/token-access.ts";
import { INVALID_TOKEN, readTokenHeader } from "#core/drf/authorization.ts";
import { isUnavailable } from "#runtime/database/errors.ts";
import { log, reasonOf } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import {
  type ApiCaller,
  type AuthorisationSnapshot,
  authoriseApi,
  letIn,
  recentHolder,
  type TokenHash,
  type TokenHolder,
  tokenHashOf,
} from "#services/api-access/api-access.ts";
import { holdBackMs } from "#services/api-access/unknown-tokens.ts";
import { keepRequest } from "#services/requests/keep.ts";
import {
  type Answer,
  json,
  methodNotAllowed,
  type Route,
  route,
  tooMany,
  unauthenticated,
  unavailable,
} from "./answer.ts";
import type { ApiRequest } from "./request.ts";

/** An authorised request. */
export interface Call<Early = null> {
  request: ApiRequest;
  caller: ApiCaller;
  /** The result of `actEarly`; null if it did nothing. */
  early: Early | null;
  /** Adds fields to the request's log line. Never a code, a text, a token or a full number. */
  note(facts: object): void;
}

interface Endpoint<Body, Early> {
  /** For logs and metrics. */
  name: string;
  methods: readonly string[];
  /** What a token must be allowed to do. */
  needs: TokenNeed;
  /**
   * Reads what the authorisation needs to look up. It runs before the caller is known, so it must keep any error for
   * `answer`, which runs afterwards: 401, 403 and 405 take precedence.
   */
  read(request: ApiRequest): Promise<Read<Body>>;
  /** Acts on an earlier authorisation, while the database verifies that it still holds. */
  actEarly?(caller: ApiCaller, snapshot: AuthorisationSnapshot, body: Body): Promise<Early | null>;
  answer(call: Call<Early>, body: Body): Promise<Answer>;
}

interface Read<Body> {
  body: Body;
  templateId: number | null;
  bytes: Uint8Array | null;
}

/** What is known of a request besides its answer. */
interface Seen {
  /** For the process's log. */
  line: Record<string, unknown>;
  /** For the account's request log; null as long as nobody knows whose request it is. */
  holder: TokenHolder | null;
  bytes: Uint8Array | null;
}

/**
 * The common handler of the HTTP API's endpoints: checks method, token and address, calls the endpoint, and converts
 * errors to responses.
 */
export function door<Body, Early = null>(endpoint: Endpoint<Body, Early>): Route {
  return route(async (request) => {
    const started = performance.now();
    const seen: Seen = { line: {}, holder: null, bytes: null };
    const { line } = seen;
    let answer: Answer;
    try {
      answer = await enter(endpoint, request, seen);
    } catch (error) {
      answer = failure(error, request.id);
    }
    const ms = performance.now() - started;
    metrics().requests.inc({ route: endpoint.name, status: answer.status });
    metrics().duration.observe({ route: endpoint.name }, ms / 1000);
    line.req = request.id;
    line.route = endpoint.name;
    line.status = answer.status;
    line.ms = Math.round(ms);
    log().info(line, "request");
    if (seen.holder) keepRequest(seen.holder, { request, bytes: seen.bytes, answer, ms });
    return answer;
  });
}

async function enter<Body, Early>(
  endpoint: Endpoint<Body, Early>,
  request: ApiRequest,
  seen: Seen,
): Promise<Answer> {
  const note: Call["note"] = (facts) => Object.assign(seen.line, facts);
  const header = readTokenHeader(request.header("authorization"));
  if ("detail" in header) {
    note({ address: request.from.address });
    return unauthenticated(header.detail);
  }
  const tokenHash = tokenHashOf(header.token);
  if (tokenHash === null) return unknownToken(request, note);
  seen.holder = recentHolder(tokenHash);
  const allowed = endpoint.methods.includes(request.method);
  // Before the account's turn is taken: a body may arrive as slowly as its sender likes, who may be a stranger with the
  // account's token at an address that is refused below.
  const read = allowed ? await endpoint.read(request) : null;
  seen.bytes = read?.bytes ?? null;
  const leave = letIn(tokenHash);
  if (!leave) {
    note({ refused: "too_many" });
    return tooMany();
  }
  try {
    return await authorised(endpoint, request, tokenHash, { read, seen, note });
  } finally {
    leave();
  }
}

/** @param read null if the method is not allowed. */
async function authorised<Body, Early>(
  endpoint: Endpoint<Body, Early>,
  request: ApiRequest,
  tokenHash: TokenHash,
  { read, seen, note }: { read: Read<Body> | null; seen: Seen; note: Call["note"] },
): Promise<Answer> {
  const { actEarly } = endpoint;
  const access = await authoriseApi<Early>(
    tokenHash,
    request.from.address,
    read?.templateId ?? null,
    endpoint.needs,
    actEarly && read ? (caller, snapshot) => actEarly(caller, snapshot, read.body) : undefined,
  );
  seen.holder = access.ok ? access.caller : access.holder;
  if (!access.ok) {
    if (access.reason === "unknown_token") return unknownToken(request, note);
    // For an authorised request the token identifies the caller; for a refused one only the address does.
    note({ refused: access.reason, address: request.from.address });
    return access.reason === "token"
      ? unauthenticated(INVALID_TOKEN)
      : json(403, { detail: details[access.reason] });
  }
  note({ account: access.caller.accountId, tokenId: access.caller.tokenId });
  if (!read) {
    access.caller.refused("request");
    return methodNotAllowed(request.method, endpoint.methods);
  }
  return endpoint.answer({ request, caller: access.caller, early: access.early, note }, read.body);
}

/**
 * Refuses an unknown token, with a delay if the address keeps asking. Requests with a valid token are never delayed
 * here.
 */
async function unknownToken(request: ApiRequest, note: Call["note"]): Promise<Answer> {
  const { address } = request.from;
  note({ refused: "unknown_token", address });
  const ms = holdBackMs(address);
  if (ms > 0) await sleep(ms);
  return unauthenticated(INVALID_TOKEN);
}

/** Converts an unexpected error to a response. `req` is the request's id, for the log. */
export function failure(error: unknown, req: string | null): Answer {
  if (isUnavailable(error)) {
    // Where from is no question, and there is a line for each request of an outage.
    log().warn({ req, reason: reasonOf(error) }, "not available");
    return unavailable();
  }
  log().error({ req, err: error }, "request failed");
  return json(500, { detail: details.internal });
}

/** For endpoints whose requests have no body. */
export async function readNothing(): Promise<Read<null>> {
  return { body: null, templateId: null, bytes: null };
}
