import type { Sql } from "postgres";
import { hostsOf, parseAddress } from "#runtime/database/address.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { settleHomeSchema } from "#runtime/database/home-schema.ts";
import { sessionSettings } from "#runtime/database/session-settings.ts";

/** The oldest PostgreSQL version that supports `unique nulls not distinct`. */
export const OLDEST_VERSION = 15;

/** The database cannot be used. The message is one line that says what to do. */
export class DatabaseError extends Error {}

/** Explains that the gateway does not work through poolers that pass a session from one client to the next. */
export const NO_POOLER =
  "the gateway pools its connections itself and needs sessions of its own: name PostgreSQL itself in DATABASE_URL";

/**
 * Values that no server has by default, so that a pooler that drops them is detected even if all other settings happen
 * to be as requested.
 */
const PROBE_SETTINGS = { plan_cache_mode: "force_custom_plan", lock_timeout: "7001ms" };

/**
 * Checks whether the gateway can work with this server and database, without changing anything, and determines the
 * schema of the gateway's tables. The connection uses the user's own search_path.
 * @throws {DatabaseError | HomeSchemaError}
 */
export async function checkServer(url: string): Promise<void> {
  const sql = ownConnection("start", { url, schema: null, connectTimeoutS: 5, settings: PROBE_SETTINGS });
  try {
    await check(sql, hostsOf(parseAddress(url)));
    await settleHomeSchema(sql);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** Without parameters, since a pooler may lose prepared statements. */
async function check(sql: Sql, host: string): Promise<void> {
  const asked = sessionSettings(PROBE_SETTINGS, null);
  const names = Object.keys(asked).map((name) => `('${name}')`);
  const [row] = await sql.unsafe<
    {
      version: number;
      database: string;
      user: string;
      encoding: string;
      role: string;
      timeout: string | null;
      settings: Record<string, string>;
    }[]
  >(`
    select current_setting('server_version_num')::int / 10000 as version, current_database() as database,
      session_user as "user", current_setting('server_encoding') as encoding,
      current_setting('session_replication_role') as role, current_setting('transaction_timeout', true) as timeout,
      (select jsonb_object_agg(name, current_setting(name)) from (values ${names.join(", ")}) t (name)) as settings`);
  const { version, database, user, encoding, role, timeout, settings } = row!;
  if (version < OLDEST_VERSION) throw tooOld(version);
  if (encoding !== "UTF8") {
    throw new DatabaseError(
      `the database "${database}" has the encoding ${encoding}, which cannot hold every text; make one with UTF8: create database gate encoding 'UTF8' template template0`,
    );
  }
  const lost = Object.keys(asked).filter((name) => settings[name] !== asked[name]);
  if (lost.length > 0) {
    throw new DatabaseError(
      `what answers at ${host} drops the settings that a connection is opened with (${lost[0]}), as PgBouncer can be told to; ${NO_POOLER}`,
    );
  }
  // The first can only be set by a superuser, and the second exists only from PostgreSQL 17 on, so neither can be
  // pinned.
  if (role !== "origin") throw reset("session_replication_role", `it keeps constraints from being checked`);
  if (timeout !== null && timeout !== "0")
    throw reset("transaction_timeout", "a backup takes as long as it takes");

  function reset(name: string, reason: string): DatabaseError {
    return new DatabaseError(
      `${name} is set for this user or database, and ${reason}; alter role "${user}" reset ${name}, or alter database "${database}" reset ${name}`,
    );
  }
}

export function tooOld(version?: number): DatabaseError {
  const found = version === undefined ? "PostgreSQL" : `PostgreSQL ${version}`;
  return new DatabaseError(`${found} is too old: version ${OLDEST_VERSION} or newer is needed`);
}
