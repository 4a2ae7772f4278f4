import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import { createAccount } from "#services/customers/accounts.ts";
import { createPlan, editPlan } from "#services/customers/plans.ts";
import {
  cancelSubscription,
  extendSubscription,
  grantPlan,
  grantSubscription,
  listSubscriptions,
  setRenewal,
  topUpSubscription,
} from "#services/customers/subscriptions.ts";
import { createToken, listTokens, revokeToken, rotateToken } from "#services/customers/tokens.ts";
import { addToWhitelist, listWhitelist, removeFromWhitelist } from "#services/customers/whitelist.ts";
import { saveProviderForm } from "#services/gateway/provider-form.ts";
import { listProviders } from "#services/gateway/providers.ts";
import { setOperator } from "#services/routing/operators.ts";
import { listRoutes, removeRoute, setRoute } from "#services/routing/routes.ts";
import { setSender } from "#services/routing/senders.ts";
import { createTemplate, listTemplates } from "#services/templates/templates.ts";
import { freeKeys } from "#services/upkeep/sweep.ts";
import { createUser } from "#services/users/users.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let admin: Actor;
let accountId: number;
let key: string;

beforeAll(async () => {
  gateway = await freshGateway();
  const email = "admin@example.com";
  const { id } = await createUser(operator, { email, role: "admin" });
  admin = { kind: "user", id, name: email, address: null, role: "admin", accountId: null };
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  customer = await makeCustomer();
  accountId = customer.account.id;
  key = randomUUID();
});

const quotas = async () =>
  (await listSubscriptions(operator, { id: accountId })).map(({ quota }) => quota).sort((a, b) => a - b);
const entries = async (action: string) =>
  (await gateway.sql`select from audit_entries where action = ${action} and account_id = ${accountId}`)
    .length;

test("two concurrent submissions of one form are one grant, and both are answered with it", async () => {
  const submit = () => grantSubscription(admin, { accountId, quota: 70, key });
  const [one, other] = await Promise.all([submit(), submit()]);
  expect(other).toEqual(one);
  expect(await submit()).toEqual(one);
  expect(await quotas()).toEqual([70, 1_000]);
  // The fixture's, and this one.
  expect(await entries("subscription.grant")).toBe(2);
});

test("two forms are two grants, and so are two requests without a key", async () => {
  await Promise.all([
    grantSubscription(admin, { accountId, quota: 70, key }),
    grantSubscription(admin, { accountId, quota: 70, key: randomUUID() }),
    grantSubscription(admin, { accountId, quota: 70 }),
    grantSubscription(admin, { accountId, quota: 70 }),
  ]);
  expect(await quotas()).toEqual([70, 70, 70, 70, 1_000]);
});

test("a key is its actor's: the same one of somebody else is another change", async () => {
  for (const actor of [admin, operator]) await grantSubscription(actor, { accountId, quota: 70, key });
  expect(await quotas()).toEqual([70, 70, 1_000]);
});

test.each([{ quota: 71 }, { quota: 70, note: "another" }, { quota: 70, unit: "segment" }])(
  "the same key with other values is refused: %j",
  async (values) => {
    await grantSubscription(admin, { accountId, quota: 70, key });
    await expect(grantSubscription(admin, { accountId, ...values, key })).rejects.toMatchObject({
      code: "key_used",
    });
    expect(await quotas()).toEqual([70, 1_000]);
  },
);

test("the same key for another kind of change is refused", async () => {
  const { id } = customer.subscription;
  await topUpSubscription(admin, { id, credits: 5, key });
  const { id: planId } = await createPlan(admin, { name: randomUUID(), quota: 9, days: 3 });
  for (const other of [
    () => extendSubscription(admin, { id, days: 5, key }),
    () => grantPlan(admin, { accountId, planId, key }),
    () => createAccount(admin, { name: randomUUID(), key }),
  ])
    await expect(other()).rejects.toMatchObject({ code: "key_used" });
  expect(await quotas()).toEqual([1_005]);
});

test("a change that was refused leaves its key free", async () => {
  const grant = (planId: number) => grantPlan(admin, { accountId, planId, key });
  await expect(grant(2_000_000)).rejects.toMatchObject({ code: "plan_not_found" });
  const { id } = await createPlan(admin, { name: randomUUID(), quota: 9, days: 3 });
  const granted = await grant(id);
  expect(await grant(id)).toEqual(granted);
  expect(await quotas()).toEqual([9, 1_000]);
});

test("a form submitted again is not outdated by its own change", async () => {
  const { id, quota, endsAt } = customer.subscription;
  const basis = { was: { quota: String(quota), endsAt: endsAt.toISOString() } };
  const topUp = () => topUpSubscription(admin, { id, credits: 5, basis, key });
  await topUp();
  expect((await topUp()).quota).toBe(quota + 5);
  // The page was refreshed between the two submissions.
  const refreshed = { was: { ...basis.was, quota: String(quota + 5) } };
  await topUpSubscription(admin, { id, credits: 5, basis: refreshed, key });
  expect(await quotas()).toEqual([quota + 5]);
});

