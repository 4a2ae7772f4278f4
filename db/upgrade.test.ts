import { drizzle } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { addressOf } from "#bin/fixtures/cluster.ts";
import { freshDatabase } from "#bin/fixtures/database.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import { ledgerFindings } from "./queries/gateway/doctor.ts";

/** The schema of the first release: `fill` puts rows into each of its tables. */
const FIRST = "0014_archived_wait_no_more";
const NAME = `test_upgrade_${process.pid}`;

let admin: Sql;
let url: string;
let sql: Sql;

beforeEach(async () => {
  admin = postgres(inject("testCluster"), { max: 1, onnotice: () => {} });
  await admin`create database ${admin(NAME)}`;
  url = addressOf(inject("testCluster"), NAME);
  sql = postgres(url, { max: 2, onnotice: () => {} });
  await makeFirst();
  await fill();
});
afterEach(async () => {
  await sql.end();
  await admin`drop database ${admin(NAME)} with (force)`;
  await admin.end();
});

async function makeFirst(): Promise<void> {
  const migrations = await readMigrations();
  await sql.unsafe(`create schema drizzle;
    create table drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`);
  for (const { statements, hash, when } of migrations.slice(
    0,
    migrations.findIndex(({ tag }) => tag === FIRST) + 1,
  )) {
    for (const statement of statements) await sql.unsafe(statement);
    await sql`insert into drizzle.__drizzle_migrations (hash, created_at) values (${hash}, ${when})`;
  }
}

/** A customer with every outcome, one with nothing, and something in every table. */
async function fill(): Promise<void> {
  await sql.unsafe(`
    insert into accounts (name, status, contact_name, contact_email, notes)
      values ('Damascus Pay', 'active', 'Rana', 'rana@pay.example', 'first'), ('شركة الشام', 'suspended', null, null, null);
    insert into users (email, role, account_id, password_hash, removed_at) values
      ('boss@op.example', 'admin', null, 'x', null), ('dev@pay.example', 'developer', 1, 'x', null),
      ('two@pay.example', 'developer', 1, null, null), ('gone@pay.example', 'developer', 1, 'x', now());
    insert into user_links (user_id, kind, hash, expires_at)
      values (3, 'invitation', '\\x01', now() + interval '1 day');
    insert into two_factors (user_id, sealed, last_step) values (2, '\\x02', 1);
    insert into recovery_codes (user_id, hash) values (2, '\\x03');
    insert into sign_in_attempts (key, failures, since) values ('address 203.0.113.7', 2, now());
    insert into plans (name, quota, days) values ('Starter', 100, 30);
    insert into subscriptions (account_id, plan, plan_id, quota, used, unit, status, ends_at) values
      (1, 'Starter', 1, 100, 4, 'message', 'active', now() + interval '30 days'),
      (1, 'Segments', null, 50, 2, 'segment', 'active', now() + interval '60 days'),
      (1, 'Cancelled', null, 7, 0, 'message', 'cancelled', now() + interval '1 day');
    insert into subscription_changes (subscription_id, kind, credits, actor_kind, actor_name) values
      (1, 'grant', 90, 'command_line', 'root'), (1, 'top_up', 10, 'command_line', 'root'),
      (2, 'grant', 50, 'command_line', 'root'), (3, 'grant', 7, 'command_line', 'root'),
      (3, 'cancel', 0, 'command_line', 'root');
    insert into templates (account_id, name) values (1, 'Login'), (1, 'Pending'), (1, 'Rejected');
    insert into template_versions (template_id, number, status, english, arabic, reason, submitted_at, decided_at) values
      (1, 1, 'approved', 'Your code is {code}', 'رمزك هو {code}', null, now(), now()),
      (2, 1, 'pending', '{code}', null, null, now(), null), (3, 1, 'rejected', '{code}', null, 'no', now(), now());
    update templates set serving_version_id = 1 where id = 1;
    insert into api_tokens (account_id, name, hash, sealed, hint, revoked_at, replaced_by) values
      (1, 'New', '\\x01', '\\x01', 'ag_1', null, null), (1, 'Old', '\\x02', '\\x02', 'ag_2', null, 1),
      (1, 'Revoked', '\\x03', '\\x03', 'ag_3', now(), null);
    insert into whitelist_entries (account_id, range, label) values (1, '127.0.0.0/8', 'loop'), (1, '2001:db8::/32', '');
    insert into providers (name, kind, position, config, removed_at) values
      ('operator', 'http', 1, '\\x01', null), ('second', 'http', 2, '\\x02', null), ('sandbox', 'sandbox', 3, '\\x03', null),
      ('left', 'http', 4, '\\x04', now());
    insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length, segments,
      credits, number, status, provider_id, provider_ref, provider_response, settled_at, closed_at)
    select 1, subscription, 1, 1, (ord % 2)::smallint, 6, 1, credits::smallint, '96393100000' || ord, status::message_status,
      provider, ref, 'said ' || ord, now(), case when status in ('delivered', 'failed') then now() end
    from (values (1, 1, 1, 'sent', 1, 'p1'), (2, 1, 1, 'delivered', 1, 'p2'), (3, 1, 1, 'failed', 2, null),
      (4, 1, 1, 'failed', 1, 'p4'), (5, 1, 1, 'unknown', 2, null), (6, 1, 1, 'delivered', 3, null),
      (7, 2, 2, 'sent', 4, 'p7')) as t (ord, subscription, credits, status, provider, ref) order by ord;
    insert into message_events (message_id, kind, detail) values (3, 'failover', 'operator: refused'),
      (2, 'late_report', 'UNDELIV'), (5, 'swept', '');
    insert into idempotency_keys (account_id, key, body_hash, message_id) values (1, 'k', '\\x01', 1);
    insert into provider_refs (provider_id, ref_hash, message_id) values (1, '\\x01', 1);
    insert into message_counts (account_id, subscription_id, hour, pending, sent, delivered, unknown, refused,
      undelivered, released, charged, returned) values
      (1, 1, date_trunc('hour', now()), 0, 1, 2, 1, 1, 1, 0, 6, 2),
      (1, 2, date_trunc('hour', now()), 0, 1, 0, 0, 0, 0, 0, 2, 0);
    insert into delivery_times (account_id, hour, step, count) values (1, date_trunc('hour', now()), 1, 2);
    insert into refusals (account_id, token_id, address, "check", minute, count)
      values (1, 1, '203.0.113.7', 'quota', date_trunc('minute', now()), 3);
    insert into audit_entries (actor_kind, actor_name, action, subject_id, after)
      values ('command_line', 'root', 'account.create', '1', '{"name": "Damascus Pay"}');
    insert into settings (name, value) values ('time_zone', '"Asia/Damascus"')`);
}

