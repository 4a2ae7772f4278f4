import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { addressOf } from "#bin/fixtures/cluster.ts";
import { MigrationError, migrate, schemaVersion } from "./migrate.ts";
import { ledgerFindings } from "./queries/gateway/doctor.ts";

const run = promisify(execFile);
const { entries } = JSON.parse(
  readFileSync(join(import.meta.dirname, "..", "drizzle", "meta", "_journal.json"), "utf8"),
) as { entries: { when: number; tag: string }[] };

let url: string;
let admin: Sql;
let sql: Sql;

beforeEach(async () => {
  admin = postgres(inject("testCluster"), { max: 1, onnotice: () => {} });
  const name = `test_${randomBytes(8).toString("hex")}`;
  await admin`create database ${admin(name)}`;
  url = addressOf(inject("testCluster"), name);
  sql = postgres(url, { max: 1, onnotice: () => {} });
});
afterEach(async () => {
  await sql.end();
  await admin`drop database ${admin(new URL(url).pathname.slice(1))} with (force)`;
  await admin.end();
});

/** Prepares the database in a process of its own. @returns what it was refused with, or nothing. */
async function prepareElsewhere(secret: string): Promise<string> {
  const script = `
    const { prepareDatabase } = await import(${JSON.stringify(join(import.meta.dirname, "ready.ts"))});
    await prepareDatabase(process.env.DATABASE_URL).catch((error) => console.log(error.constructor.name + ": " + error.message));`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", script], {
    cwd: join(import.meta.dirname, ".."),
    env: { PATH: process.env.PATH, NODE_ENV: "production", DATABASE_URL: url, APP_SECRET: secret },
  });
  return stdout.trim();
}

const SECRET = "the secret of this installation, long enough";
const applied = () => sql`select created_at::float8 as when from drizzle.__drizzle_migrations order by 1`;

test("several processes that start together migrate once", async () => {
  expect(await Promise.all([1, 2, 3, 4].map(() => prepareElsewhere(SECRET)))).toEqual(["", "", "", ""]);
  expect((await applied()).map((row) => row.when)).toEqual(entries.map((entry) => entry.when));
});

test("a migrated database is left as it is", async () => {
  await migrate(url);
  await sql`insert into accounts (name) values ('kept')`;
  await migrate(url);
  expect((await sql`select name from accounts`).map((row) => row.name)).toEqual(["kept"]);
  expect(await applied()).toHaveLength(entries.length);
  expect(await schemaVersion()).toBe(entries.at(-1)!.tag);
});

test("a failover from an older version gets the provider named at the beginning of its text", async () => {
  await migrate(url);
  const [{ account }] = await sql<[{ account: number }]>`
    insert into accounts (name) values ('of failovers') returning id as account`;
  const [{ message }] = await sql<[{ message: string }]>`
    with s as (
      insert into subscriptions (account_id, plan, quota, used, unit, starts_at, ends_at)
      values (${account}, 'x', 5, 1, 'message', now(), now() + interval '1 day') returning id
    ), t as (insert into templates (account_id, name) values (${account}, 'x') returning id
    ), v as (insert into template_versions (template_id, number, status, english) select id, 1, 'draft', '{code}' from t returning id)
    insert into messages (account_id, subscription_id, template_version_id, language, code_length, segments, credits, number)
    select ${account}, s.id, v.id, 1, 6, 1, 1, '963911000000' from s, v returning id as message`;
  await sql`insert into providers (name, kind, position, config)
    select name, 'http', 1, '' from unnest(array['a', 'a.b']) as name`;
  const kept = ["a: Not reached: x", "a.b: no: a: b", "gone: refused", "a:b", "a"];
  await sql`insert into message_events (message_id, kind, detail)
    select ${message}, 'failover', detail from unnest(${kept}::text[]) as detail`;
  await sql`insert into message_events (message_id, kind, detail) values (${message}, 'late_report', 'a: b')`;
  const file = join(import.meta.dirname, "..", "drizzle", `${entries[15]!.tag}.sql`);
  const [fill] = readFileSync(file, "utf8").split("--> statement-breakpoint").slice(-1);
  await sql.unsafe(fill!);
  const rows = await sql`
    select p.name, e.detail from message_events e left join providers p on p.id = e.provider_id order by e.id`;
  expect(rows.map(({ name, detail }) => [name, detail])).toEqual([
    ["a", "Not reached: x"],
    ["a.b", "no: a: b"],
    [null, "gone: refused"],
    [null, "a:b"],
    [null, "a"],
    [null, "a: b"],
  ]);
});

/** Runs a migration as it stands in its file, outside of the journal. */
async function apply(tag: string): Promise<void> {
  const text = readFileSync(join(import.meta.dirname, "..", "drizzle", `${tag}.sql`), "utf8");
  for (const statement of text.split("--> statement-breakpoint")) await sql.unsafe(statement);
}

