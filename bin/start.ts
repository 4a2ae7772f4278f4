import { dirname } from "node:path";
import { keepEmbedded } from "#bin/postgres/keeper.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { completeEnvironment, EnvironmentError, env, keepNextFromEnvFiles } from "#runtime/env.ts";
import { log } from "#runtime/log.ts";
import { finishOutput, print } from "#runtime/output.ts";
import { within } from "#runtime/within.ts";
import type { RunningServer } from "#server/main.ts";
import { buildIfStale } from "./build/build.ts";
import { readSettingsFile } from "./process/settings-file.ts";
import { codeOf, explain, StartError } from "./process/start-error.ts";
import { stopSignal, until } from "./process/stop-signal.ts";
import { prepareDataDir } from "./start/data-dir.ts";
import { obstacle } from "./start/port.ts";
import { embeddedSecret } from "./start/secret.ts";

const root = dirname(import.meta.dirname);
const dev = process.argv[2] === "dev";
/** How long a forced stop waits for the database: less than a supervisor waits before it kills the process. */
const FORCED_MS = 5_000;
/** How long a stop waits for a server that is still starting, which may wait for another's migration or a silent database. */
const STARTING_STOP_MS = 5_000;

const { stop, force } = stopSignal();
// Not through the console: while the server runs, its output goes to the log.
const say = (line: string) => print(1, line);
/** While starting, a person reads the terminal; once serving, the operator reads the log. */
const tell = (line: string) => (serving ? log().warn(line) : say(line));
let serving = false;
const failure = Promise.withResolvers<never>();
/** What has to be closed, in order of opening. */
const open: { name: string; close: () => Promise<unknown> }[] = [];

// Before any module reads it: React and Next choose their builds by it.
Object.assign(process.env, { NODE_ENV: dev ? "development" : "production" });
process.on("uncaughtException", (error) => failure.reject(error));
process.on("unhandledRejection", (error) => failure.reject(error));

let code = 0;
try {
  await until(force, Promise.race([start(), failure.promise]));
} catch (error) {
  if (!stop.aborted) {
    print(2, explain(error));
    code = 1;
  }
}
await closeAll();
await finishOutput();
process.exit(force.aborted ? 1 : code);

/** Returns when it is time to stop. */
async function start(): Promise<void> {
  readSettingsFile();
  keepNextFromEnvFiles();
  const settings = env();
  prepareDataDir(settings.DATA_DIR);
  await checkPort(settings.HOST, settings.PORT, "PORT");
  if (settings.METRICS_PORT) await checkPort("127.0.0.1", settings.METRICS_PORT, "METRICS_PORT");
  if (!dev) await buildIfStale(root, { onProgress: say, signal: stop });
  const embedded = settings.DATABASE_URL === undefined;
  if (embedded) {
    const APP_SECRET = embeddedSecret(settings.DATA_DIR);
    const database = await keepEmbedded(settings.DATA_DIR, { onProgress: tell, signal: stop });
    open.push({ name: "the database", close: database.leave });
    database.failed.catch(failure.reject);
    completeEnvironment({ DATABASE_URL: database.url, APP_SECRET });
    say(database.adopted ? "PostgreSQL runs already" : "PostgreSQL started");
  }
  stop.throwIfAborted();
  const { serve } = await import("#server/main.ts");
  const coming = serve({ dev, onProgress: say, signal: stop });
  open.push({ name: "the server", close: () => closeServer(coming) });
  const server = await until(stop, coming.catch(known));
  const { firstStart } = await import("#bin/start/first-start.ts");
  await until(
    stop,
    firstStart({ embedded, server, dataDir: settings.DATA_DIR, terminal: process.stdout.isTTY, say }),
  );
  serving = true;
  await until(stop, failure.promise);
}

/**
 * Also closes a server that is still starting or failed to start, with a time limit in case the database does not
 * answer.
 */
async function closeServer(coming: Promise<RunningServer>): Promise<void> {
  const server = await within(
    STARTING_STOP_MS,
    coming.catch(() => undefined),
  );
  await (server ? server.close() : closeDatabase());
}

/** Errors that the server throws while it starts are written for readers, except for programming errors. */
function known(error: Error): never {
  const mistake = [TypeError, RangeError, ReferenceError, SyntaxError].some((kind) => error instanceof kind);
  if ("syscall" in error && error.syscall === "listen") {
    const isMetrics = "port" in error && error.port === env().METRICS_PORT;
    throw cannotListen(codeOf(error), isMetrics ? "METRICS_PORT" : "PORT");
  }
  throw mistake || error instanceof EnvironmentError
    ? error
    : new StartError(error.message, { cause: error });
}

/** Checked before the build and the database, which would otherwise be wasted work. */
async function checkPort(host: string, port: number, name: PortName): Promise<void> {
  const code = await obstacle(port, host);
  if (code) throw cannotListen(code, name);
}

type PortName = "PORT" | "METRICS_PORT";

function cannotListen(code: string | undefined, name: PortName): StartError {
  const { HOST: host, [name]: port } = env();
  const other = `${name}=${port === 3001 ? 3002 : 3001} npm start`;
  if (code === "EADDRINUSE")
    return new StartError(`Port ${port} is taken: stop the program that has it, or take another: ${other}`);
  if (code === "EACCES")
    return new StartError(`This user may not listen on port ${port}: take one from 1024 on: ${other}`);
  return new StartError(
    `HOST (${host}) is not an address of this machine (${code}): 127.0.0.1 and 0.0.0.0 are`,
  );
}

/** In reverse order of opening, so that the database outlives everything that uses it. */
async function closeAll(): Promise<void> {
  if (open.length > 0) say("Stopping: requests under way are finished first (once more to stop at once) …");
  for (const { name, close } of open.reverse()) {
    try {
      const closing = close();
      await (force.aborted ? until(AbortSignal.timeout(FORCED_MS), closing) : until(force, closing));
    } catch (error) {
      if (!force.aborted) print(2, `While stopping ${name}: ${explain(error)}`);
    }
  }
}
