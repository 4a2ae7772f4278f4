import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import next from "next";
import { prepareDatabase } from "#db/ready.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { databaseUrl, env, setActionKey, trustStampedHost } from "#runtime/env.ts";
import { keyFor } from "#runtime/keys.ts";
import { log } from "#runtime/log.ts";
import { logWhatIsPrinted } from "#runtime/printed.ts";
import { within } from "#runtime/within.ts";
import { flushTokenUse } from "#services/api-access/token-use.ts";
import { flushRefusals } from "#services/customers/refusals.ts";
import { reportProviderHealth } from "#services/providers/health-reports.ts";
import { flushRequests } from "#services/requests/keep.ts";
import {
  closeProviders,
  deliveryMs,
  openProviders,
  providerChain,
} from "#services/sending/provider-chain.ts";
import { createFront } from "./http.ts";
import { type HandOvers, listenForHandOvers } from "./internal-listener.ts";
import { startJobs } from "./jobs/jobs.ts";
import { listenForMetrics } from "./metrics-listener.ts";
import { announce } from "./presence.ts";

export interface RunningServer {
  /** The public URL. */
  url: string;
  /** The URL for programs on this machine, whatever PUBLIC_URL says. */
  here: string;
  /**
   * Accepts no new requests, lets those in progress finish and settle, writes what is buffered in memory, and stops.
   */
  close(): Promise<void>;
}

/** How long requests in progress may take beyond the deliveries themselves, mainly to be settled. */
const DRAIN_MARGIN_MS = 10_000;
/** Then, how long running jobs (which are given ten seconds to end) and the last counters may take. */
const JOB_STOP_TIMEOUT_MS = 15_000;

/**
 * Prepares the database and serves.
 * @throws {EnvironmentError | DatabaseError} with one line each, and the errors of the listening socket.
 */
export async function serve({
  dev = false,
  onProgress = () => {},
  signal,
}: {
  dev?: boolean;
  onProgress?: (step: string) => void;
  /** Aborts only until the server listens; afterwards call `close`. */
  signal?: AbortSignal;
} = {}): Promise<RunningServer> {
  onProgress("Preparing the database");
  await prepareDatabase(databaseUrl());
  await providerChain();
  signal?.throwIfAborted();
  const stopJobs = await startJobs();
  let internal: HandOvers | undefined;
  let stopHealth = async () => {};
  try {
    const { INTERNAL_HOST, INTERNAL_PORT } = env();
    internal = await listenForHandOvers(INTERNAL_HOST, INTERNAL_PORT);
    await openProviders();
    stopHealth = reportProviderHealth();
    onProgress("Starting the web server");
    return await listen(dev, () => Promise.all([stopJobs(), stopHealth()]), internal, signal);
  } catch (error) {
    await within(
      JOB_STOP_TIMEOUT_MS,
      Promise.all([stopJobs(), stopHealth(), closeProviders(), internal?.close()]),
    );
    throw error;
  }
}

async function listen(
  dev: boolean,
  stopJobs: () => Promise<unknown>,
  internal: HandOvers,
  signal: AbortSignal | undefined,
): Promise<RunningServer> {
  const settings = env();
  trustStampedHost();
  setActionKey(keyFor("server-actions"));
  const pages = next({
    dev,
    dir: join(import.meta.dirname, ".."),
    port: settings.PORT,
    hostname: settings.HOST,
  });
  await pages.prepare();
  signal?.throwIfAborted();
  // After Next has patched the console, so that our patch is the outermost.
  if (!dev) logWhatIsPrinted();
  const front = createFront({
    pages: pages.getRequestHandler(),
    trustedProxies: settings.TRUSTED_PROXIES,
    publicUrl: settings.PUBLIC_URL,
    apiThroughNext: settings.API_PIPELINE === "next",
    dev,
  });
  const { server } = front;
  server.listen(settings.PORT, settings.HOST);
  await once(server, "listening");
  // A connection could not be accepted, for instance for lack of file descriptors; the others go on.
  server.on("error", (error) => log().error({ err: error }, "the web server"));
  const { port, address } = server.address() as AddressInfo;
  const everywhere = address === "0.0.0.0" || address === "::";
  const url = `http://${everywhere ? "localhost" : address.includes(":") ? `[${address}]` : address}:${port}`;
  const leave = announce(settings.DATA_DIR, everywhere ? `http://127.0.0.1:${port}` : url);
  log().info({ port, address }, "listening");
  const forMetrics =
    settings.METRICS_PORT === undefined ? undefined : await listenForMetrics(settings.METRICS_PORT);
  if (forMetrics) log().info({ url: forMetrics.url }, "metrics");

  return {
    url: settings.PUBLIC_URL ?? url,
    here: url,
    async close() {
      front.refuse();
      leave();
      forMetrics?.server.close();
      forMetrics?.server.closeAllConnections();
      const closed = once(server, "close");
      server.close();
      // The connections left at this point are idle: kept alive, or opened without a request.
      void front.idle().then(() => server.closeAllConnections());
      const late = new AbortController();
      const drained = sleep(deliveryMs() + DRAIN_MARGIN_MS, undefined, { signal: late.signal })
        .then(() => server.closeAllConnections())
        .catch(() => {});
      await closed;
      // A client may disconnect while its delivery still runs, so wait for the deliveries as well.
      await Promise.race([front.idle(), drained]);
      late.abort();
      // First, so that another process may have the carriers' sessions.
      await closeProviders();
      await internal.close();
      // If the database does not answer any more, jobs and counters would wait for ever.
      await within(
        JOB_STOP_TIMEOUT_MS,
        stopJobs().then(() => Promise.all([flushRefusals(), flushRequests(), flushTokenUse()])),
      );
      await pages.close();
      await closeDatabase();
      log().info("stopped");
      log().flush();
    },
  };
}
