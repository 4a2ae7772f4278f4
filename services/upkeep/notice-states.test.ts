import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { type UserActor, userActor } from "#core/access/actor.ts";
import { grantSubscription } from "#services/customers/subscriptions.ts";
import { createToken, revokeToken, rotateToken } from "#services/customers/tokens.ts";
import { setProvider, switchProvider } from "#services/gateway/providers.ts";
import { listNotices } from "#services/notices/notices.ts";
import { createUser } from "#services/users/users.ts";
import { noticeStates } from "./notice-states.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let admin: UserActor;
let customer: Customer;

beforeAll(async () => {
  gateway = await freshGateway();
  admin = userActor(
    await createUser(operator, { email: "a@example.com", role: "admin", password: PASSWORD }),
    null,
  );
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  await gateway.sql`update accounts set status = 'suspended'`;
  customer = await makeCustomer();
  await gateway.sql`delete from notices`;
  await gateway.sql`delete from notice_states`;
});

const told = async (actor: UserActor) =>
  (await listNotices(actor, { size: 100 })).rows.map(({ kind, details }) => ({ kind, ...details }));
const developers = () => told(customer.developer);
const use = (used: number) =>
  gateway.sql`update subscriptions set used = ${used} where id = ${customer.subscription.id}`;
/** Everything that was remembered is this much older. */
const wait = (minutes: number) => gateway.sql`
  update notice_states set since = since - ${minutes} * interval '1 minute',
    told_at = told_at - ${minutes} * interval '1 minute', ended_at = ended_at - ${minutes} * interval '1 minute'`;

test("credit: both sides are notified once when a tenth is left and once when nothing is", async () => {
  await use(899);
  expect(await noticeStates()).toBe(0);
  await use(900);
  expect(await noticeStates()).toBe(1);
  expect(await noticeStates()).toBe(0);
  expect(await developers()).toMatchObject([{ kind: "credit_low", remaining: 100, quota: 1000 }]);
  expect(await told(admin)).toMatchObject([{ kind: "credit_low", account: customer.account.name }]);
  await use(1_000);
  expect(await noticeStates()).toBe(1);
  expect(await developers()).toMatchObject([{ remaining: 0 }, { remaining: 100 }]);
  await wait(10_000);
  expect(await noticeStates()).toBe(0);
});

test("credit: a state that ends and returns creates a notice again, but not within the hour", async () => {
  await use(950);
  await noticeStates();
  await use(100);
  await noticeStates();
  await use(950);
  expect(await noticeStates()).toBe(0);
  await wait(59);
  expect(await noticeStates()).toBe(0);
  await wait(2);
  expect(await noticeStates()).toBe(1);
  await use(0);
  await noticeStates();
  await wait(600);
  await noticeStates();
  expect(await gateway.sql`select * from notice_states`).toHaveLength(0);
  await use(950);
  expect(await noticeStates()).toBe(1);
});

test("the end of a subscription creates notices two weeks before and at the end, unless another follows", async () => {
  const ends = (days: number) => gateway.sql`
    update subscriptions set starts_at = now() - interval '90 days', ends_at = now() + ${days} * interval '1 day'
    where id = ${customer.subscription.id}`;
  await ends(15);
  expect(await noticeStates()).toBe(0);
  await ends(13);
  expect(await noticeStates()).toBe(1);
  expect(await developers()).toMatchObject([
    { kind: "subscription_ending", subscriptionId: customer.subscription.id, ended: false },
  ]);
  await ends(-1);
  expect(await noticeStates()).toBe(1);
  expect((await developers())[0]).toMatchObject({ ended: true });
  expect(await noticeStates()).toBe(0);
  await gateway.sql`delete from notice_states`;
  await grantSubscription(operator, { accountId: customer.account.id, quota: 10, days: 30 });
  expect(await noticeStates()).toBe(0);
});

test("suspended accounts create no notices", async () => {
  await use(1_000);
  await gateway.sql`update accounts set status = 'suspended'`;
  expect(await noticeStates()).toBe(0);
});

test("tokens: notices for expiring, expired and unused ones, but not for revoked or replaced ones", async () => {
  const make = (name: string) =>
    createToken(operator, { accountId: customer.account.id, name, expiresAt: null });
  const [soon, past, idle, gone, fresh] = await Promise.all(
    ["soon", "past", "idle", "gone", "fresh"].map(make),
  );
  const expires = (id: number, days: number) =>
    gateway.sql`update api_tokens set expires_at = now() + ${days} * interval '1 day' where id = ${id}`;
  await expires(soon!.id, 6);
  await expires(past!.id, -1);
  await expires(gone!.id, 1);
  await expires(fresh!.id, 8);
  await gateway.sql`update api_tokens set created_at = now() - interval '91 days' where id = ${idle!.id}`;
  await revokeToken(operator, { id: gone!.id });
  expect(await noticeStates()).toBe(3);
  const all = await developers();
  expect(all.map((each) => ("token" in each ? `${each.kind} ${each.token}` : "")).toSorted()).toEqual([
    "token_expiring past",
    "token_expiring soon",
    "token_unused idle",
  ]);
  expect(all.find((each) => "token" in each && each.token === "past")).toMatchObject({ expired: true });
  expect(await told(admin)).toEqual([]);
  // Its grace period is an end that somebody chose.
  await gateway.sql`delete from notice_states`;
  await rotateToken(operator, { id: soon!.id, grace: "24h", expiresAt: null });
  await noticeStates();
  expect((await developers()).filter((each) => "token" in each && each.token === "soon")).toHaveLength(1);
  // Used again, and idle again much later.
  await gateway.sql`update api_tokens set last_used_at = now() where id = ${idle!.id}`;
  await noticeStates();
  await wait(100);
  await gateway.sql`update api_tokens set last_used_at = now() - interval '91 days' where id = ${idle!.id}`;
  expect(await noticeStates()).toBe(1);
});

test("a carrier that is down creates a notice after two minutes; one that is switched off never does", async () => {
  await setProvider(operator, {
    name: "syriatel",
    kind: "http",
    config: {
      url: "http://127.0.0.1:9/",
      method: "POST",
      body: JSON.stringify({ to: "{{number}}", text: "{{text}}" }),
    },
  });
  await gateway.sql`
    insert into provider_health (process, provider_id, ready, reason, detail, since)
    select 'a 1', id, false, 'breaker_open', 'busy', now() from providers where name = 'syriatel'`;
  const heard = () => gateway.sql`update provider_health set seen_at = now()`;
  expect(await noticeStates()).toBe(0);
  await wait(3);
  await heard();
  expect(await noticeStates()).toBe(1);
  expect(await told(admin)).toMatchObject([{ kind: "carrier_down", provider: "syriatel", detail: "busy" }]);
  expect(await developers()).toEqual([]);
  expect(await noticeStates()).toBe(0);
  await gateway.sql`delete from notice_states`;
  await switchProvider(operator, { name: "syriatel", enabled: false });
  await heard();
  expect(await noticeStates()).toBe(0);
  await wait(30);
  expect(await noticeStates()).toBe(0);
});

test("concurrent checks create each notice once", async () => {
  await use(1_000);
  const counts = await Promise.all(Array.from({ length: 6 }, () => noticeStates()));
  expect(counts.reduce((sum, count) => sum + count)).toBe(1);
  expect(await developers()).toHaveLength(1);
});
