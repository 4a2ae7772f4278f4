import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { createUser, listUsers, resetPassword } from "#services/users/users.ts";
import {
  changeAccount,
  createAccount,
  getAccount,
  getAccountFile,
  listAccounts,
  resumeAccount,
  searchAccounts,
  suspendAccount,
} from "./accounts.ts";
import { grantSubscription, listSubscriptions } from "./subscriptions.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

test("of two accounts created at once with the same name, one is created", async () => {
  const tries = await Promise.allSettled([1, 2, 3].map(() => createAccount(operator, { name: "  Twice " })));
  expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  const refused = tries.filter((each) => each.status === "rejected");
  expect(refused.map((each) => each.reason.code)).toEqual(["account_name_taken", "account_name_taken"]);
  const audited = await gateway.sql`select 1 from audit_entries where after->>'name' = 'Twice'`;
  expect(audited).toHaveLength(1);
});

test.each([
  ["", ["required"]],
  ["x".repeat(101), ["name"]],
  ["a\0b", ["control_character"]],
  ["a\nb", ["control_character"]],
  ["a\u202eb", ["invisible_character"]],
  ["\ud800", ["lone_surrogate"]],
  [7, ["name"]],
])("refuses the name %j and creates nothing", async (name, problems) => {
  const before = (await listAccounts(operator)).length;
  await expect(createAccount(operator, { name })).rejects.toMatchObject({
    code: "invalid_input",
    fields: { name: problems },
  });
  expect(await listAccounts(operator)).toHaveLength(before);
});

test("suspending is audited once, however often it is requested", async () => {
  const { id } = (await makeCustomer()).account;
  const [first, second] = [await suspendAccount(operator, { id }), await suspendAccount(operator, { id })];
  expect([first.status, second.status]).toEqual(["suspended", "suspended"]);
  expect((await resumeAccount(operator, { id })).status).toBe("active");
  const rows = await gateway.sql`select action, before, after from audit_entries
    where account_id = ${id} and action in ('account.suspend', 'account.resume') order by id`;
  expect(rows.map((row) => [row.action, row.before.status, row.after.status])).toEqual([
    ["account.suspend", "active", "suspended"],
    ["account.resume", "suspended", "active"],
  ]);
  await expect(suspendAccount(operator, { id: 987654 })).rejects.toMatchObject({ code: "account_not_found" });
});

test("a developer can do nothing that is reserved to the operator, and sees no other account", async () => {
  const [mine, other] = [await makeCustomer(), await makeCustomer()];
  const notAllowed = { code: "not_allowed" };
  const { developer } = mine;
  await expect(createAccount(developer, { name: "Mine too" })).rejects.toMatchObject(notAllowed);
  await expect(suspendAccount(developer, { id: other.account.id })).rejects.toMatchObject(notAllowed);
  await expect(resumeAccount(developer, { id: mine.account.id })).rejects.toMatchObject(notAllowed);
  await expect(listAccounts(developer)).rejects.toMatchObject(notAllowed);
  await expect(getAccount(developer, { id: other.account.id })).rejects.toMatchObject(notAllowed);
  await expect(listUsers(developer)).rejects.toMatchObject(notAllowed);
  await expect(listSubscriptions(developer, { id: other.account.id })).rejects.toMatchObject(notAllowed);
  await expect(grantSubscription(developer, { accountId: mine.account.id, quota: 5 })).rejects.toMatchObject(
    notAllowed,
  );
  await expect(resetPassword(developer, { email: other.developer.name })).rejects.toMatchObject(notAllowed);
  expect((await getAccount(developer, { id: mine.account.id })).id).toBe(mine.account.id);
  expect(await listSubscriptions(developer, { id: mine.account.id })).toHaveLength(1);
});

