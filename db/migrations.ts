import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";

/** Not before it is asked for: pages are bundled with this file, and have no folder of their own. */
const folder = () => join(import.meta.dirname, "..", "drizzle");

/** As the first line of a migration: its statements run one by one, outside any transaction. */
const WITHOUT_TRANSACTION = "-- without transaction";

export interface Migration {
  /** Such as `0001_deferred_keys`. */
  tag: string;
  /** What orders it, and tells it in the database: when it was written, in milliseconds. */
  when: number;
  hash: string;
  statements: string[];
  transaction: boolean;
}

interface Journal {
  entries: { when: number; tag: string }[];
}

/** All that this code knows, in order, as `drizzle-kit generate` wrote them. */
export async function readMigrations(from = folder()): Promise<Migration[]> {
  const { entries } = JSON.parse(await readFile(join(from, "meta", "_journal.json"), "utf8")) as Journal;
  return readMigrationFiles({ migrationsFolder: from }).map(({ sql, folderMillis, hash }, place) => ({
    tag: entries[place]!.tag,
    when: folderMillis,
    hash,
    // drizzle-kit always writes the schema of an enum and of a referenced table; ours is where search_path leads.
    statements: sql.map((statement) => statement.replaceAll('"public".', "")),
    transaction: !sql[0]?.trimStart().startsWith(WITHOUT_TRANSACTION),
  }));
}
