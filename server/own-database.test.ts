import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres, { type Sql } from "postgres";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { batches } from "#db/batches.ts";
import type { Reserved } from "#db/ledger/reserve.ts";
import { prepareDatabase } from "#db/ready.ts";
import { ownConnection } from "#runtime/database/connection.ts";
import { database, giveUp } from "#runtime/database/pools.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { renew } from "#runtime/shared.ts";
import { gatewayHealth } from "#services/figures/gateway-health.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { writeBackup } from "#services/upkeep/backup.ts";
import { examine } from "#services/upkeep/doctor.ts";
import { restoreBackup } from "#services/upkeep/restore.ts";
import { startJobs } from "./jobs/jobs.ts";

/** A database as its own administrators have set it up: other settings, other schemas, other encodings. */
const APP_SECRET = "a secret of the test's own, long enough";
const folder = mkdtempSync(join(tmpdir(), "aman-gate-own-database-"));
let cluster: Sql;
let name: string;
let role: string;

beforeAll(() => {
  cluster = postgres(inject("testCluster"), { max: 1, onnotice: () => {} });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await cluster.end();
});
beforeEach(async () => {
  name = `test_${randomBytes(8).toString("hex")}`;
  role = `gate_${randomBytes(4).toString("hex")}`;
  await cluster.unsafe(`create role ${role} login password 'secret'`);
});
afterEach(async () => {
  giveUp(["send", "desk", "jobs"]);
  renew("database.home");
  await cluster.unsafe(`drop database if exists ${name} with (force)`);
  await cluster.unsafe(`drop role ${role}`);
});

/** The address of the database, as the superuser's or another's. */
function addressOf(user?: string): string {
  const url = Object.assign(new URL(inject("testCluster")), { pathname: `/${name}` });
  return (user === undefined ? url : Object.assign(url, { username: user, password: "secret" })).href;
}

/** Everything that a gateway does with its database, once. */
async function expectGateway(url: string): Promise<void> {
  giveUp(["send", "desk", "jobs"]);
  completeEnvironment({ DATABASE_URL: url, APP_SECRET });
  await prepareDatabase(url);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
  const { account, template } = await makeCustomer("عميل");
  const reserved = (await batches().reserve({
    accountId: account.id,
    templateVersionId: template.serving!.id,
    language: 0,
    codeLength: 6,
    segments: 1,
    route: null,
    number: "963911000000",
    tokenId: null,
    userId: null,
  })) as Reserved;
  await batches().settle({
    messageId: reserved.messageId,
    status: "sent",
    providerId: null,
    ref: null,
    response: "مقبول",
  });
  const stop = await startJobs();
  await stop();
  const file = join(folder, `${name}.backup`);
  await writeBackup(operator, file);
  const { tables } = await restoreBackup(operator, file);
  expect(tables).toMatchObject({ accounts: 1, messages: 1 });
  expect(tables).not.toHaveProperty("job");
  expect(await examine(operator)).toMatchObject({ ok: true });
  const { jobs } = await gatewayHealth(operator);
  expect(jobs.length).toBeGreaterThan(5);
}

/** The schemas that hold tables, and how many. */
async function tablesBySchema(): Promise<Record<string, number>> {
  const sql = ownConnection("test", { url: addressOf(), schema: null });
  const rows = await sql<{ schema: string; count: number }[]>`
    select schemaname as schema, count(*)::int from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') group by 1`.finally(() => sql.end());
  return Object.fromEntries(rows.map((row) => [row.schema, row.count]));
}

test("unusual settings of the database and the role have no effect", async () => {
  await cluster.unsafe(`create database ${name} owner ${role}`);
  for (const setting of [
    "bytea_output = 'escape'",
    "datestyle = 'SQL, DMY'",
    "intervalstyle = 'sql_standard'",
    "timezone = 'Asia/Damascus'",
    "default_transaction_isolation = 'serializable'",
    "quote_all_identifiers = on",
    "synchronous_commit = off",
    "statement_timeout = '1ms'",
    "array_nulls = off",
  ]) {
    await cluster.unsafe(`alter database ${name} set ${setting}`);
    await cluster.unsafe(`alter role ${role} set ${setting}`);
  }
  await expectGateway(addressOf(role));
  expect(await tablesBySchema()).toMatchObject({ public: expect.any(Number), drizzle: 1 });
});

