import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  type Customer,
  clientAt,
  freshGateway,
  makeCustomer,
  operator,
  PASSWORD,
  plantMessage,
} from "#bin/fixtures/gateway.ts";
import { codeAt } from "#core/access/two-factor.ts";
import { prepareDatabase } from "#db/ready.ts";
import { beginTwoFactor, confirmTwoFactor } from "#services/access/two-factor.ts";
import { createToken } from "#services/customers/tokens.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { examine } from "./doctor.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  customer = await makeCustomer();
  for (const status of ["sent", "failed", "unknown", "pending"] as const) {
    await plantMessage(gateway.sql, customer, status);
  }
});

/** The checks that fail. */
const faults = async () =>
  (await examine(operator)).checks.filter((check) => !check.ok).map((check) => check.name);

/** Plants something, looks, and takes it away again. */
async function planted(plant: string, undo: string): Promise<string[]> {
  expect(await faults()).toEqual([]);
  await gateway.sql.unsafe(plant);
  const found = await faults();
  await gateway.sql.unsafe(undo);
  expect(await faults()).toEqual([]);
  return found;
}

test("finds nothing wrong, and runs for the operator only", async () => {
  expect(await examine(operator)).toMatchObject({ ok: true });
  await expect(examine(customer.developer)).rejects.toMatchObject({ code: "not_allowed" });
});

test("tells a database that a newer release has migrated from one that is still to be migrated", async () => {
  await gateway.sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`;
  const { ok, checks } = await examine(operator);
  await gateway.sql`delete from drizzle.__drizzle_migrations where hash = 'later'`;
  expect(ok).toBe(false);
  expect(checks).toMatchObject([
    { name: "database", detail: expect.stringMatching(/written by a newer version/) },
  ]);
  const [last] = await gateway.sql`
    delete from drizzle.__drizzle_migrations
    where created_at = (select max(created_at) from drizzle.__drizzle_migrations) returning hash, created_at`;
  const older = await examine(operator);
  await gateway.sql`insert into drizzle.__drizzle_migrations ${gateway.sql(last!, "hash", "created_at")}`;
  expect(older.checks).toMatchObject([
    { ok: false, detail: expect.stringMatching(/start the server to migrate it$/) },
  ]);
});

test("finds credits without messages, and messages that were not charged", async () => {
  const { id } = customer.subscription;
  const used = (by: string) => `update subscriptions set used = used ${by} where id = ${id}`;
  expect(await planted(used("+ 1"), used("- 1"))).toEqual(["credits"]);
  expect(await planted(used("- 1"), used("+ 1"))).toEqual(["credits"]);
  const deleted = (by: string) =>
    `update subscriptions set used_by_deleted = used_by_deleted ${by} where id = ${id}`;
  expect(await planted(deleted("+ 1"), deleted("- 1"))).toEqual(["credits"]);
});

test("finds messages that were never settled", async () => {
  const set = (status: string, age: string) =>
    `update messages set created_at = now() - interval '${age}' where status = '${status}'`;
  expect(await planted(set("pending", "16 minutes"), set("pending", "14 minutes"))).toEqual(["pending"]);
  expect(await planted(set("unknown", "26 hours"), set("unknown", "24 hours"))).toEqual(["unknown"]);
});

test("finds a message with another account's template", async () => {
  const other = await makeCustomer();
  const id = await plantMessage(gateway.sql, customer);
  const say = (version: number) => `update messages set template_version_id = ${version} where id = ${id}`;
  const [theirs, own] = [other.template.serving!.id, customer.template.serving!.id];
  expect(await planted(say(theirs), say(own))).toEqual(["owners"]);
});

test("finds dangling references of messages", async () => {
  const id = await plantMessage(gateway.sql, customer);
  const set = (token: string) => `update messages set token_id = ${token} where id = ${id}`;
  expect(await planted(set("2000000000"), set("null"))).toEqual(["references"]);
});

test("finds a template that serves an unapproved version or another template's", async () => {
  const other = await makeCustomer();
  const { id, serving } = customer.template;
  const serve = (version: number) => `update templates set serving_version_id = ${version} where id = ${id}`;
  expect(await planted(serve(other.template.serving!.id), serve(serving!.id))).toEqual(["templates"]);
  const decide = (values: string) => `update template_versions set ${values} where id = ${serving!.id}`;
  const rejected = decide("status = 'rejected', reason = 'no'");
  expect(await planted(rejected, decide("status = 'approved', reason = null"))).toEqual(["templates"]);
});

test("finds copies and configurations that cannot be decrypted", async () => {
  const { id } = await createToken(operator, { accountId: customer.account.id, name: "app" });
  const flip = (table: string, column: string, where: string) =>
    `update ${table} set ${column} = set_byte(${column}, 20, get_byte(${column}, 20) # 1) where ${where}`;
  const token = flip("api_tokens", "sealed", `id = ${id}`);
  expect(await planted(token, token)).toEqual(["tokens"]);
  const { secret, pending } = await beginTwoFactor(customer.developer, { password: PASSWORD });
  await confirmTwoFactor(customer.developer, { pending, code: codeAt(secret, new Date()) }, clientAt());
  const app = flip("two_factors", "sealed", `user_id = ${customer.developer.id}`);
  expect(await planted(app, app)).toEqual(["two-factor"]);
  const provider = flip("providers", "config", "name = 'sandbox'");
  expect(await planted(provider, provider)).toEqual(["providers"]);
  const removed = (at: string) => `update providers set removed_at = ${at}`;
  expect(await planted(removed("now()"), removed("null"))).toEqual(["providers"]);
});

test("finds another secret and another schema", async () => {
  const secret = (value: string) =>
    `update settings set value = '${value}' where name = 'secret_fingerprint'`;
  const [row] =
    await gateway.sql`select value::text as value from settings where name = 'secret_fingerprint'`;
  expect(await planted(secret('"other"'), secret(row?.value))).toEqual(["secret"]);
  const last = "(select max(id) from drizzle.__drizzle_migrations)";
  const move = (by: string) =>
    `update drizzle.__drizzle_migrations set created_at = created_at ${by} where id = ${last}`;
  expect(await planted(move("+ 1"), move("- 1"))).toEqual(["database"]);
});