test("messages from an older version get failure reasons and lose their foreign keys", async () => {
  const at = entries.findIndex(({ tag }) => tag.endsWith("_messages_without_foreign_keys"));
  for (const { tag } of entries.slice(0, at)) await apply(tag);
  await sql`
    with a as (insert into accounts (name) values ('old') returning id
    ), s as (
      insert into subscriptions (account_id, plan, quota, used, unit, starts_at, ends_at)
      select id, 'x', 50, 6, 'message', now(), now() + interval '1 day' from a returning id, account_id
    ), t as (insert into templates (account_id, name) select id, 'x' from a returning id
    ), v as (
      insert into template_versions (template_id, number, status, english) select id, 1, 'draft', '{code}' from t
      returning id
    ), made as (
      insert into messages (account_id, subscription_id, template_version_id, language, code_length, segments, credits,
        number, status, settled_at, closed_at)
      select s.account_id, s.id, v.id, 1, 6, 1, 1, '963911000000', status::message_status,
        now() + settled * interval '1 s', now() + closed * interval '1 s'
      from s, v, (values (1, 'pending', null, null), (2, 'sent', 1, null), (3, 'delivered', 1, 5), (4, 'unknown', 1, null),
        (5, 'failed', 1, 1), (6, 'failed', null, null), (7, 'failed', 1, 5), (8, 'failed', 1, 86400)
      ) as t (ord, status, settled, closed) order by ord returning id, account_id
    ), events as (
      insert into message_events (message_id, kind) select max(id), 'released' from made
    )
    insert into idempotency_keys (account_id, key, body_hash, message_id)
    select max(account_id), 'k', '', max(id) from made`;
  await apply(entries[at]!.tag);
  // The indexes, and what the rows say, come without a lock that keeps sends out.
  await apply(entries.find(({ tag }) => tag.endsWith("_fill_message_problems"))!.tag);
  const [check] =
    await sql`select convalidated as valid from pg_constraint where conname = 'messages_problem'`;
  expect(check).toEqual({ valid: true });
  const rows = await sql`select status, problem from messages order by id`;
  expect(rows.map(({ status, problem }) => [status, problem])).toEqual([
    ["pending", null],
    ["sent", null],
    ["delivered", null],
    ["unknown", "unknown"],
    ["failed", "refused"],
    ["failed", "refused"],
    ["failed", "undelivered"],
    ["failed", "released"],
  ]);
  const keys = await sql`
    select conname from pg_constraint where contype = 'f'
      and conrelid = any(array['messages', 'idempotency_keys', 'provider_refs']::regclass[])`;
  expect([...keys]).toEqual([]);
  await expect(sql`delete from subscriptions`).rejects.toMatchObject({ code: "23503" });
});

test("older failures get reasons, and their counts are merged with the others", async () => {
  const at = entries.findIndex(({ tag }) => tag.endsWith("_stored_reasons"));
  for (const { tag } of entries.slice(0, at)) await apply(tag);
  await sql`insert into providers (name, kind, position, config) values ('a', 'http', 1, ''), ('b', 'http', 2, '')`;
  await sql`
    with a as (insert into accounts (name) values ('old') returning id
    ), s as (
      insert into subscriptions (account_id, plan, quota, used, unit, starts_at, ends_at)
      select id, 'x', 50, 0, 'message', now(), now() + interval '1 day' from a returning id, account_id
    ), c as (
      insert into message_counts (account_id, subscription_id, hour, pending, sent, delivered, unknown, refused,
        undelivered, released, charged, returned)
      select account_id, id, date_trunc('hour', now()) - h * interval '1 hour', 1, 1, 1, 1, 5, 0, h, 9, 9
      from s, generate_series(1, 2) h
    ), t as (insert into templates (account_id, name) select id, 'x' from a returning id
    ), v as (
      insert into template_versions (template_id, number, status, english) select id, 1, 'draft', '{code}' from t
      returning id
    )
    insert into messages (id, account_id, subscription_id, template_version_id, language, code_length, segments,
      credits, number, status, problem, provider_id, provider_response)
    select ord, s.account_id, s.id, v.id, 1, 6, 1, 1, '963911000000', 'failed', 'refused', provider, response
    from s, v, (values (1, null::int, 'Not sent (no route for this prefix)'),
      (2, null, 'Not sent (operator approval missing)'), (3, null, 'Not sent (sender missing)'),
      (4, 1, 'Not sent (sender missing)'), (5, 2, 'no'), (6, 2, 'no'), (7, 2, 'no'), (8, null, null)
    ) as t (ord, provider, response)`;
  await sql`
    insert into message_attempts (message_id, ordinal, provider_id, state, reason, started_at, ended_at)
    values (5, 1, 1, 'rejected', 'provider', now(), now()), (5, 2, 2, 'rejected', 'recipient', now(), now()),
      (6, 1, 1, 'rejected', 'text', now(), now()), (6, 2, 2, 'rejected', 'not_taken', now(), now()),
      (7, 1, 1, 'rejected', 'not_taken', now(), now()), (7, 2, 2, 'rejected', 'provider', now(), now())`;
  for (let times = 0; times < 2; times++) await apply(entries[at]!.tag);
  const rows = await sql`select problem from messages order by id`;
  expect(rows.map(({ problem }) => problem)).toEqual([
    "no_route",
    "approval_missing",
    "sender_missing",
    "refused",
    "recipient_refused",
    "not_taken",
    "refused",
    "refused",
  ]);
  const counts = await sql`select reason, operator_id, count from failure_counts order by reason, count`;
  expect(counts.map((row) => Object.values(row))).toEqual([
    ["refused", 0, 5],
    ["refused", 0, 5],
    ["released", 0, 1],
    ["released", 0, 2],
  ]);
  for (const { tag } of entries.slice(at + 1)) await apply(tag);
});

