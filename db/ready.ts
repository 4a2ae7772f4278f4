import postgres from "postgres";
import { secretFingerprint } from "#runtime/keys.ts";
import { MigrationError, migrate } from "./migrate.ts";

/** The oldest PostgreSQL that knows `unique nulls not distinct`. */
const OLDEST_VERSION = 150_000;

/** The database cannot be used. The message is one line that says what to do. */
export class DatabaseError extends Error {}

/**
 * Makes the database fit for use: reachable, recent enough, migrated, and made with this APP_SECRET.
 * @throws {DatabaseError} one line for the person who starts the program.
 */
export async function prepareDatabase(url: string): Promise<void> {
  // First, so that a missing APP_SECRET is said before anything is waited for.
  const fingerprint = secretFingerprint();
  const client = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 });
  try {
    const [row] = await client<
      { version: number }[]
    >`select current_setting('server_version_num')::int as version`;
    if (row && row.version < OLDEST_VERSION) {
      throw new DatabaseError(
        `PostgreSQL ${Math.floor(row.version / 10_000)} is too old: version 15 or newer is needed`,
      );
    }
    await migrate(url);
    await client`
      insert into settings (name, value) values ('secret_fingerprint', to_jsonb(${fingerprint}::text))
      on conflict do nothing`;
    const [kept] = await client<
      { value: string }[]
    >`select value from settings where name = 'secret_fingerprint'`;
    if (kept?.value !== fingerprint) {
      throw new DatabaseError(
        "APP_SECRET is not the one that this database was made with; start with that one, or its tokens and providers cannot be opened",
      );
    }
  } catch (error) {
    throw explain(error, url);
  } finally {
    await client.end({ timeout: 1 });
  }
}

function explain(error: unknown, url: string): Error {
  if (error instanceof DatabaseError) return error;
  if (error instanceof MigrationError) return new DatabaseError(error.message);
  const { host, pathname, username } = new URL(url);
  const database = decodeURIComponent(pathname.slice(1)) || username;
  const { code, message } = innermost(error);
  const cutOff = `what answers at ${host} ends the connection: it is no PostgreSQL, or does not speak TLS where sslmode asks for it; check DATABASE_URL`;
  const silent = `PostgreSQL at ${host} does not answer; check DATABASE_URL and the network`;
  const known: Record<string, string> = {
    CONNECTION_CLOSED: cutOff,
    ECONNRESET: cutOff,
    ECONNREFUSED: `no PostgreSQL answers at ${host}; check DATABASE_URL, or start it`,
    ENOTFOUND: `the host ${host} of DATABASE_URL is not known`,
    EAI_AGAIN: `the host ${host} of DATABASE_URL cannot be looked up`,
    CONNECT_TIMEOUT: silent,
    ETIMEDOUT: silent,
    EHOSTUNREACH: silent,
    ENETUNREACH: silent,
    "25006": `the database "${database}" at ${host} can only be read; DATABASE_URL must name the server that is written to`,
    "28P01": `PostgreSQL at ${host} refuses the user or the password of DATABASE_URL`,
    "28000": `PostgreSQL at ${host} does not let the user ${username} in; check DATABASE_URL and pg_hba.conf`,
    "3D000": `PostgreSQL at ${host} has no database "${database}"; create it, or correct DATABASE_URL`,
    "42501": `the user ${username} of DATABASE_URL may not create tables in "${database}"; make it the owner`,
    "53300": `PostgreSQL at ${host} has no connection to spare; raise max_connections or stop other programs`,
    "57P03": `PostgreSQL at ${host} is still starting; try again in a moment`,
  };
  if (code === undefined) return error as Error;
  return new DatabaseError(known[code] ?? `the database at ${host} cannot be prepared: ${message} (${code})`);
}

/** Drizzle puts what the database said into the cause of an error of its own. */
function innermost(error: unknown): { message: string; code: string | undefined } {
  const { cause, message, code } = error as { cause?: unknown; message: string; code?: unknown };
  return cause instanceof Error
    ? innermost(cause)
    : { message, code: typeof code === "string" ? code : undefined };
}
