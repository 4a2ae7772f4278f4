import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { log } from "#runtime/log.ts";
import { within } from "#runtime/within.ts";
import { bodyOf, PATH, PERMIT_HEADER } from "#services/binds/hand-over.ts";
import { internalAddress } from "#services/binds/leases.ts";
import { takeHandedOver } from "#services/sending/handed-over.ts";

/** A request's headers, and all of it. */
const HEADERS_MS = 5_000;
const REQUEST_MS = 10_000;
/** How long the last outcomes may take to be returned. */
const CLOSE_MS = 2_000;

export interface HandOvers {
  close(): Promise<void>;
}

/**
 * Listens for the deliveries that other processes of this gateway hand over, because this one has the carrier's sessions.
 * It is a listener of its own: nothing of it can be reached through the public port. Each request is sealed with a key
 * derived from APP_SECRET. Nothing of a delivery is written anywhere.
 */
export async function listenForHandOvers(host: string, port: number): Promise<HandOvers> {
  const server = createServer({
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: 65_000,
  });
  // Without the question before it a delivery is refused: what breaks off could then not be known to be untaken.
  server.on("request", (_req, res) => refuse(res, 417));
  server.on("checkContinue", (req: IncomingMessage, res: ServerResponse) => {
    take(req, res).catch(() => {
      // The error may quote what came.
      log().warn("a delivery that was handed over could not be read");
      refuse(res, 400);
    });
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  server.listen(port, host);
  await once(server, "listening");
  server.on("error", (error) => log().error({ err: error }, "the internal listener"));
  const { address, port: given, family } = server.address() as AddressInfo;
  const shown = host === "localhost" || /^[\d.]+$/.test(host) ? address : host;
  internalAddress().url = `http://${family === "IPv6" && shown.includes(":") ? `[${shown}]` : shown}:${given}`;
  return {
    async close() {
      internalAddress().url = null;
      const closed = once(server, "close");
      server.close();
      server.closeIdleConnections();
      // Outcomes are still being returned. Each connection closes after the one that it carries.
      await within(CLOSE_MS, closed);
      server.closeAllConnections();
    },
  };
}

async function take(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const permit = req.headers[PERMIT_HEADER];
  if (req.method !== "POST" || req.url !== PATH || typeof permit !== "string") return refuse(res, 404);
  const taking = await takeHandedOver(permit);
  if (!taking) return refuse(res, 409);
  res.writeContinue();
  const { outcome, onLost } = await taking.deliver(await bodyOf(req));
  if (res.destroyed) return onLost();
  res.once("close", () => res.writableFinished || onLost());
  res.writeHead(200, { "content-type": "application/octet-stream", "content-length": outcome.length });
  res.end(outcome);
}

function refuse(res: ServerResponse, status: number): void {
  if (res.headersSent) return void res.destroy();
  // The delivery that would have followed is not read.
  res.writeHead(status, { connection: "close", "content-length": 0 }).end();
}
