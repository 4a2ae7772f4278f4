import { type SQL, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/** A search as people mean it: anywhere in the text, capital letters or not, and no character has a meaning. */
export function containing(column: PgColumn, text: string): SQL {
  return sql`position(lower(${text}) in lower(${column})) > 0`;
}
