import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientAt, freshGateway, operator } from "#bin/fixtures/gateway.ts";
import { userActor } from "#core/access/actor.ts";
import { suspendAccount } from "#services/customers/accounts.ts";
import { changePassword } from "#services/users/profile.ts";
import { deactivateUser } from "#services/users/user-access.ts";
import { inviteUser } from "#services/users/user-links.ts";
import { createUser, listUsers, resetPassword } from "#services/users/users.ts";
import { changeSettings } from "./settings.ts";
import { type FirstUsers, setUp } from "./setup.ts";
import { signInRisks } from "./sign-in-risks.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let first: FirstUsers;
beforeAll(async () => {
  gateway = await freshGateway();
  first = (await setUp({ demo: true, here: "localhost" }, async () => {}))!;
});
afterAll(() => gateway.drop());

const risks = () => signInRisks(operator);
const require = (requireTwoFactor: boolean) =>
  changeSettings(operator, {
    group: "security",
    value: { requireTwoFactor, requireTwoFactorOfMembers: false },
  });

/** As the first start does when it is repeated after a crash. */
const resetByFirstStart = (id: number) => gateway.sql`
  insert into audit_entries (actor_kind, actor_name, action, subject_id)
  values ('system', 'first start', 'user.reset_password', ${id})`;

test("a first password counts until it is replaced, or its user deactivated", async () => {
  expect(await risks()).toEqual({ firstPasswords: 2, staffWithoutTwoFactor: 1 });
  await createUser(operator, { email: "second@example.com", role: "admin" });
  await inviteUser(operator, { email: "third@example.com", role: "support" });
  expect(await risks()).toEqual({ firstPasswords: 2, staffWithoutTwoFactor: 2 });
  const developer = (await listUsers(operator)).find(({ email }) => email === first.demo!.developer.email)!;
  const values = { current: first.demo!.developer.password, password: randomUUID() };
  await changePassword(userActor(developer, null), values, clientAt());
  expect((await risks()).firstPasswords).toBe(1);
  await resetByFirstStart(developer.id);
  expect((await risks()).firstPasswords).toBe(2);
  await suspendAccount(operator, { id: developer.accountId! });
  expect((await risks()).firstPasswords).toBe(1);
  await deactivateUser(operator, { email: first.admin.email });
  expect(await risks()).toEqual({ firstPasswords: 0, staffWithoutTwoFactor: 1 });
});

test("a password that the operator has reset is not the first one any more", async () => {
  await gateway.sql`update users set removed_at = null where email = ${first.admin.email}`;
  expect((await risks()).firstPasswords).toBe(1);
  await resetPassword(operator, { email: first.admin.email });
  expect((await risks()).firstPasswords).toBe(0);
});

test("where two-factor authentication is required of the operator's people, none is without", async () => {
  await require(true);
  expect((await risks()).staffWithoutTwoFactor).toBe(0);
  await require(false);
  await gateway.sql`
    insert into two_factors (user_id, sealed, last_step) select id, '', 0 from users where role in ('admin', 'support')`;
  expect((await risks()).staffWithoutTwoFactor).toBe(0);
});