/** All there is to see of a schema, without what the jobs' library adds. */
async function catalogue(of: Sql): Promise<unknown[]> {
  return Promise.all([
    of`select table_name, column_name, udt_name, is_nullable, column_default, generation_expression
       from information_schema.columns where table_schema = 'public' order by 1, 2`,
    of`select tablename, indexname, indexdef from pg_indexes where schemaname = 'public' order by 2`,
    of`select conrelid::regclass::text as of, conname, pg_get_constraintdef(oid) as text, convalidated from pg_constraint
       where connamespace = 'public'::regnamespace order by 1, 2`,
    of`select tgrelid::regclass::text as of, pg_get_triggerdef(oid) as text from pg_trigger where not tgisinternal order by 2`,
    of`select proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace order by 1, 2`,
    of`select relname, reloptions from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
    of`select typname, enumlabel from pg_enum join pg_type t on t.oid = enumtypid order by typname, enumsortorder`,
  ]).then((parts) => parts.map((rows) => [...rows]));
}

async function rowCounts(): Promise<Record<string, number>> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`;
  const counts = tables.map(async ({ name }) => {
    const [row] = await sql<[{ n: number }]>`select count(*)::int as n from ${sql(name)}`;
    return [name, row.n] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** How many rows each table has to have afterwards. Failovers move from the events to the attempts. */
async function rowsToKeep(): Promise<Record<string, number>> {
  const { message_events: _, ...before } = await rowCounts();
  return before;
}

/** As a new installation's schema, with everything that was there, and a ledger that adds up. */
async function expectUpgraded(before: Record<string, number>): Promise<void> {
  const fresh = await freshDatabase();
  const freshSql = postgres(fresh.url, { max: 1, onnotice: () => {} });
  try {
    expect(await catalogue(sql)).toEqual(await catalogue(freshSql));
  } finally {
    await freshSql.end();
    await fresh.drop();
  }
  const after = await rowCounts();
  for (const [table, count] of Object.entries(before))
    expect(after[table], table).toBeGreaterThanOrEqual(count);
  expect(await ledgerFindings(drizzle(sql))).toEqual([]);
  const messages =
    await sql`select id::int, status, problem, number, provider_response from messages order by id`;
  expect(
    messages.map(({ id, status, problem, number, provider_response }) => [
      id,
      status,
      problem,
      number,
      provider_response,
    ]),
  ).toEqual([
    [1, "sent", null, "963931000001", "said 1"],
    [2, "delivered", null, "963931000002", "said 2"],
    [3, "failed", "refused", "963931000003", "said 3"],
    [4, "failed", "refused", "963931000004", "said 4"],
    [5, "unknown", "unknown", "963931000005", "said 5"],
    [6, "delivered", null, "963931000006", "said 6"],
    [7, "sent", null, "963931000007", "said 7"],
  ]);
  const attempts = await sql`
    select message_id::int as id, p.name, state from message_attempts left join providers p on p.id = provider_id
    order by 1, ordinal`;
  expect(attempts.map(({ id, name, state }) => [id, name, state])).toEqual([
    [3, "operator", "rejected"],
    [3, "second", "rejected"],
  ]);
  const [users] = await sql`select count(*)::int as n from users where role = 'owner' and account_id = 1`;
  expect(users!.n).toBe(3);
}

test("an upgrade from the first release keeps every row, and ends with a new installation's schema", async () => {
  const before = await rowsToKeep();
  expect(Object.entries(before).filter(([, n]) => n === 0)).toEqual([]);
  await migrate(url);
  await expectUpgraded(before);
});

test("an upgrade that is broken off again and again continues where it was", async () => {
  const before = await rowsToKeep();
  const total = (await readMigrations()).length;
  const applied = async () => (await sql`select from drizzle.__drizzle_migrations`).length;
  let breaks = 0;
  for (let done = await applied(); done < total; done = await applied()) {
    let ended = false;
    const upgrade = migrate(url)
      .catch(() => breaks++)
      .finally(() => {
        ended = true;
      });
    while (!ended && (await applied()) < done + 3);
    // As if the process was killed, while the next one is under way.
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'aman-gate migrations %' and datname = current_database()`;
    await upgrade;
  }
  expect(breaks).toBeGreaterThan(5);
  await expectUpgraded(before);
});
