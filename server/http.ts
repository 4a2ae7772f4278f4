import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Route, unavailable } from "#app/api/otp/answer.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { duringRequest } from "#runtime/page-request.ts";
import { exchange } from "./api-exchange.ts";
import { apiHandler } from "./api-routes.ts";
import { type Origin, originReader } from "./client-address.ts";
import { CONNECTION_LIMITS, type ConnectionLimits, closeStalled, timeouts } from "./connections.ts";
import { API_POLICY, LOGO_POLICY, pagePolicy, secureAnswer, stampRequest } from "./headers.ts";
import { LimitedRequest } from "./limited-request.ts";
import { operations } from "./operations.ts";
import { hostOf, limitBody, refusePage, STOPPING, wrongHost } from "./page-gate.ts";
import { askedPath, askedQuery, isDecodable, NO_PAGE, pathOf, withOneSlash } from "./request-path.ts";
import { answerUnreadable, hasReadableHost, refuseRequest } from "./unreadable.ts";

export type NodeHandler = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

export interface Front {
  server: Server;
  /** Answers 503 from now on to whatever comes over a connection that is still open. */
  refuse(): void;
  /** Resolves when no request is worked on, also of clients who went away and wait for no answer, and all answers have left. */
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
    // A page's own code hears below that the server stops.
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
    if (!isDecodable(path)) req.url = NO_PAGE;
    return duringRequest(requestId, path, () => options.pages(req, res));
  };

  const server = createServer({
    IncomingMessage: LimitedRequest,
    ...timeouts(limits),
    // Looked at below, with an answer that says more than Node's.
    requireHostHeader: false,
    // Next listens for upgrades and drops what is none of its own. Some clients offer one with every request over
    // plain HTTP (Java's offers HTTP/2): they want an answer. Only the development server has a WebSocket.
    shouldUpgradeCallback: () => options.dev,
  });
  // A client may say that it has nothing more to say, and still wait for its answer.
  Object.assign(server, { httpAllowHalfOpen: true });
  answerUnreadable(server, readOrigin);
  // Only the development server has any. They are in none of Node's lists.
  const upgraded = new Set<Duplex>();
  if (options.dev) server.on("upgrade", (_req, socket) => upgraded.add(socket));
  const underWay = new Set<ServerResponse>();
  const waiters: (() => void)[] = [];
  closeStalled(server, limits, (socket) => [...underWay].some((res) => res.socket === socket));
  server.on("request", async (req, res) => {
    metrics().inFlight.inc();
    const closed = new Promise((resolve) => res.once("close", resolve));
    underWay.add(res);
    if (refusing) res.shouldKeepAlive = false;
    try {
      await answer(req, res);
    } catch (error) {
      log().error({ err: error }, "request failed outside its handler");
      if (!res.headersSent) res.statusCode = 500;
      res.end();
    }
    // Until the whole answer has left, or its client.
    await closed;
    metrics().inFlight.dec();
    underWay.delete(res);
    if (underWay.size === 0) for (const resolve of waiters.splice(0)) resolve();
  });
  return {
    server,
    refuse() {
      refusing = true;
      // Nobody sends another request on a connection that is about to be closed.
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
