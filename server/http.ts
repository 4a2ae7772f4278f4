import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { type Route, unavailable } from "#app/api/otp/answer.ts";
import { ASKED_LENGTH } from "#core/access/asked-page.ts";
import { log } from "#runtime/log.ts";
import { metrics } from "#runtime/metrics.ts";
import { duringRequest } from "#runtime/page-request.ts";
import { exchange } from "./api-exchange.ts";
import { apiHandler } from "./api-routes.ts";
import { originReader } from "./client-address.ts";
import { API_POLICY, claimsProxy, LOGO_POLICY, pagePolicy, secureAnswer, stampRequest } from "./headers.ts";
import { operations } from "./operations.ts";
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
}): Front {
  const readOrigin = originReader(options.trustedProxies, options.publicUrl);
  let refusing = false;

  const answer = (req: IncomingMessage, res: ServerResponse): unknown => {
    const origin = readOrigin(req);
    const path = pathOf(req.url ?? "/");
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
      const circumstances = { origin, claimsProxy: claimsProxy(req), refusing };
      secureAnswer(res, stampRequest(req, origin), origin);
      res.setHeader("Content-Security-Policy", API_POLICY);
      return operation(req, res, circumstances);
    }
    if (refusing) return exchange(refusal, req, res, origin);
    const policy = path === "/logo" ? LOGO_POLICY : pagePolicy(options.dev);
    const known = {
      "content-security-policy": policy,
      "x-asked-path": askedPath(path),
      "x-asked-query": askedQuery(req.url ?? "/"),
    };
    const requestId = stampRequest(req, origin, known);
    secureAnswer(res, requestId, origin);
    res.setHeader("Content-Security-Policy", policy);
    return duringRequest(requestId, path, () => options.pages(req, res));
  };

  const server = createServer({
    requestTimeout: 30_000,
    headersTimeout: 15_000,
    keepAliveTimeout: 65_000,
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

/** The path as a header may hold it: a page's code, to which Next does not tell it, writes down who asked for what. */
function askedPath(path: string): string {
  return encodeURI(path).replaceAll("%25", "%").slice(0, 200);
}

/** The query as a header may hold it: who has to sign in first goes on to what they asked for. */
function askedQuery(url: string): string {
  const start = url.indexOf("?");
  const query = start === -1 ? "" : new URLSearchParams(url.slice(start).split("#")[0]).toString();
  return query.length > ASKED_LENGTH ? "" : query;
}

/**
 * The path alone. A client may send a whole address of HTTP in the request line; null for what is neither, such as `*`,
 * and for a backslash, which is a slash to whoever parses it as an address.
 */
function pathOf(url: string): string | null {
  if (url.startsWith("/")) {
    const path = url.split(/[?#]/, 1)[0]!;
    return path.includes("\\") ? null : path;
  }
  const whole = URL.parse(url);
  return whole && /^https?:$/.test(whole.protocol) ? whole.pathname : null;
}