test("a subscription is extended, renewed and cancelled once; the answer is its present state", async () => {
  const { id } = customer.subscription;
  const keys = [randomUUID(), randomUUID(), randomUUID()];
  const extend = () => extendSubscription(admin, { id, days: 5, key: keys[0] });
  const first = await extend();
  expect((await extend()).endsAt).toEqual(first.endsAt);
  const renewal = () => setRenewal(admin, { id, renewal: "carry", key: keys[1] });
  expect([(await renewal()).renewal, (await renewal()).renewal]).toEqual(["carry", "carry"]);
  const cancel = () => cancelSubscription(admin, { id, key: keys[2] });
  expect([(await cancel()).status, (await cancel()).status]).toEqual(["cancelled", "cancelled"]);
  expect((await extend()).status).toBe("cancelled");
  for (const action of ["extend", "set_renewal", "cancel"])
    expect(await entries(`subscription.${action}`)).toBe(1);
});

test("what is created under a key is created once, and answered each time", async () => {
  const name = randomUUID();
  const { developer } = customer;
  const creations: [string, () => Promise<object>][] = [
    ["account", () => createAccount(admin, { name, key: `${key}1` })],
    ["plan", () => createPlan(admin, { name, quota: 5, days: 3, key: `${key}2` })],
    ["template", () => createTemplate(developer, { accountId, name, english: "{code}", key: `${key}3` })],
    ["address", () => addToWhitelist(developer, { accountId, range: "192.0.2.1", key: `${key}4` })],
    ["operator", () => setOperator(admin, { name, prefixes: ["99891"], isNew: true, key: `${key}5` })],
    ["provider", () => saveProviderForm(admin, { ...sandbox(name), key: `${key}6` })],
    [
      "route",
      () => setRoute(admin, { prefix: "9989", providers: [nameOf(name)], isNew: true, key: `${key}7` }),
    ],
    [
      "sender",
      () => setSender(admin, { provider: nameOf(name), sender: "Gate", isNew: true, key: `${key}8` }),
    ],
  ];
  for (const [what, create] of creations) {
    const made = await create();
    expect(await create(), what).toEqual(made);
  }
  expect((await listTemplates(developer, { accountId })).length).toBe(2);
});

const nameOf = (name: string) => name.slice(0, 30);
const sandbox = (name: string) => ({ name: nameOf(name), kind: "sandbox", values: {}, isNew: true });

test("a token whose answer was lost is shown again, and no second one exists", async () => {
  const { developer } = customer;
  const expiresAt = () => new Date(Date.now() + 30 * 86_400_000);
  const create = () => createToken(developer, { accountId, name: "Server", expiresAt: expiresAt(), key });
  const made = await create();
  expect(await create()).toEqual(made);
  const rotation = randomUUID();
  const rotate = () => rotateToken(developer, { id: made.id, grace: "none", key: rotation });
  const rotated = await rotate();
  expect((await rotate()).token).toBe(rotated.token);
  expect(await listTokens(developer, { id: accountId })).toHaveLength(2);
  await expect(create()).rejects.toMatchObject({ code: "token_already_revoked" });
  await revokeToken(developer, { id: rotated.id });
  await expect(rotate()).rejects.toMatchObject({ code: "token_already_revoked" });
  const stored = await gateway.sql`select * from change_keys`;
  expect(JSON.stringify(stored)).not.toContain(made.token);
});

test("what was removed meanwhile is not made again", async () => {
  const add = () => addToWhitelist(customer.developer, { accountId, range: "192.0.2.1", key });
  await removeFromWhitelist(customer.developer, { id: (await add()).id });
  await expect(add()).rejects.toMatchObject({ code: "whitelist_entry_not_found" });
  expect((await listWhitelist(operator, { id: accountId })).entries).toEqual([]);
  const [provider] = await listProviders(operator);
  const route = () =>
    setRoute(admin, { prefix: "9987", providers: [provider!.name], isNew: true, key: `${key}r` });
  await route();
  await removeRoute(admin, { prefix: "9987" });
  await expect(route()).rejects.toMatchObject({ code: "route_not_found" });
  expect((await listRoutes(operator)).map(({ prefix }) => prefix)).not.toContain("9987");
});

test("an edited plan is edited once", async () => {
  const { id, name } = await createPlan(admin, { name: randomUUID(), quota: 5, days: 3 });
  const basis = { was: { quota: "5" } };
  const edit = () => editPlan(admin, { id, name, quota: 6, days: 3, basis, key });
  expect(await edit()).toEqual(await edit());
});

test.each(["", "a b", "\0", "مفتاح", "k".repeat(101), 5, {}])("%j is no key", async (wrong) => {
  await expect(grantSubscription(admin, { accountId, quota: 70, key: wrong })).rejects.toMatchObject({
    code: "invalid_input",
    fields: { key: ["form_key"] },
  });
  expect(await quotas()).toEqual([1_000]);
});

test("a key does not give anybody rights, not even to see what was made", async () => {
  await grantSubscription(admin, { accountId, quota: 70, key });
  const lowered: Actor = { ...admin, role: "support" } as Actor;
  await expect(grantSubscription(lowered, { accountId, quota: 70, key })).rejects.toMatchObject({
    code: "not_allowed",
  });
});

test("keys older than 30 days are deleted by the job", async () => {
  const young = randomUUID();
  await grantSubscription(admin, { accountId, quota: 70, key });
  await grantSubscription(admin, { accountId, quota: 80, key: young });
  await gateway.sql`update change_keys set created_at = now() - interval '30 days 1 minute' where key = ${key}`;
  await freeKeys();
  const left = await gateway.sql`select key from change_keys where key in (${key}, ${young})`;
  expect(left.map((row) => row.key)).toEqual([young]);
});
