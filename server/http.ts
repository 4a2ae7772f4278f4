import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Route, unavailable } from "#app/api/otp/answer.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { duringRequest } from "#runtime/page-request.ts";
import { within } from "#runtime/within.ts";
import { exchange } from "./api-exchange.ts";
import { apiHandler } from "./api-routes.ts";
import { type Origin, originReader } from "./client-address.ts";
import { CONNECTION_LIMITS, type ConnectionLimits, closeStalled, timeouts } from "./connections.ts";
import { API_POLICY, LOGO_POLICY, pagePolicy, secureAnswer, stampRequest } from "./headers.ts";
import { LimitedRequest } from "./limited-request.ts";
import { operations } from "./operations.ts";
import { hostOf, isStrayForm, limitBody, refusePage, STOPPING, wrongHost } from "./page-gate.ts";
import { askedPath, askedQuery, isDecodable, NO_PAGE, pathOf, withOneSlash } from "./request-path.ts";
import { answerUnreadable, hasReadableHost, refuseRequest } from "./unreadable.ts";

export type NodeHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

export interface Front {
  server: Server;
  /** From now on answers 503 to every request on connections that are still open. */
  refuse(): void;
  /**
   * Resolves when no request is being handled (including those whose client has disconnected) and all responses have
   * been sent.
   */
  idle(): Promise<void>;
}

/**
 * The HTTP server in front of Next: stamps each request with the client's address, mounts the API's handlers,
 * and passes pages on.
 */
export function createFront(options: {
  pages: NodeHandler;
  trustedProxies: string[];
  publicUrl: string | undefined;
  apiThroughNext: boolean;
  dev: boolean;
  limits?: ConnectionLimits;
}): Front {
  const limits = options.limits ?? CONNECTION_LIMITS;
  const readOrigin = originReader(options.trustedProxies, options.publicUrl);
  let refusing = false;

  const answer = (req: LimitedRequest, res: ServerResponse): unknown => {
    const origin = readOrigin(req);
    req.url = withOneSlash(req.url ?? "/");
    const path = pathOf(req.url);
    if (path === null || !hasReadableHost(req, origin)) {
      secureAnswer(res, stampRequest(req, origin), origin);
      return refuseRequest(res, 400);
    }
    const handler = apiHandler(path);
    if (handler) {
      if (refusing) return exchange(refusal, req, res, origin);
      if (!options.apiThroughNext) return exchange(handler.answer, req, res, origin);
      secureAnswer(res, stampRequest(req, origin), origin);
      res.setHeader("Content-Security-Policy", API_POLICY);
      return options.pages(req, res);
    }
    const operation = operations[path];
    if (operation) {
      secureAnswer(res, stampRequest(req, origin), origin);
      res.setHeader("Content-Security-Policy", API_POLICY);
      return operation(req, res, { refusing });
    }
    // Server actions are refused below, so that the page's own code learns that the server is stopping.
    if (refusing && !("next-action" in req.headers)) return exchange(refusal, req, res, origin);
    return answerPage(req, res, origin, path);
  };

  const answerPage = (req: LimitedRequest, res: ServerResponse, origin: Origin, path: string): unknown => {
    const host = hostOf(req, origin, path);
    const policy = path === "/logo" ? LOGO_POLICY : pagePolicy(options.dev);
    const requestId = stampRequest(req, host === null ? origin : { ...origin, host }, {
      "content-security-policy": policy,
      "x-asked-path": askedPath(path),
      "x-asked-query": askedQuery(req.url ?? "/"),
    });
    secureAnswer(res, requestId, origin);
    res.setHeader("Content-Security-Policy", policy);
    const refused = refusing ? STOPPING : host === null ? wrongHost(req, origin) : limitBody(req, res, path);
    if (refused) return refusePage(res, refused);
    if (isStrayForm(req)) return refuseRequest(res, 415);
    if (!isDecodable(path)) req.url = NO_PAGE;
    return handled(
      res,
      duringRequest(requestId, path, async () => options.pages(req, res)),
    );
  };

  /**
   * Next's handler often does not return if the client disconnects in mid-answer. What it has begun, such as a server
   * action, has some time to finish; then the request no longer holds up a stop.
   */
  const handled = (res: ServerResponse, page: Promise<void>) => {
    const closed = new Promise((resolve) => res.once("close", resolve));
    return Promise.race([page, closed.then(() => within(limits.abandoned, page))]);
  };

  const server = createServer({
    IncomingMessage: LimitedRequest,
    ...timeouts(limits),
    // Checked below, with a more specific response than Node's.
    requireHostHeader: false,
    // Next listens for upgrades and drops those it does not know. Some clients offer one with every request over plain
    // HTTP (Java's client offers HTTP/2) and expect a normal response. Only the development server has a WebSocket.
    shouldUpgradeCallback: () => options.dev,
  });
  // A client may half-close the connection after its request and still wait for the response.
  Object.assign(server, { httpAllowHalfOpen: true });
  answerUnreadable(server, readOrigin);
  // Upgraded connections (development server only), which Node does not list anywhere.
  const upgraded = new Set<Duplex>();
  if (options.dev) server.on("upgrade", (_req, socket) => upgraded.add(socket));
  const underWay = new Set<ServerResponse>();
  const waiters: (() => void)[] = [];
  closeStalled(server, limits, (socket) => [...underWay].some((res) => res.socket === socket));
  server.on("request", async (req, res) => {
    metrics().inFlight.inc();
    const closed = new Promise((resolve) => res.once("close", resolve));
    underWay.add(res);
    res.once("finish", () => req.readableEnded || req._dump());
    if (refusing) res.shouldKeepAlive = false;
    try {
      await answer(req, res);
    } catch (error) {
      log().error({ err: error }, "request failed outside its handler");
      if (!res.headersSent) res.statusCode = 500;
      res.end();
    }
    // Until the whole response has been sent, or the client has disconnected.
    await closed;
    metrics().inFlight.dec();
    underWay.delete(res);
    if (underWay.size === 0) for (const resolve of waiters.splice(0)) resolve();
  });
  return {
    server,
    refuse() {
      refusing = true;
      // Makes clients open no further request on a connection that is about to be closed.
      for (const res of underWay) res.shouldKeepAlive = false;
      for (const socket of upgraded) socket.destroy();
    },
    async idle() {
      if (underWay.size > 0) await new Promise<void>((resolve) => waiters.push(resolve));
    },
  };
}

const refusal: Route["answer"] = async () => {
  const { headers, ...answer } = unavailable();
  return { ...answer, headers: { ...headers, connection: "close" } };
};
