import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { batches } from "#db/batches.ts";
import { deskPool } from "#runtime/database/pools.ts";
import { metrics } from "#runtime/metrics.ts";
import { within } from "#runtime/within.ts";
import { creditShortages } from "#services/figures/attention.ts";
import { providerStates } from "#services/sending/provider-states.ts";

/** Time limit for what the database is asked. */
const COUNT_MS = 1_000;

/**
 * Listens on METRICS_PORT of the loopback interface, where Prometheus on this machine needs no token. On the gateway's
 * own port a loopback address proves nothing: a reverse proxy on this machine has one too, and not every proxy
 * identifies itself in a header.
 */
export async function listenForMetrics(port: number): Promise<{ server: Server; url: string }> {
  const server = createServer((req, res) => {
    if (req.url?.split("?")[0] === "/metrics") return void answerMetrics(req, res);
    res.writeHead(404).end();
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  server.on("error", () => {});
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics` };
}

export async function answerMetrics(_req: IncomingMessage, res: ServerResponse): Promise<void> {
  await readGauges();
  res.writeHead(200, { "content-type": metrics().registry.contentType });
  res.end(await metrics().registry.metrics());
}

/** Gauges that are computed when read: queues, the pools as PostgreSQL sees them, providers, and accounts short of credit. */
async function readGauges(): Promise<void> {
  const { queue, connections, providerUp, shortOfCredit } = metrics();
  for (const [statement, batch] of Object.entries(batches())) queue.set({ statement }, batch.depth());
  providerUp.reset();
  const states = (await within(COUNT_MS, providerStates()).catch(() => [])) ?? [];
  for (const { name, state } of states) providerUp.set({ provider: name }, state.kind === "ready" ? 1 : 0);
  shortOfCredit.reset();
  const short = (await within(COUNT_MS, creditShortages()).catch(() => [])) ?? [];
  for (const { accountId, state } of short) shortOfCredit.set({ account: accountId, state }, 1);
  connections.reset();
  const rows = await within(
    COUNT_MS,
    deskPool()<{ pool: string; state: string; count: number }[]>`
      select split_part(application_name, ' ', 2) as pool, coalesce(state, 'unknown') as state, count(*)::int
      from pg_stat_activity
      where datname = current_database() and application_name like 'aman-gate %' group by 1, 2`,
  ).catch(() => []);
  for (const { pool, state, count } of rows ?? []) connections.set({ pool, state }, count);
}
