import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { type UserActor, userActor } from "#core/access/actor.ts";
import { database } from "#runtime/database/pools.ts";
import { changeSettings } from "#services/gateway/settings.ts";
import { approveTemplate, rejectTemplate } from "#services/templates/decisions.ts";
import {
  archiveTemplate,
  createTemplate,
  saveTemplateDraft,
  submitTemplate,
  withdrawTemplate,
} from "#services/templates/templates.ts";
import { applyRetention } from "#services/upkeep/retention.ts";
import { createUser } from "#services/users/users.ts";
import {
  chooseNotices,
  listNotices,
  noticeChoicesOf,
  openNotice,
  readAllNotices,
  readNotice,
  unreadNotices,
} from "./notices.ts";
import { notify } from "./write.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let admin: UserActor;
let other: UserActor;
let customer: Customer;

beforeAll(async () => {
  gateway = await freshGateway();
  const make = async (email: string) =>
    userActor(await createUser(operator, { email, role: "admin", password: PASSWORD }), null);
  [admin, other] = [await make("one@example.com"), await make("two@example.com")];
  customer = await makeCustomer("Acme");
});
afterAll(() => gateway.drop());
beforeEach(() => gateway.sql`delete from notices`);

const kindsOf = async (actor: UserActor, unread = true) =>
  (await listNotices(actor, { size: 100, unread })).rows.map(({ kind }) => kind);
const submitted = (name: string) =>
  createTemplate(operator, { accountId: customer.account.id, name, english: "Code {code}" });

test("a submission creates a notice for each admin; its decision notifies the developers and closes those", async () => {
  const { id } = await submitted("Login");
  expect(await kindsOf(admin)).toEqual(["approval_waiting"]);
  expect(await kindsOf(other)).toEqual(["approval_waiting"]);
  expect(await kindsOf(customer.developer)).toEqual([]);
  await rejectTemplate(admin, { id, reason: "Name your brand" });
  expect(await kindsOf(admin)).toEqual([]);
  expect(await kindsOf(other)).toEqual([]);
  expect(await kindsOf(other, false)).toEqual(["approval_waiting"]);
  const [notice] = (await listNotices(customer.developer, { size: 10 })).rows;
  expect(notice).toMatchObject({
    kind: "template_decided",
    details: { templateId: id, decision: "rejected", reason: "Name your brand", version: 1 },
  });
});

test("each further submission creates a notice again; withdrawing or archiving closes it", async () => {
  const { id } = await submitted("Again");
  await approveTemplate(operator, { id });
  await saveTemplateDraft(operator, { id, english: "Your code {code}" });
  await submitTemplate(customer.developer, { id });
  expect(await kindsOf(admin, false)).toEqual(["approval_waiting", "approval_waiting"]);
  await withdrawTemplate(customer.developer, { id });
  expect(await kindsOf(admin)).toEqual([]);
  await submitTemplate(customer.developer, { id });
  expect(await kindsOf(admin)).toEqual(["approval_waiting"]);
  await archiveTemplate(customer.developer, { id });
  expect(await kindsOf(admin)).toEqual([]);
});

test("the actor, users who cannot sign in and other accounts get no notice", async () => {
  const stranger = await makeCustomer();
  await gateway.sql`delete from notices`;
  await gateway.sql`insert into users (email, role) values ('invited@example.com', 'admin')`;
  await gateway.sql`
    insert into users (email, role, password_hash, removed_at) values ('gone@example.com', 'admin', 'x', now())`;
  await createTemplate(admin, { accountId: customer.account.id, name: "Own", english: "Code {code}" });
  const rows = await gateway.sql`select distinct user_id from notices`;
  expect(rows.map((row) => row.user_id)).toEqual([other.id]);
  expect(await kindsOf(stranger.developer)).toEqual([]);
});

test("a refused change creates no notice", async () => {
  const { id } = await submitted("Twice");
  await approveTemplate(operator, { id });
  const before = await gateway.sql`select count(*) from notices`;
  await expect(approveTemplate(operator, { id })).rejects.toThrow();
  expect(await gateway.sql`select count(*) from notices`).toEqual(before);
});

