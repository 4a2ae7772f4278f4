import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { batches } from "#db/batches.ts";
import type { Reserved } from "#db/ledger/reserve.ts";
import { grant, makeAccount, reservation, settlement, type TestAccount } from "#db/test-account.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { MigrationError, migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";

const ROWS = 1_000_000;
const drizzle = join(import.meta.dirname, "..", "drizzle");

let url: string;
let drop: () => Promise<void>;
let sql: Sql;
let account: TestAccount;
const folders: string[] = [];

beforeAll(async () => {
  ({ url, drop } = await freshDatabase());
  completeEnvironment({ DATABASE_URL: url, APP_SECRET: "a secret of the test's own, long enough" });
  sql = postgres(url, { max: 4, onnotice: () => {} });
  account = await makeAccount(sql);
  await grant(sql, account, { quota: 1_000_000 });
  const reserved = (await batches().reserve(reservation(account))) as Reserved;
  // Copies of one message, without what keeps the ledger right, which is not looked at here.
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    const columns = await tx<{ name: string }[]>`
      select quote_ident(attname) as name from pg_attribute
      where attrelid = 'messages'::regclass and attnum > 0 and not attisdropped and attname <> 'id' and attgenerated = ''`;
    const list = columns.map(({ name }) => name).join(", ");
    await tx.unsafe(
      `insert into messages (${list}) select ${list} from messages, generate_series(1, ${ROWS}) where id = ${reserved.messageId}`,
    );
  });
});
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});
afterAll(async () => {
  await closeDatabase(1);
  await sql.end();
  await drop();
});

/** The migrations that there are, and these after them. */
function withFurther(...further: string[]): string {
  const folder = mkdtempSync(join(tmpdir(), "aman-gate-migrations-"));
  folders.push(folder);
  cpSync(drizzle, folder, { recursive: true });
  const file = join(folder, "meta", "_journal.json");
  const journal = JSON.parse(readFileSync(file, "utf8"));
  for (const text of further) {
    const { when } = journal.entries.at(-1);
    const tag = `further_${journal.entries.length}`;
    journal.entries.push({
      idx: journal.entries.length,
      version: "7",
      when: when + 1,
      tag,
      breakpoints: true,
    });
    writeFileSync(join(folder, `${tag}.sql`), text);
  }
  writeFileSync(file, JSON.stringify(journal));
  return folder;
}

/** Forgets what `withFurther` added, so that the next test adds its own. */
const forget = async () => {
  const newest = (await readMigrations()).at(-1)!.when;
  await sql`delete from drizzle.__drizzle_migrations where created_at > ${newest}`;
};

/** Sends, one after the other on several lines, until it is stopped. */
function sending() {
  let goesOn = true;
  const done = { sent: 0, failed: [] as unknown[] };
  const line = async () => {
    while (goesOn) {
      try {
        const reserved = (await batches().reserve(reservation(account))) as Reserved;
        await batches().settle(settlement(reserved.messageId, "sent"));
        done.sent++;
      } catch (error) {
        done.failed.push(error);
      }
    }
  };
  const lines = Array.from({ length: 4 }, line);
  return Object.assign(done, {
    async stop() {
      goesOn = false;
      await Promise.all(lines);
    },
  });
}

/** Holds the messages as a backup does: others may write, and nobody may change the table. */
async function reader(): Promise<() => Promise<void>> {
  const [holds, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const reading = sql.begin("isolation level repeatable read read only", async (tx) => {
    await tx`select 1 from messages limit 1`;
    holds.resolve();
    await done.promise;
  });
  await holds.promise;
  return async () => {
    done.resolve();
    await reading;
  };
}

test("a big log is migrated under load and during a backup, by several processes, and no send fails", async () => {
  const from = withFurther(
    "alter table messages add column further_one integer;",
    `-- without transaction
create index concurrently if not exists further_two on messages (created_at);
--> statement-breakpoint
create index concurrently if not exists further_three on messages (id) where further_one is null;`,
    "alter table subscriptions add column further_four integer;",
  );
  const load = sending();
  try {
    await expect.poll(() => load.sent).toBeGreaterThan(20);
    const release = await reader();
    const migrated = Promise.all([migrate(url, { from }), migrate(url, { from })]);
    await expect
      .poll(() =>
        sql`select 1 from pg_stat_activity where application_name like 'aman-gate migrations %'
            and datname = current_database() and wait_event_type = 'Lock'`.then((rows) => rows.length),
      )
      .toBeGreaterThan(0);
    // Sends queue behind the migration now, and would be refused after two seconds. It lets them pass before that.
    const before = load.sent;
    await expect.poll(() => load.sent).toBeGreaterThan(before + 50);
    await release();
    await migrated;
    await expect.poll(() => load.sent).toBeGreaterThan(before + 100);
  } finally {
    await load.stop();
  }
  expect(load.failed).toEqual([]);
  const indexes = await sql`
    select indisvalid as valid from pg_index where indexrelid in ('further_two'::regclass, 'further_three'::regclass)`;
  expect(indexes.map(({ valid }) => valid)).toEqual([true, true]);
  const [last] = await sql`select count(*)::int as n from drizzle.__drizzle_migrations`;
  expect(last!.n).toBe((await readMigrations(from)).length);
  await forget();
});

test("a failed migration without a transaction is run again and leaves nothing incomplete", async () => {
  await sql`create table further_twins as select n % 2 as n from generate_series(1, 4) n`;
  const from = withFurther(`-- without transaction
create unique index concurrently if not exists further_unique on further_twins (n);`);
  await expect(migrate(url, { from })).rejects.toMatchObject({ code: "23505" });
  await sql`truncate further_twins`;
  await migrate(url, { from });
  const [index] =
    await sql`select indisvalid as valid from pg_index where indexrelid = 'further_unique'::regclass`;
  expect(index).toEqual({ valid: true });
  await forget();
});

test("a lock that is never released ends the migration with one line and without a trace", async () => {
  const from = withFurther(
    "create table further_lost (n int); alter table messages add column further_lost integer;",
  );
  const release = await reader();
  const ended = await migrate(url, { from, patienceMs: 0 }).then(
    () => expect.unreachable("the lock is held"),
    (error: unknown) => error as Error,
  );
  await release();
  expect(ended).toBeInstanceOf(MigrationError);
  expect(ended.message).toMatch(/^the migration further_\d+ cannot have its locks: [^\n]+$/);
  expect(await sql`select to_regclass('further_lost') as found`).toEqual([{ found: null }]);
});

test("the existing migrations follow the rules", async () => {
  for (const { tag, statements, transaction } of await readMigrations()) {
    for (const statement of statements) {
      const text = statement.replaceAll(/--.*/g, "");
      expect(text, `${tag} names a schema`).not.toMatch(/\bpublic\b/);
      if (transaction) expect(text, `${tag} has a transaction`).not.toMatch(/\bconcurrently\b/i);
      else {
        // An update that names the values that it replaces finds nothing the second time.
        const isRepeatable = /\bif (not )?exists\b|\bon conflict\b|^\s*(update\b.*\bwhere\b|analyze\b)/is;
        expect(text, `${tag} may be done again`).toMatch(isRepeatable);
      }
    }
  }
});
