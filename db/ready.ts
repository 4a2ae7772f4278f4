import { hostsOf, parseAddress } from "#runtime/database/address.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { HomeSchemaError } from "#runtime/database/home-schema.ts";
import { secretFingerprint } from "#runtime/keys.ts";
import { MigrationError, migrate } from "./migrate.ts";
import { DatabaseError, NO_POOLER, tooOld } from "./server-check.ts";

/**
 * Makes the database ready for use: reachable, recent enough, migrated, and bound to this APP_SECRET.
 * @throws {DatabaseError} with one line for the person who starts the program.
 */
export async function prepareDatabase(url: string): Promise<void> {
  // First, so that a missing APP_SECRET is reported without waiting for anything.
  const fingerprint = secretFingerprint();
  try {
    await migrate(url);
    await bindTo(fingerprint, url);
  } catch (error) {
    throw databaseFault(error, url);
  }
}

/** Binds the database to the first secret that is used with it. */
async function bindTo(fingerprint: string, url: string): Promise<void> {
  const client = ownConnection("start", { url });
  try {
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
  } finally {
    await client.end({ timeout: 1 });
  }
}

/** The reason why the database cannot be used, in one line for the person who starts the program. */
export function databaseFault(error: unknown, url: string): Error {
  if (error instanceof DatabaseError) return error;
  if (error instanceof MigrationError || error instanceof HomeSchemaError)
    return new DatabaseError(error.message);
  const address = parseAddress(url);
  const host = hostsOf(address);
  const user = address.user ?? "that this program runs as";
  const database = address.database ?? user;
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
    "28000": `PostgreSQL at ${host} does not let the user ${user} in; check DATABASE_URL and pg_hba.conf`,
    "3D000": `PostgreSQL at ${host} has no database "${database}"; create it, or correct DATABASE_URL`,
    "42501": `the user ${user} of DATABASE_URL may not create tables in "${database}"; make it the owner, or give it a schema: create schema ${user} authorization ${user}`,
    "42704": tooOld().message,
    "08P01": `what answers at ${host} is a pooler such as PgBouncer (${message}); ${NO_POOLER}`,
    "53300": `PostgreSQL at ${host} has no connection to spare; raise max_connections or stop other programs`,
    "57P03": `PostgreSQL at ${host} is still starting; try again in a moment`,
  };
  if (code === undefined) return error as Error;
  return new DatabaseError(known[code] ?? `the database at ${host} cannot be prepared: ${message} (${code})`);
}

/** Drizzle wraps the database's error as the `cause` of its own. */
function innermost(error: unknown): { message: string; code: string | undefined } {
  const { cause, message, code } = error as { cause?: unknown; message: string; code?: unknown };
  return cause instanceof Error
    ? innermost(cause)
    : { message, code: typeof code === "string" ? code : undefined };
}
