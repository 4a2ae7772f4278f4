import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { changeAccount, suspendAccount } from "#services/customers/accounts.ts";
import { addToWhitelist } from "#services/customers/whitelist.ts";
import { changeSettings } from "#services/gateway/settings.ts";
import { createTemplate } from "#services/templates/templates.ts";
import { auditLog, exportAudit, getAuditEntry } from "./audit-log.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let other: Customer;

beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
  other = await makeCustomer();
  const accountId = customer.account.id;
  await addToWhitelist(customer.developer, { accountId, range: "10.0.0.1", label: "Office" });
  await suspendAccount(operator, { id: accountId });
  await changeSettings(operator, { group: "timeZone", value: { timeZone: "Asia/Damascus" } });
});
afterAll(() => gateway.drop());

const log = (params: SearchParams) => auditLog(operator, params);
const actions = async (params: SearchParams) => (await log(params)).rows.map(({ action }) => action);
const own = () => String(customer.account.id);

test("lists entries newest first, with actor, action and address", async () => {
  const { rows, count } = await log({ account: own() });
  expect(rows.map(({ action }) => action)).toEqual([
    "account.suspend",
    "whitelist.add",
    "template.approve",
    "template.create",
    "subscription.grant",
    "user.create",
    "account.create",
  ]);
  expect(count).toEqual({ count: 7, more: false });
  expect(rows[1]).toMatchObject({
    actorKind: "user",
    actorId: customer.developer.id,
    actorName: customer.developer.name,
    accountName: { name: customer.account.name, arabicName: null },
    before: null,
    after: { range: "10.0.0.1/32", label: "Office" },
  });
});

test("filters by actor: a user, the command line, or a part of a name", async () => {
  expect(await actions({ actor: `user.${customer.developer.id}` })).toEqual(["whitelist.add"]);
  expect(await actions({ actor: `user.${other.developer.id}` })).toEqual([]);
  expect(await actions({ actor: "command_line", account: own() })).toHaveLength(6);
  expect(await actions({ actor: "system" })).toEqual([]);
  const part = customer.developer.name.slice(0, 8).toUpperCase();
  expect(await actions({ q: part })).toEqual(["whitelist.add"]);
  expect(await actions({ q: "%" })).toEqual([]);
});

test("filters by action and by subject: a kind of subject or a single one", async () => {
  const account = own();
  expect(await actions({ account, action: "template.create,account.suspend" })).toEqual([
    "account.suspend",
    "template.create",
  ]);
  expect(await actions({ account, subject: "template" })).toEqual(["template.approve", "template.create"]);
  expect(await actions({ subject: `account.${account}` })).toEqual(["account.suspend", "account.create"]);
  // An id is one of its kind: the same number is another thing elsewhere.
  expect(await actions({ subject: `plan.${account}` })).toEqual([]);
  expect(await actions({ subject: "settings.timeZone" })).toEqual([]);
  await changeSettings(operator, { group: "timeZone", value: { timeZone: "UTC" } });
  expect(await actions({ subject: "settings.timeZone" })).toEqual(["settings.change"]);
});

test("days are those of the gateway's time zone", async () => {
  const { id } = await createTemplate(operator, {
    accountId: other.account.id,
    name: "Late",
    english: "{code}",
  });
  await gateway.sql`
    update audit_entries set at = '2026-03-10T22:30:00Z' where action = 'template.create' and subject_id = ${String(id)}`;
  const on = (day: string) =>
    actions({ account: String(other.account.id), subject: `template.${id}`, period: `${day}..${day}` });
  await changeSettings(operator, { group: "timeZone", value: { timeZone: "UTC" } });
  expect([await on("2026-03-10"), await on("2026-03-11")]).toEqual([["template.create"], []]);
  await changeSettings(operator, { group: "timeZone", value: { timeZone: "Asia/Damascus" } });
  expect([await on("2026-03-10"), await on("2026-03-11")]).toEqual([[], ["template.create"]]);
  const since = (period: string) => actions({ subject: `template.${id}`, period });
  expect(await since("..2026-03-10")).toEqual([]);
  expect(await since("2026-03-11..")).toEqual(["template.create"]);
  expect(await since("24h")).toEqual([]);
});

test("paging in both directions shows every entry exactly once", async () => {
  for (let n = 0; n < 30; n++) {
    await changeAccount(operator, { id: other.account.id, notes: `Note ${n}` });
  }
  const filter = { account: String(other.account.id), action: "account.change" };
  const first = await log(filter);
  expect([first.rows.length, first.pages.before, first.count.count]).toEqual([25, null, 30]);
  const second = await log({ ...filter, after: first.pages.after! });
  expect([second.rows.length, second.pages.after]).toEqual([5, null]);
  const ids = [...first.rows, ...second.rows].map(({ id }) => id);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
  expect(new Set(ids).size).toBe(30);
  const back = await log({ ...filter, before: second.pages.before! });
  expect(back.rows.map(({ id }) => id)).toEqual(first.rows.map(({ id }) => id));
});

test.each<SearchParams>([
  { q: "\0" },
  { subject: "template.\0" },
  { subject: "nothing.1" },
  { subject: "template.\ud800" },
  { actor: "user.0" },
  { actor: "user.99999999999999999999" },
  { actor: "nobody" },
  { account: "x" },
  { action: "template.explode" },
  { period: "2026-02-30..2026-03-01" },
  { after: "x" },
])("what is no filter counts as none: %j", async (params) => {
  expect((await log(params)).count).toEqual((await log({})).count);
});

test("finds an entry by its id, and nothing for an invalid one", async () => {
  const [entry] = (await log({ account: own() })).rows;
  expect(await getAuditEntry(operator, { id: String(entry!.id) })).toEqual(entry);
  await expect(getAuditEntry(operator, { id: "9007199254740991" })).rejects.toMatchObject({
    code: "audit_entry_not_found",
  });
  await expect(getAuditEntry(operator, { id: "x" })).rejects.toMatchObject({ code: "invalid_input" });
});

test("an export has every matching entry exactly once", async () => {
  await gateway.sql`
    insert into audit_entries (actor_kind, actor_name, action, subject_id)
    select 'system', 'many', 'retention.delete', n::text from generate_series(1, 2500) n`;
  const batches: number[] = [];
  const seen = new Set<string>();
  for await (const rows of await exportAudit(operator, { q: "many" })) {
    batches.push(rows.length);
    for (const { subjectId } of rows) seen.add(subjectId);
  }
  expect(batches).toEqual([1_000, 1_000, 500]);
  expect(seen.size).toBe(2_500);
  const { rows } = await auditLog(operator, { action: "audit.export" });
  expect(rows).toMatchObject([{ actorName: operator.name, subjectId: "all", after: { asked: "q=many" } }]);
});

test("a developer can read no entry, not even their own", async () => {
  const refused = { code: "not_allowed" };
  await expect(auditLog(customer.developer, {})).rejects.toMatchObject(refused);
  await expect(exportAudit(customer.developer, {})).rejects.toMatchObject(refused);
  await expect(getAuditEntry(customer.developer, { id: 1 })).rejects.toMatchObject(refused);
});
