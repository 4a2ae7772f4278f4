/**
 * DATABASE_URL cannot be used. The message is one line that says what to write instead, and never contains the
 * password.
 */
export class AddressError extends Error {}

export interface DatabaseAddress {
  /** In the order of the URL. If there are several, the one that accepts writes is used. */
  hosts: { host: string; port: number }[];
  user: string | undefined;
  password: string | undefined;
  database: string | undefined;
  /** The value of postgres.js's `ssl` option. */
  ssl: false | "prefer" | "require" | "verify-full";
  sslNegotiation: "direct" | null;
  /** Whether a server that is a standby, or whose sessions are read-only, is passed over. */
  readWrite: boolean;
}

const DEFAULT_PORT = 5432;
const DATABASE_URL_PATTERN = /^postgres(?:ql)?:\/\/(?:([^@/?#]*)@)?([^@/?#]+)(?:\/([^/?#]*))?(?:\?([^#]*))?$/;

const FORM =
  "DATABASE_URL must look like postgres://user:password@host:5432/name, with what is special in it encoded (% as %25, @ as %40)";

/**
 * Reads a DATABASE_URL. `new URL` cannot: it refuses a list of hosts, `postgres://u:p@one:5432,two:5432/name`.
 * @throws {AddressError}
 */
export function parseAddress(text: string): DatabaseAddress {
  const [, credentials = "", hostList = "", database = "", query = ""] =
    DATABASE_URL_PATTERN.exec(text) ?? [];
  const hosts = hostList.split(",").map(parseHost);
  const colon = credentials.indexOf(":");
  const parameters = parseParameters(query);
  return {
    hosts,
    user: decoded(colon < 0 ? credentials : credentials.slice(0, colon)),
    password: decoded(colon < 0 ? "" : credentials.slice(colon + 1)),
    database: decoded(database),
    ...parameters,
    readWrite: parameters.readWrite || hosts.length > 1,
  };
}

/** The hosts as an operator knows them, for messages. */
export function hostsOf({ hosts }: DatabaseAddress): string {
  return hosts
    .map(({ host, port }) => {
      const name = host.includes(":") ? `[${host}]` : host;
      return port === DEFAULT_PORT ? name : `${name}:${port}`;
    })
    .join(", ");
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part) || undefined;
  } catch {
    throw new AddressError(FORM);
  }
}

function parseHost(text: string): { host: string; port: number } {
  const [, bracketed, plain, port = String(DEFAULT_PORT)] =
    /^(?:\[([\da-fA-F:.%]+)\]|([\w.-]+))(?::(\d+))?$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (!host || Number(port) < 1 || Number(port) > 65_535) throw new AddressError(FORM);
  return { host, port: Number(port) };
}

type Parameters = Pick<DatabaseAddress, "ssl" | "sslNegotiation" | "readWrite">;

/**
 * Maps libpq's sslmode to postgres.js's `ssl`. postgres.js has no `verify-ca`, so that becomes the stricter
 * `verify-full`.
 */
const SSL_MODES: Record<string, DatabaseAddress["ssl"]> = {
  disable: false,
  allow: "prefer",
  prefer: "prefer",
  require: "require",
  "verify-ca": "verify-full",
  "verify-full": "verify-full",
};

/** Parameters that other programs put into such a URL, with what the gateway offers instead. */
const INSTEAD: Record<string, string> = {
  schema:
    "the tables are in the schema that is first in the user's search_path: alter role USER set search_path = SCHEMA",
  currentschema: "alter role USER set search_path = SCHEMA",
  search_path: "alter role USER set search_path = SCHEMA",
  options: "the gateway sets itself what it relies on",
  pgbouncer:
    "name PostgreSQL itself, for the gateway pools its connections and does not work through PgBouncer",
  channel_binding: "sslmode=verify-full proves which server it is",
  ssl: "write sslmode=require, or sslmode=verify-full",
  sslrootcert: "write sslmode=verify-full, and set NODE_EXTRA_CA_CERTS to the certificate's file",
  connection_limit: "set DATABASE_POOL",
  max: "set DATABASE_POOL",
  host: "write hosts before the name: postgres://user:password@one,two/name",
  hostaddr: "write hosts before the name: postgres://user:password@one,two/name",
};

/**
 * Unknown parameters are refused: passed on, PostgreSQL would take them for settings, and a request for TLS could be
 * lost.
 */
function parseParameters(query: string): Parameters {
  const found: Parameters = { ssl: false, sslNegotiation: null, readWrite: false };
  for (const [name, value] of new URLSearchParams(query)) {
    if (name === "sslmode") {
      const ssl = SSL_MODES[value];
      if (ssl === undefined)
        throw new AddressError(`DATABASE_URL: sslmode must be one of ${Object.keys(SSL_MODES).join(", ")}`);
      found.ssl = ssl;
    } else if (name === "sslnegotiation" && ["postgres", "direct"].includes(value)) {
      found.sslNegotiation = value === "direct" ? "direct" : null;
    } else if (name === "target_session_attrs") {
      if (value !== "read-write" && value !== "primary") {
        throw new AddressError(
          "DATABASE_URL: target_session_attrs must be read-write, for every send is written",
        );
      }
      found.readWrite = true;
    } else {
      const instead =
        INSTEAD[name.toLowerCase()] ?? "only sslmode, sslnegotiation and target_session_attrs are understood";
      throw new AddressError(`DATABASE_URL: leave ${printable(name)} out; ${instead}`);
    }
  }
  return found;
}

/**
 * The name of a parameter may contain part of a password in which a ? was not encoded, so only plain names are printed.
 */
const printable = (name: string) => (/^\w{1,40}$/.test(name) ? name : "what follows the ?");