test("of two concurrent decisions one creates a notice", async () => {
  const { id } = await submitted("Race");
  await Promise.allSettled([
    approveTemplate(admin, { id }),
    rejectTemplate(other, { id, reason: "No" }),
    approveTemplate(operator, { id }),
  ]);
  expect(await kindsOf(customer.developer)).toEqual(["template_decided"]);
});

const tell = () =>
  notify(database(), { kind: "carrier_down", details: { provider: "syriatel", detail: null } }, "admins");

test("notices are marked as read one by one or all that were seen, and only by their owner", async () => {
  for (let n = 0; n < 3; n++) await tell();
  const [newest, middle, oldest] = (await listNotices(admin, { size: 10 })).rows;
  expect(await openNotice(admin, { id: oldest!.id })).toBe("/admin/carriers");
  expect(await unreadNotices(admin)).toBe(2);
  await expect(openNotice(other, { id: newest!.id })).rejects.toMatchObject({ code: "notice_not_found" });
  await readNotice(other, { id: newest!.id });
  await readAllNotices(customer.developer, { id: newest!.id });
  expect(await unreadNotices(admin)).toBe(2);
  await readAllNotices(admin, { id: middle!.id });
  expect(await unreadNotices(admin)).toBe(1);
  expect(await unreadNotices(other)).toBe(3);
  for (const id of ["0", "-1", "x", "\0", 1e20, null, {}]) {
    await expect(openNotice(admin, { id }), String(id)).rejects.toMatchObject({ code: "invalid_input" });
  }
});

test("paging works in both directions, for all and for unread notices", async () => {
  for (let n = 0; n < 5; n++) await tell();
  const all = (await listNotices(admin, { size: 10 })).rows.map(({ id }) => id);
  const first = await listNotices(admin, { size: 2 });
  const second = await listNotices(admin, { size: 2, after: first.pages.after! });
  expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(all.slice(0, 4));
  const back = await listNotices(admin, { size: 2, before: second.pages.before! });
  expect(back.rows).toEqual(first.rows);
  await readNotice(admin, { id: all[1] });
  const unread = await listNotices(admin, { size: 2, unread: true });
  expect(unread.rows.map(({ id }) => id)).toEqual([all[0], all[2]]);
});

test("what is mailed is chosen for the kinds of one's side, and others are left alone", async () => {
  const chosen = async () =>
    (await noticeChoicesOf(customer.developer)).filter(({ email }) => email).map(({ kind }) => kind);
  expect(await chosen()).toEqual(["template_decided", "credit_low", "subscription_ending", "token_expiring"]);
  await chooseNotices(customer.developer, { kinds: ["token_unused", "carrier_down"] });
  expect(await chosen()).toEqual(["token_unused"]);
  await chooseNotices(customer.developer, { kinds: [] });
  expect(await chosen()).toEqual([]);
  await expect(chooseNotices(customer.developer, { kinds: ["all"] })).rejects.toMatchObject({
    code: "invalid_input",
  });
});

test("notices are kept as long as configured", async () => {
  await tell();
  await gateway.sql`update notices set created_at = now() - interval '91 days' where user_id = ${admin.id}`;
  await applyRetention();
  expect(await kindsOf(admin, false)).toEqual([]);
  expect(await kindsOf(other, false)).toEqual(["carrier_down"]);
  await changeSettings(operator, {
    group: "retention",
    value: { messages: 365, refusals: 90, audit: null, notices: null },
  });
  await gateway.sql`update notices set created_at = now() - interval '900 days'`;
  await applyRetention();
  expect(await kindsOf(other, false)).toEqual(["carrier_down"]);
});

test("a retention setting stored without a value for notices keeps its other values", async () => {
  await gateway.sql`
    insert into settings (name, value) values ('retention', '{"messages":30,"refusals":8,"audit":null}')
    on conflict (name) do update set value = excluded.value`;
  const { retentionPeriods } = await import("#services/gateway/settings.ts");
  expect(await retentionPeriods()).toEqual({ messages: 30, refusals: 8, audit: null, notices: 90 });
});
