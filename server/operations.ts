import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { obstacleToSends } from "#db/readiness.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";
import { env } from "#runtime/env.ts";
import { keyFor } from "#runtime/keys.ts";
import { sharedFor } from "#runtime/shared.ts";
import { within } from "#runtime/within.ts";
import { answerTest } from "#services/providers/trial-by-server.ts";
import { inboxOf } from "#services/sending/inbox.ts";
import { answerMetrics } from "./metrics-listener.ts";

/** Time limit for the readiness check, and how long its result is cached. */
const READY_MS = 2_000;
const READY_AGAIN_MS = 500;
const UNREACHABLE = "database not reachable";

interface Circumstances {
  refusing: boolean;
}

type Operation = (req: IncomingMessage, res: ServerResponse, at: Circumstances) => Promise<void> | void;

/** Endpoints for the operator and their monitoring, by path. */
export const operations: Record<string, Operation | undefined> = {
  /** Liveness: the process runs. */
  "/healthz": (_req, res) => reply(res, 200, { status: "ok" }),

  /** Readiness: the process is not shutting down, and its database accepts what a send writes. */
  "/readyz": async (_req, res, { refusing }) => {
    const reason = refusing ? "stopping" : await obstacle();
    reply(res, reason === null ? 200 : 503, { status: reason ?? "ready" });
  },

  /** For Prometheus, with METRICS_TOKEN. Without a token there is only METRICS_PORT. */
  "/metrics": (req, res) => {
    const token = env().METRICS_TOKEN;
    if (token === undefined || !bearerIs(req, token)) return reply(res, 404, { detail: "Not found." });
    return answerMetrics(req, res);
  },

  /**
   * What this process's sandbox received, for the command line, which authenticates with a key derived from APP_SECRET.
   */
  "/internal/inbox": async (req, res) => {
    if (!bearerIs(req, keyFor("internal").toString("hex"))) return reply(res, 404, { detail: "Not found." });
    const number = new URL(req.url ?? "", "http://localhost").searchParams.get("number") ?? undefined;
    const received = await inboxOf(number);
    if (received === null) return reply(res, 400, { detail: "Not a number that messages are sent to." });
    reply(res, 200, {
      messages: received.map((entry) => ({
        message_id: entry.messageId,
        number: entry.number,
        text: entry.text,
        received_at: entry.receivedAt,
      })),
    });
  },

  /** A test send of the command line, over the connections that this process holds. */
  "/internal/provider-test": async (req, res) => {
    if (!bearerIs(req, keyFor("internal").toString("hex"))) return reply(res, 404, { detail: "Not found." });
    const { status, body } = await answerTest(await readJson(req));
    reply(res, status, body);
  },
};

/** What the command line sends is short. */
const BODY_BYTES = 16_384;

/** @returns undefined if it is longer, or no JSON. */
async function readJson(req: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const part of req.setEncoding("utf8")) {
    text += part;
    if (text.length > BODY_BYTES) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reply(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  res.end(JSON.stringify(body));
}

/**
 * Why a send could not be made, or null. Concurrent calls share one probe, since a probe costs the database a write to
 * its WAL.
 */
function obstacle(): Promise<string | null> {
  return sharedFor("readiness.answer", READY_AGAIN_MS, async () => {
    const asked = withSendPool(obstacleToSends).catch(() => UNREACHABLE);
    const found = await within(READY_MS, asked);
    return found === undefined ? UNREACHABLE : found;
  });
}

function bearerIs(req: IncomingMessage, expected: string): boolean {
  const given = Buffer.from(req.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${expected}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
