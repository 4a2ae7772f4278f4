import { details } from "#core/api/details.ts";
import { INVALID_TOKEN, readTokenHeader } from "#core/drf/authorization.ts";
import { QueueFull } from "#runtime/coalesce.ts";
import { isDatabaseAway } from "#runtime/database.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { type ApiCaller, authoriseApi } from "#services/api-access.ts";
import { json, methodNotAllowed, unauthenticated, unavailable } from "./answer.ts";

/** An authorised request. */
export interface Call {
  request: Request;
  caller: ApiCaller;
  /** For the request's line in the log. Never a code, a text, a token or a whole number. */
  note(facts: object): void;
}

interface Endpoint<Body> {
  /** For logs and metrics. */
  name: string;
  methods: readonly string[];
  /**
   * Reads what the authorisation should look up. It runs before the caller is known, so whatever it finds wrong
   * it keeps for `answer`, which runs after: 401, 403 and 405 come first.
   */
  read(request: Request): Promise<{ body: Body; templateId: number | null }>;
  answer(call: Call, body: Body): Promise<Response>;
}

/**
 * The door of the HTTP API: who asks, from where, with which method; then the endpoint; and what went wrong, as
 * an answer. The client's address is the one that the server wrote into `x-client-address`, whatever the client
 * claims.
 */
export function door<Body>(endpoint: Endpoint<Body>): (request: Request) => Promise<Response> {
  return async (request) => {
    const started = performance.now();
    const line: Record<string, unknown> = {};
    let response: Response;
    try {
      response = await enter(endpoint, request, (facts) => Object.assign(line, facts));
    } catch (error) {
      response = failure(error, request.headers.get("x-request-id"));
    }
    const ms = performance.now() - started;
    metrics().requests.inc({ route: endpoint.name, status: response.status });
    metrics().duration.observe({ route: endpoint.name }, ms / 1000);
    line.req = request.headers.get("x-request-id");
    line.route = endpoint.name;
    line.status = response.status;
    line.ms = Math.round(ms);
    log().info(line, "request");
    return response;
  };
}

async function enter<Body>(
  endpoint: Endpoint<Body>,
  request: Request,
  note: Call["note"],
): Promise<Response> {
  const header = readTokenHeader(request.headers.get("authorization"));
  if ("detail" in header) return unauthenticated(header.detail);
  const allowed = endpoint.methods.includes(request.method);
  const read = allowed ? await endpoint.read(request) : null;
  const access = await authoriseApi(
    header.token,
    request.headers.get("x-client-address") || null,
    read?.templateId ?? null,
  );
  if (!access.ok) {
    note({ refused: access.reason });
    return access.reason === "unknown_token" || access.reason === "token"
      ? unauthenticated(INVALID_TOKEN)
      : json(403, { detail: details[access.reason] });
  }
  note({ account: access.caller.accountId, tokenId: access.caller.tokenId });
  if (!read) {
    access.caller.refused("request");
    return methodNotAllowed(request.method, endpoint.methods);
  }
  return endpoint.answer({ request, caller: access.caller, note }, read.body);
}

/** What went wrong beside the caller's own faults, as an answer. `req` is the request's id, for the log. */
export function failure(error: unknown, req: string | null): Response {
  if (isDatabaseAway(error) || error instanceof QueueFull) {
    log().warn({ req, err: error }, "not available");
    return unavailable();
  }
  log().error({ req, err: error }, "request failed");
  return json(500, { detail: details.internal });
}

/** For endpoints whose requests have no body. */
export async function readNothing(): Promise<{ body: null; templateId: null }> {
  return { body: null, templateId: null };
}
