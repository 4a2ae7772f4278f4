import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { noteFailure } from "./disk-full.ts";
import { obstacleToSends } from "./readiness.ts";

let sql: Sql;
let drop: () => Promise<void>;

beforeAll(async () => {
  const fresh = await freshDatabase();
  drop = fresh.drop;
  sql = postgres(fresh.url, { max: 1, onnotice: () => {} });
  await sql`insert into settings (name, value) values ('secret_fingerprint', '"x"')`;
});
afterAll(async () => {
  await sql.end();
  await drop();
});

test("a database that accepts a send's writes is ready, and the check leaves nothing behind", async () => {
  const place = () => sql`select ctid::text, (select count(*) from pg_class) as tables from settings`;
  const before = await place();
  for (let time = 0; time < 3; time++) expect(await obstacleToSends(sql)).toBeNull();
  expect(await place()).toEqual(before);
});

test("a read-only database is not ready, whatever setting causes it", async () => {
  await sql`set default_transaction_read_only = on`;
  expect(await obstacleToSends(sql)).toBe("database can only be read");
  await sql`set default_transaction_read_only = off`;
  expect(await obstacleToSends(sql)).toBeNull();
  await sql
    .begin("read only", async (tx) => {
      expect(await obstacleToSends(tx as unknown as Sql)).toBe("database can only be read");
      throw new Error("over");
    })
    .catch(() => {});
});

test("an older or missing schema is not ready", async () => {
  await sql
    .begin(async (tx) => {
      await tx`delete from drizzle.__drizzle_migrations
        where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`;
      expect(await obstacleToSends(tx as unknown as Sql)).toBe("database not migrated");
      await tx`drop table settings`;
      expect(await obstacleToSends(tx as unknown as Sql)).toBe("database not migrated");
      throw new Error("over");
    })
    .catch(({ message }) => expect(message).toBe("over"));
});

test("after a send found the disk full, it is not ready until a table can grow again", async () => {
  const full = Object.assign(Object.create(postgres.PostgresError.prototype), { code: "53100" });
  await sql.unsafe(`
    create function disk_is_full() returns event_trigger language plpgsql
      as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
    create event trigger full_disk on ddl_command_end execute function disk_is_full()`);
  expect(await obstacleToSends(sql)).toBeNull();
  noteFailure(full);
  expect(await obstacleToSends(sql)).toBe("disk of the database is full");
  expect(await obstacleToSends(sql)).toBe("disk of the database is full");
  await sql`alter event trigger full_disk disable`;
  expect(await obstacleToSends(sql)).toBeNull();
  await sql`alter event trigger full_disk enable`;
  // What has passed is forgotten.
  expect(await obstacleToSends(sql)).toBeNull();
  await sql`drop event trigger full_disk`;
});

test("a database that is gone is not ready", async () => {
  const gone = postgres("postgres://nobody@127.0.0.1:1/none", { max: 1 });
  expect(await obstacleToSends(gone)).toBe("database not reachable");
  await gone.end();
});
