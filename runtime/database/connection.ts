import { randomBytes } from "node:crypto";
import postgres, { type Options, type PostgresType, type Sql } from "postgres";
import { databaseUrl } from "#runtime/env.ts";
import { shared } from "#runtime/shared.ts";
import { type DatabaseAddress, parseAddress } from "./address.ts";
import { settleHomeSchema } from "./home-schema.ts";
import { type SessionSettings, sessionSettings } from "./session-settings.ts";

/**
 * Reconnects quickly: while the database is away each attempt answers a waiting request with 503, and the
 * first attempt after it is back serves again.
 */
const RECONNECT_CEILING_S = 0.5;

/**
 * How a connection of this process shows itself in pg_stat_activity. The mark tells its own from those of every
 * other process, on whichever machine.
 */
export function connectionName(use: string): string {
  return `aman-gate ${use} ${processMark()}`;
}

export function processMark(): string {
  return shared("database.mark", () => randomBytes(6).toString("hex"));
}

export interface ConnectOptions
  extends Pick<Options<Record<string, PostgresType>>, "max" | "onclose" | "transform" | "fetch_types"> {
  /** What it is for, in one word: in its name, see `connectionName`. */
  use: string;
  /** In place of `databaseUrl()`. */
  url?: string;
  /** Only this one of the URL's hosts, by its place in it. */
  host?: number;
  settings?: SessionSettings;
  /** In place of the gateway's own; null leaves the user's search_path. */
  schema?: string | null;
  connectTimeoutS?: number;
  /** Never ended, for its age or because nobody uses it. */
  lasting?: boolean;
  /** Hears of every error of a statement, after whoever asked it. */
  onError?: (error: { code?: unknown }) => void;
}

/** The only place where connections to PostgreSQL are made: whoever opens one has all that is pinned. */
export function connect({
  use,
  url = databaseUrl(),
  host,
  settings,
  schema,
  connectTimeoutS = 5,
  lasting = false,
  onError,
  ...options
}: ConnectOptions): Sql {
  const address = parseAddress(url);
  return postgres({
    ...serverOf(address, host),
    idle_timeout: lasting ? 0 : 300,
    max_lifetime: lasting ? null : 60 * 60,
    connect_timeout: connectTimeoutS,
    backoff: (tries: number) => Math.min(0.02 * 2 ** tries, RECONNECT_CEILING_S),
    connection: { ...sessionSettings(settings, schema), application_name: connectionName(use) },
    onnotice: () => {},
    // Known to our patch of the driver, and not to its types.
    ...(onError ? { onerror: onError } : {}),
    ...options,
  } as Options<Record<string, PostgresType>>);
}

/** Nothing of the URL beside this reaches the driver, which would take any further parameter for a setting. */
function serverOf(
  { hosts, user, password, database, ssl, sslNegotiation, readWrite }: DatabaseAddress,
  only?: number,
): object {
  const asked = only === undefined ? hosts : [hosts[only]!];
  return {
    host: asked.map((each) => each.host),
    port: asked.map((each) => each.port),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    ...(database === undefined ? {} : { database }),
    ssl,
    sslnegotiation: sslNegotiation,
    target_session_attrs: readWrite ? "read-write" : null,
  };
}

/** Which of the URL's hosts the pool's latest connection went to. */
export function hostInUse(sql: Sql): number {
  return (sql.options as { shared?: { hostIndex?: number } }).shared?.hostIndex ?? 0;
}

/**
 * One connection of its own, for work that takes long or needs its session for itself: never from a pool, never
 * ended for its age. The caller ends it.
 */
export function ownConnection(use: string, options: Omit<ConnectOptions, "use" | "max"> = {}): Sql {
  return connect({ connectTimeoutS: 10, lasting: true, ...options, use, max: 1 });
}

/** Decides in which schema the gateway's tables are, where nothing else asks for it. @throws {HomeSchemaError} */
export async function findHomeSchema(url: string): Promise<void> {
  const sql = ownConnection("start", { url, schema: null });
  try {
    await settleHomeSchema(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
