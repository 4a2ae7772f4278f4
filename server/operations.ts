import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { batches } from "#db/batches.ts";

import { deskPool } from "#runtime/database/pools.ts";
import { withSendPool } from "#runtime/database/send-pool.ts";

import { env } from "#runtime/env.ts";
import { keyFor } from "#runtime/keys.ts";
import { metrics } from "#runtime/metrics.ts";
import { within } from "#runtime/within.ts";
import { inboxOf } from "#services/sending/inbox.ts";
import type { Origin } from "./client-address.ts";

/** How long the database may take to say that it is there, and to count its connections. */
const READY_MS = 2_000;
const METRICS_MS = 1_000;

interface Circumstances {
  origin: Origin;
  /** The request names a proxy, trusted or not. */
  claimsProxy: boolean;
  refusing: boolean;
}

type Operation = (req: IncomingMessage, res: ServerResponse, at: Circumstances) => Promise<void> | void;

/** What the operator and their machines ask of a process, by path. */
export const operations: Record<string, Operation | undefined> = {
  /** The process lives. */
  "/healthz": (_req, res) => reply(res, 200, { status: "ok" }),

  /** The process can send: it is not shutting down, and its database answers. */
  "/readyz": async (_req, res, { refusing }) => {
    const ready = !refusing && (await databaseAnswers());
    reply(res, ready ? 200 : 503, {
      status: ready ? "ready" : refusing ? "stopping" : "database not reachable",
    });
  },

  /** For Prometheus: with METRICS_TOKEN, or from this machine and not through a proxy. */
  "/metrics": async (req, res, at) => {
    if (!mayReadMetrics(req, at)) return reply(res, 404, { detail: "Not found." });
    await readGauges();
    res.writeHead(200, { "content-type": metrics().registry.contentType });
    res.end(await metrics().registry.metrics());
  },

  /** What this process's sandbox received, for the command line. It knows the key that APP_SECRET derives. */
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
};

function reply(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  res.end(JSON.stringify(body));
}

async function databaseAnswers(): Promise<boolean> {
  const asked = withSendPool((sql) => sql`select 1`).then(
    () => true,
    () => false,
  );
  return (await within(READY_MS, asked)) ?? false;
}

function bearerIs(req: IncomingMessage, expected: string): boolean {
  const given = Buffer.from(req.headers.authorization ?? "");
  const wanted = Buffer.from(`Bearer ${expected}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * A loopback address alone proves nothing where a proxy on this machine passes the world's requests on, so
 * whatever came through one needs the token.
 */
function mayReadMetrics(req: IncomingMessage, { origin, claimsProxy }: Circumstances): boolean {
  const token = env().METRICS_TOKEN;
  if (token !== undefined && bearerIs(req, token)) return true;
  const loopback = origin.address === "::1" || origin.address?.startsWith("127.") === true;
  return token === undefined && loopback && !claimsProxy && !origin.proxied;
}

/** What is asked at the moment of reading: queues, and the pools as PostgreSQL sees them. */
async function readGauges(): Promise<void> {
  const { queue, connections } = metrics();
  for (const [statement, batch] of Object.entries(batches())) queue.set({ statement }, batch.depth());
  connections.reset();
  const rows = await within(
    METRICS_MS,
    deskPool()<{ pool: string; state: string; count: number }[]>`
      select split_part(application_name, ' ', 2) as pool, coalesce(state, 'unknown') as state, count(*)::int
      from pg_stat_activity
      where datname = current_database() and application_name like 'aman-gate %' group by 1, 2`,
  ).catch(() => []);
  for (const { pool, state, count } of rows ?? []) connections.set({ pool, state }, count);
}
