import type { Sql } from "postgres";
import { renew, shared } from "#runtime/shared.ts";

/** No schema can be told. The message is one line that says what to do. */
export class HomeSchemaError extends Error {}

const DEFAULT_SCHEMA = "public";
/** pg-boss puts the name into its statements as it is, and so do we. */
const PLAIN_NAME = /^[a-z_][a-z0-9_]{0,49}$/;

/**
 * The schema that has the gateway's tables: all names are looked up in it, and in no other. `public` until
 * `settleHomeSchema` has asked the database.
 */
export function homeSchema(): string {
  return shared("database.home", () => DEFAULT_SCHEMA);
}

/**
 * Where the migrations that were done are written down, and where pg-boss has its tables: in schemas of their own beside
 * `public`; in the gateway's own schema where it is another, since its user may then create no further ones.
 */
export const migrationsSchema = (home = homeSchema()): string => (home === DEFAULT_SCHEMA ? "drizzle" : home);
export const jobsSchema = (home = homeSchema()): string => (home === DEFAULT_SCHEMA ? "pgboss" : home);

export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * Finds the schema by way of a connection whose search_path is the user's own, and keeps it for this process.
 * Where the user's gateway has its tables decides; where there are none yet, it is the one in which PostgreSQL would
 * create them: the first of the search_path that exists. So it is decided at the first start and stays.
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
