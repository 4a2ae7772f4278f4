import { randomBytes } from "node:crypto";
import postgres, { type Options, type PostgresType, type Sql } from "postgres";
import { databaseUrl } from "#runtime/env.ts";
import { shared } from "#runtime/shared.ts";
import { type DatabaseAddress, parseAddress } from "./address.ts";
import { settleHomeSchema } from "./home-schema.ts";
import { type SessionSettings, sessionSettings } from "./session-settings.ts";

/**
 * The maximum back-off between reconnects. Short, because while the database is away each attempt answers a waiting
 * request with 503, and the first attempt after its return serves again.
 */
const RECONNECT_CEILING_S = 0.5;

/**
 * The application_name of this process's connections in pg_stat_activity. Its random mark distinguishes them from those
 * of every other process, on any machine.
 */
export function connectionName(use: string): string {
  return `aman-gate ${use} ${processMark()}`;
}

export function processMark(): string {
  return shared("database.mark", () => randomBytes(6).toString("hex"));
}

export interface ConnectOptions
  extends Pick<Options<Record<string, PostgresType>>, "max" | "onclose" | "transform" | "fetch_types"> {
  /** Purpose of the connection in one word, shown in its name (see `connectionName`). */
  use: string;
  /** Used instead of `databaseUrl()`. */
  url?: string;
  /** Connect only to this one of the URL's hosts, given by its index. */
  host?: number;
  settings?: SessionSettings;
  /** Used instead of the gateway's own schema; null leaves the user's search_path unchanged. */
  schema?: string | null;
  connectTimeoutS?: number;
  /** Never closed because of its age or because it is idle. */
  lasting?: boolean;
  /** Called with every error of a statement, after the caller has received it. */
  onError?: (error: { code?: unknown }) => void;
}

/** The only place where connections to PostgreSQL are made, so that every connection has the pinned settings. */
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
    // An option of our patch of the driver, missing from its types.
    ...(onError ? { onerror: onError } : {}),
    ...options,
  } as Options<Record<string, PostgresType>>);
}

/** The only parts of the URL that reach the driver, which would take any further parameter for a setting. */
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

/** The index, among the URL's hosts, of the host that the pool's latest connection went to. */
export function hostInUse(sql: Sql): number {
  return (sql.options as { shared?: { hostIndex?: number } }).shared?.hostIndex ?? 0;
}

/**
 * A dedicated connection, outside the pools and never closed for its age, for work that takes long or needs its own
 * session. The caller ends it.
 */
export function ownConnection(use: string, options: Omit<ConnectOptions, "use" | "max"> = {}): Sql {
  return connect({ connectTimeoutS: 10, lasting: true, ...options, use, max: 1 });
}

/** Determines the schema of the gateway's tables if no other code has done so yet. @throws {HomeSchemaError} */
export async function findHomeSchema(url: string): Promise<void> {
  const sql = ownConnection("start", { url, schema: null });
  try {
    await settleHomeSchema(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}