test("account details are changed field by field, audited before and after, and hidden from developers", async () => {
  const { account, developer } = await makeCustomer();
  const { id } = account;
  const typed = {
    contactName: " Rana ",
    contactEmail: "RANA@example.com",
    contactPhone: "+963 (11) 2-3",
    notes: "a\r\nb",
  };
  const noted = {
    contactName: "Rana",
    contactEmail: "rana@example.com",
    contactPhone: "+963 (11) 2-3",
    notes: "a\nb",
  };
  expect(await changeAccount(operator, { id, ...typed })).toMatchObject({ name: account.name, ...noted });
  // Only what changed is a change: an empty field takes away, one that is left out stays.
  const renamed = await changeAccount(operator, {
    id,
    name: `${account.name} 2`,
    contactName: "",
    notes: "a\nb",
  });
  expect(renamed).toMatchObject({ ...noted, name: `${account.name} 2`, contactName: null });
  await changeAccount(operator, { id, name: `${account.name} 2` });
  const entries = await gateway.sql`select before, after from audit_entries
    where account_id = ${id} and action = 'account.change' order by id`;
  expect(entries.map(({ before, after }) => [before, after])).toEqual([
    [{ contactName: null, contactEmail: null, contactPhone: null, notes: null }, noted],
    [
      { name: account.name, contactName: "Rana" },
      { name: `${account.name} 2`, contactName: null },
    ],
  ]);
  expect(await getAccountFile(operator, { id })).toMatchObject({ notes: "a\nb" });
  expect(Object.keys(await getAccount(developer, { id })).sort()).toEqual([
    "arabicName",
    "createdAt",
    "id",
    "name",
    "status",
    "whitelistEnforced",
  ]);
  for (const verb of [changeAccount, getAccountFile]) {
    await expect(verb(developer, { id, name: "Mine" })).rejects.toMatchObject({ code: "not_allowed" });
  }
});

test.each([
  [{ name: "" }, { name: ["required"] }],
  [{ contactEmail: "nobody" }, { contactEmail: ["email"] }],
  [{ contactPhone: "call me" }, { contactPhone: ["contact_phone"] }],
  [{ notes: "x".repeat(2_001) }, { notes: ["notes"] }],
  [{ notes: "a\0b" }, { notes: ["notes"] }],
  [{ contactName: 7 }, { contactName: ["label"] }],
])("refuses the details %j and changes nothing", async (details, fields) => {
  const { account } = await makeCustomer();
  await expect(changeAccount(operator, { id: account.id, ...details })).rejects.toMatchObject({ fields });
  expect(await getAccountFile(operator, { id: account.id })).toMatchObject({
    name: account.name,
    notes: null,
  });
});

test("a name that another account has is refused, when editing too", async () => {
  const [one, other] = [await makeCustomer(), await makeCustomer()];
  await expect(
    changeAccount(operator, { id: one.account.id, name: other.account.name }),
  ).rejects.toMatchObject({ code: "account_name_taken", values: { name: other.account.name } });
  await expect(changeAccount(operator, { id: 987654, name: "x" })).rejects.toMatchObject({
    code: "account_not_found",
  });
});

