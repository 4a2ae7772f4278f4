import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readMigrationFiles } from "drizzle-orm/migrator";

/** A function because pages are bundled with this file and have no such folder. */
const folder = () => join(import.meta.dirname, "..", "drizzle");

/** First line of a migration whose statements run one by one, outside any transaction. */
const WITHOUT_TRANSACTION = "-- without transaction";

export interface Migration {
  /** For example `0001_deferred_keys`. */
  tag: string;
  /** When the migration was written, in milliseconds: orders migrations, and identifies them in the database. */
  when: number;
  hash: string;
  statements: string[];
  transaction: boolean;
}

interface Journal {
  entries: { when: number; tag: string }[];
}

/** All migrations of this code, in order, as `drizzle-kit generate` wrote them. */
export async function readMigrations(from = folder()): Promise<Migration[]> {
  const { entries } = JSON.parse(await readFile(join(from, "meta", "_journal.json"), "utf8")) as Journal;
  return readMigrationFiles({ migrationsFolder: from }).map(({ sql, folderMillis, hash }, place) => ({
    tag: entries[place]!.tag,
    when: folderMillis,
    hash,
    // drizzle-kit always writes the schema of enums and referenced tables; ours is determined by search_path.
    statements: sql.map((statement) => statement.replaceAll('"public".', "")),
    transaction: !sql[0]?.trimStart().startsWith(WITHOUT_TRANSACTION),
  }));
}
