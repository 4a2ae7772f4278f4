import { eq, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import type { Scope } from "#core/access/access.ts";

/** The condition that a row belongs to the scope; undefined, which Drizzle leaves out, for all accounts. */
export function within(accountId: PgColumn, scope: Scope): SQL | undefined {
  return scope === "all" ? undefined : eq(accountId, scope);
}