test("accounts are found by name, contact, developer and id, sorted, and paged in both directions", async () => {
  const names = ["Pages a", "pages B", "Pages c", "Pages 100%_d", "Pages e"];
  const made = await Promise.all(names.map((name) => createAccount(operator, { name })));
  const [a, b, c, d, e] = made as [(typeof made)[0], ...typeof made];
  for (const [account, quota] of [
    [a, 30],
    [b!, 10],
    [c!, 20],
  ] as const) {
    await grantSubscription(operator, { accountId: account.id, quota });
  }
  await grantSubscription(operator, { accountId: a.id, quota: 5, days: 1 });
  await changeAccount(operator, { id: d!.id, contactName: "Salma" });
  await createUser(operator, { email: "only-e@example.com", role: "developer", accountId: e!.id });
  await suspendAccount(operator, { id: c!.id });

  const find = async (query: object) => {
    const { rows, ...page } = await searchAccounts(operator, { size: 25, q: "pages", ...query });
    return { names: rows.map(({ name }) => name), ...page };
  };
  expect((await find({ order: "name" })).names).toEqual([
    "Pages 100%_d",
    "Pages a",
    "pages B",
    "Pages c",
    "Pages e",
  ]);
  expect((await find({ order: "credits" })).names.slice(2)).toEqual(["pages B", "Pages c", "Pages a"]);
  expect(await find({ status: "suspended" })).toMatchObject({ names: ["Pages c"], count: 1 });
  for (const q of ["100%_", "salma", "only-e@", `#${d!.id}`]) {
    const expected = q.startsWith("only") ? "Pages e" : "Pages 100%_d";
    expect([q, (await find({ q })).names]).toEqual([q, [expected]]);
  }
  await changeAccount(operator, { id: e!.id, name: "Pages شركة الأمانة ٢", contactName: "أحمد الهُدى" });
  for (const q of ["شركه الامانه 2", "احمد الهدي", "الأمـانة", "امانه", "مد", "حم"]) {
    expect([q, (await find({ q })).count]).toEqual([q, 1]);
  }
  expect((await find({ q: "محمد" })).count).toBe(0);
  // Kept for searching, and shown to nobody.
  expect(
    Object.keys(await getAccountFile(operator, { id: e!.id })).filter((key) => /search/i.test(key)),
  ).toEqual([]);
  await changeAccount(operator, { id: e!.id, name: "Pages e" });
  const [first] = (await searchAccounts(operator, { size: 1, q: "Pages a" })).rows;
  expect(first).toMatchObject({ quota: 35, used: 0, developers: 0, status: "active" });
  expect(first!.endsAt!.getTime()).toBeLessThan(Date.now() + 2 * 86_400_000);

  for (const order of ["newest", "name", "credits"]) {
    const whole = (await find({ order })).names;
    const one = await find({ order, size: 2 });
    const two = await find({ order, size: 2, after: one.after });
    const three = await find({ order, size: 2, after: two.after });
    expect([...one.names, ...two.names, ...three.names]).toEqual(whole);
    expect([one.before, three.after, one.count]).toEqual([null, null, 5]);
    expect(await find({ order, size: 2, before: three.before })).toEqual(two);
    expect(await find({ order, size: 2, before: two.before })).toEqual(one);
  }
  const { developer } = await makeCustomer();
  await expect(searchAccounts(developer, { size: 25 })).rejects.toMatchObject({ code: "not_allowed" });
});

test("an account has a name in each language, is found by both, and keeps one at least", async () => {
  const { id } = await createAccount(operator, { englishName: "Qasioun Bank", arabicName: "بنك قاسيون" });
  expect(await getAccount(operator, { id })).toMatchObject({
    name: "Qasioun Bank",
    arabicName: "بنك قاسيون",
  });
  for (const q of ["qasioun", "بنك قاسيون", "قاسيون"]) {
    const { rows } = await searchAccounts(operator, { q, size: 10 });
    expect(
      rows.map((row) => row.id),
      q,
    ).toEqual([id]);
  }
  // What stands in the other language only stays as the only name.
  expect(await changeAccount(operator, { id, englishName: "" })).toMatchObject({
    name: "بنك قاسيون",
    arabicName: null,
  });
  const none = changeAccount(operator, { id, englishName: "", arabicName: " " });
  await expect(none).rejects.toMatchObject({ code: "invalid_input" });
  expect(await changeAccount(operator, { id, englishName: "Qasioun" })).toMatchObject({
    name: "Qasioun",
    arabicName: "بنك قاسيون",
  });
  const taken = createAccount(operator, { englishName: "Other bank", arabicName: "بنك قاسيون" });
  await expect(taken).rejects.toMatchObject({ code: "account_name_taken", values: { name: "بنك قاسيون" } });
  await expect(createAccount(operator, { arabicName: "a\0b" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(createAccount(operator, {})).rejects.toMatchObject({ code: "invalid_input" });
});