test("failovers from an older version become attempts, the last of which is the message's own", async () => {
  const at = entries.findIndex(({ tag }) => tag.endsWith("_attempts_of_before"));
  for (const { tag } of entries.slice(0, at)) await apply(tag);
  await sql`insert into providers (name, kind, position, config)
    select name, 'http', 1, '' from unnest(array['a', 'b', 'c']) as name`;
  await sql`
    with a as (insert into accounts (name) values ('old') returning id
    ), s as (
      insert into subscriptions (account_id, plan, quota, used, unit, starts_at, ends_at)
      select id, 'x', 50, 4, 'message', now(), now() + interval '1 day' from a returning id, account_id
    ), t as (insert into templates (account_id, name) select id, 'x' from a returning id
    ), v as (
      insert into template_versions (template_id, number, status, english) select id, 1, 'draft', '{code}' from t
      returning id
    )
    insert into messages (id, account_id, subscription_id, template_version_id, language, code_length, segments,
      credits, number, status, problem, provider_id, provider_response, settled_at, closed_at)
    select ord, s.account_id, s.id, v.id, 1, 6, 1, 1, '963911000000', status::message_status,
      problem::message_problem, 3, 'of c', now(), case when status in ('delivered', 'failed') then now() end
    from s, v, (values (1, 'sent', null), (2, 'delivered', null), (3, 'unknown', 'unknown'), (4, 'failed', 'refused'),
      (5, 'failed', 'undelivered'), (6, 'failed', 'released'), (7, 'sent', null)) as t (ord, status, problem)`;
  const refused = ["of a", "of b"];
  await sql`insert into message_events (message_id, kind, provider_id, detail)
    select m, 'failover', p, d from generate_series(1, 6) m, unnest(array[1, 2], ${refused}::text[]) as t (p, d)`;
  // Whose provider is not known, and what is no failover.
  await sql`insert into message_events (message_id, kind, detail) values (1, 'failover', 'of nobody'),
    (7, 'late_report', 'failed: EXPIRED'), (7, 'swept', '')`;
  // Again from the start, as it is run where one of its statements failed.
  for (let times = 0; times < 2; times++) await apply(entries[at]!.tag);
  const rows = await sql`
    select message_id::int as id, ordinal, p.name, state, reason, response from message_attempts
    left join providers p on p.id = provider_id order by message_id, ordinal`;
  const closed = (id: number) =>
    refused.map((response, index) => [id, index + 1, "ab"[index], "rejected", "provider", response]);
  expect(
    rows.map(({ id, ordinal, name, state, reason, response }) => [
      id,
      ordinal,
      name,
      state,
      reason,
      response,
    ]),
  ).toEqual([
    ...closed(1),
    [1, 3, null, "rejected", "provider", "of nobody"],
    [1, 4, "c", "accepted", null, "of c"],
    ...closed(2),
    [2, 3, "c", "accepted", null, "of c"],
    ...closed(3),
    [3, 3, "c", "unknown", null, "of c"],
    ...closed(4),
    [4, 3, "c", "rejected", "provider", "of c"],
    ...closed(5),
    [5, 3, "c", "accepted", null, "of c"],
    ...closed(6),
    [6, 3, "c", "unknown", null, "of c"],
  ]);
  const events = await sql`select message_id::int as id, kind from message_events order by id`;
  expect(events.map(({ id, kind }) => [id, kind])).toEqual([
    [7, "late_report"],
    [7, "swept"],
  ]);
  for (const { tag } of entries.slice(at + 1)) await apply(tag);
  expect((await ledgerFindings(drizzle(sql))).filter(({ check }) => check === "attempts")).toEqual([]);
});

test("a database that is newer than the code is refused, and left alone", async () => {
  await migrate(url);
  await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', ${entries.at(-1)!.when + 1})`;
  await expect(migrate(url)).rejects.toThrow(MigrationError);
  expect(await prepareElsewhere(SECRET)).toMatch(
    /^DatabaseError: the database was written by a newer version/,
  );
  expect(await sql`select 1 from settings where name <> 'references_tagged_since'`).toEqual([]);
  expect(await applied()).toHaveLength(entries.length + 1);
});

test("the database is bound to its first secret: another one is refused in one line without quoting it", async () => {
  expect(await prepareElsewhere(SECRET)).toBe("");
  const other = "the secret of another installation, long enough";
  const refusal = await prepareElsewhere(other);
  expect(refusal).toMatch(/^DatabaseError: APP_SECRET is not the one[^\n]*$/);
  expect(refusal).not.toContain(other);
  expect(await prepareElsewhere(SECRET)).toBe("");
});