/** Gives the role a schema of its own, and nothing else of the database. Other programs' tables are in public. */
async function ownSchema(schema: string): Promise<void> {
  await cluster.unsafe(`create database ${name}`);
  const sql = postgres(addressOf(), { max: 1, onnotice: () => {} });
  await sql.unsafe(`
    create table public.settings (name text); create table public.messages (id int);
    create schema ${schema} authorization ${role}`);
  await sql.end();
}

test("each user has a schema, and nothing is created outside it", async () => {
  await ownSchema(role);
  await expectGateway(addressOf(role));
  expect(await tablesBySchema()).toEqual({ public: 2, [role]: expect.any(Number) });
});

test("a schema by another search_path, decided at the first start and kept", async () => {
  await ownSchema("otp");
  await cluster.unsafe(`alter role ${role} set search_path = nowhere, otp, public`);
  await expectGateway(addressOf(role));
  const tables = { public: 2, otp: expect.any(Number) };
  expect(await tablesBySchema()).toEqual(tables);
  const sql = postgres(addressOf(), { max: 1 });
  await sql.unsafe(`create schema nowhere authorization ${role}`).finally(() => sql.end());
  giveUp(["send", "desk", "jobs"]);
  await prepareDatabase(addressOf(role));
  expect(await tablesBySchema()).toEqual(tables);
  expect([...(await database().execute("select name from accounts"))]).toEqual([{ name: "عميل" }]);
});

async function refusal(url = addressOf(role)): Promise<string> {
  completeEnvironment({ DATABASE_URL: url, APP_SECRET });
  const error = await prepareDatabase(url).then(
    () => expect.unreachable("it is fit for use"),
    (reason: Error) => reason,
  );
  expect(error.constructor.name).toBe("DatabaseError");
  expect(error.message).not.toContain("\n");
  return error.message;
}

test.each(["LATIN1", "SQL_ASCII", "WIN1256"])("the encoding %s is refused in one line", async (encoding) => {
  await cluster.unsafe(
    `create database ${name} owner ${role} encoding '${encoding}' locale_provider libc locale 'C' template template0`,
  );
  expect(await refusal()).toMatch(`has the encoding ${encoding}`);
  expect(await tablesBySchema()).toEqual({});
});

test("settings that cannot be overridden are refused in one line that says how to undo them", async () => {
  await cluster.unsafe(`create database ${name} owner ${role}`);
  await cluster.unsafe(`alter role ${role} set session_replication_role = replica`);
  expect(await refusal()).toMatch(`alter role "${role}" reset session_replication_role`);
  await cluster.unsafe(`alter role ${role} reset session_replication_role`);
  await cluster.unsafe(`alter database ${name} set transaction_timeout = '1min'`);
  expect(await refusal()).toMatch(`alter database "${name}" reset transaction_timeout`);
  await cluster.unsafe(`alter database ${name} reset transaction_timeout`);
  await cluster.unsafe(`alter database ${name} set default_transaction_read_only = on`);
  expect(await refusal()).toMatch("can only be read");
});

test("a missing schema, or one with an unsupported name, is refused with what to do", async () => {
  await cluster.unsafe(`create database ${name}`);
  await cluster.unsafe(`alter role ${role} set search_path = nowhere`);
  expect(await refusal()).toMatch(`create schema ${role} authorization ${role}`);
  await cluster.unsafe(`alter role ${role} reset search_path`);
  expect(await refusal()).toMatch(`create schema ${role} authorization ${role}`);
  const sql = postgres(addressOf(), { max: 1 });
  await sql.unsafe(`create schema "My Gate" authorization ${role}`).finally(() => sql.end());
  await cluster.unsafe(`alter role ${role} set search_path = "My Gate"`);
  expect(await refusal()).toMatch(`a name that must be quoted`);
});

test("two gateways in one database, each with its own schema", async () => {
  await ownSchema(role);
  await expectGateway(addressOf(role));
  const before = (await tablesBySchema())[role];
  await cluster.unsafe(`alter database ${name} set search_path = other`);
  const superuser = addressOf();
  const sql = postgres(superuser, { max: 1 });
  await sql`create schema other`.finally(() => sql.end());
  await expectGateway(superuser);
  expect(await tablesBySchema()).toMatchObject({ [role]: before, other: before });
});
