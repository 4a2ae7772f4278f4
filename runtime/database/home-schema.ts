import type { Sql } from "postgres";
import { renew, shared } from "#runtime/shared.ts";

/** The schema cannot be determined. The message is one line that says what to do. */
export class HomeSchemaError extends Error {}

const DEFAULT_SCHEMA = "public";
/** pg-boss puts the name into its statements unquoted, and so do we. */
const PLAIN_NAME = /^[a-z_][a-z0-9_]{0,49}$/;

/**
 * The schema of the gateway's tables, and the only one in which names are looked up. `public` until `settleHomeSchema`
 * has asked the database.
 */
export function homeSchema(): string {
  return shared("database.home", () => DEFAULT_SCHEMA);
}

/**
 * Where applied migrations are recorded and where pg-boss has its tables: in schemas of their own if the gateway is in
 * `public`; otherwise in the gateway's own schema, since its user may then be unable to create further ones.
 */
export const migrationsSchema = (home = homeSchema()): string => (home === DEFAULT_SCHEMA ? "drizzle" : home);
export const jobsSchema = (home = homeSchema()): string => (home === DEFAULT_SCHEMA ? "pgboss" : home);

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Determines the schema over a connection that has the user's own search_path, and keeps it for this process. If the
 * gateway's tables exist already, it is their schema; otherwise the one in which PostgreSQL would create them, the
 * first existing one of the search_path. The first start thus decides it for good.
 * @throws {HomeSchemaError}
 */
export async function settleHomeSchema(sql: Sql): Promise<string> {
  const [row] = await sql<{ current: string | null; found: string[]; user: string }[]>`
    select current_schema() as current, current_user as "user", array(
      select n.nspname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relname = 'settings' and c.relkind = 'r' and (n.nspname = current_schema() or c.relowner = current_user::regrole)
        and exists (
          select from pg_class m join pg_namespace s on s.oid = m.relnamespace
          where m.relname = '__drizzle_migrations'
            and s.nspname = case n.nspname when ${DEFAULT_SCHEMA} then 'drizzle' else n.nspname end
        )
      order by n.nspname
    ) as found`;
  const { current, found, user } = row!;
  const home = found.length === 0 || (current !== null && found.includes(current)) ? current : found[0]!;
  if (home === null || (found.length > 1 && !found.includes(home))) {
    throw new HomeSchemaError(
      found.length > 1
        ? `there are gateways in the schemas ${found.join(", ")}; say which one is meant: alter role ${user} set search_path = ${found[0]}`
        : `the user ${user} has no schema for its tables; make one: create schema ${user} authorization ${user}`,
    );
  }
  if (!PLAIN_NAME.test(home)) {
    throw new HomeSchemaError(
      `the schema "${home}" has a name that must be quoted; take one of small letters, digits and _: create schema gate authorization ${quoteName(user)}; alter role ${quoteName(user)} set search_path = gate`,
    );
  }
  renew("database.home");
  return shared("database.home", () => home);
}
