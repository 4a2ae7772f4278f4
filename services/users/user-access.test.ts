import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientAt, freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { type UserActor, userActor } from "#core/access/actor.ts";
import type { Refused } from "#core/input/refusal.ts";
import { viewerOf } from "#services/access/session.ts";
import { signIn } from "#services/access/sign-in.ts";
import { suspendAccount } from "#services/customers/accounts.ts";
import { changePassword } from "./profile.ts";
import { deactivateUser, reactivateUser } from "./user-access.ts";
import {
  inviteUser,
  linkForReset,
  readLink,
  renewInvitation,
  takeLink,
  withdrawInvitation,
} from "./user-links.ts";
import { createUser, resetPassword } from "./users.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const freshEmail = () => `${randomBytes(6).toString("hex")}@example.com`;
const secretOf = ({ path }: { path: string }) => path.split("/").at(-1)!;

async function makeAdmin(): Promise<UserActor> {
  const user = await createUser(operator, { email: freshEmail(), role: "admin", password: PASSWORD });
  return userActor(user, null);
}

async function signedIn(user: UserActor) {
  const step = await signIn({ email: user.name, password: PASSWORD }, clientAt());
  if (!step.done) throw new Error("a code was asked for");
  return step.signedIn;
}

test("one active admin always remains, even when two deactivate each other at once", async () => {
  const [one, other] = [await makeAdmin(), await makeAdmin()];
  await gateway.sql`update users set removed_at = now() where role = 'admin' and id not in (${one.id}, ${other.id})`;
  const tries = await Promise.allSettled([
    deactivateUser(one, { email: other.name }),
    deactivateUser(other, { email: one.name }),
  ]);
  expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  const refused = tries.find((each) => each.status === "rejected");
  expect(refused?.reason.code).toBe("user_last_admin");
  const left = await gateway.sql`select email from users where role = 'admin' and removed_at is null`;
  expect(left).toHaveLength(1);
  // Nor by the command line; an admin who never took up the invitation is no one to rely on.
  await inviteUser(operator, { email: freshEmail(), role: "admin" });
  await expect(deactivateUser(operator, { email: left[0]!.email })).rejects.toMatchObject({
    code: "user_last_admin",
  });
});

test("nobody can deactivate themselves, and a developer can deactivate nobody", async () => {
  const [admin] = [await makeAdmin(), await makeAdmin()];
  await expect(deactivateUser(admin, { email: admin.name })).rejects.toMatchObject({ code: "user_is_self" });
  const { developer } = await makeCustomer();
  for (const verb of [deactivateUser, reactivateUser, renewInvitation, withdrawInvitation, linkForReset]) {
    // Who works for the operator is none of a customer's business.
    const code = verb === linkForReset ? "not_allowed" : "user_not_found";
    await expect(verb(developer, { email: admin.name })).rejects.toMatchObject({ code });
    await expect(verb(operator, { email: "nobody@example.com" })).rejects.toMatchObject({
      code: "user_not_found",
    });
  }
});

test("deactivating ends sessions at once and is audited once; reactivating restores no session", async () => {
  const { developer } = await makeCustomer();
  const session = await signedIn(developer);
  expect(await viewerOf(session, null)).not.toBeNull();
  await deactivateUser(operator, { email: developer.name });
  await deactivateUser(operator, { email: developer.name });
  expect(await viewerOf(session, null)).toBeNull();
  await expect(signedIn(developer)).rejects.toMatchObject({ code: "user_deactivated" });
  await expect(linkForReset(operator, { email: developer.name })).rejects.toMatchObject({
    code: "user_not_found",
  });
  await reactivateUser(operator, { email: developer.name });
  expect(await viewerOf(session, null)).toBeNull();
  expect(await viewerOf(await signedIn(developer), null)).toMatchObject({ email: developer.name });
  const actions = await gateway.sql`select action from audit_entries
    where subject_id = ${developer.id} and action like '%activate' order by id`;
  expect(actions.map(({ action }) => action)).toEqual(["user.deactivate", "user.reactivate"]);
});

test("a reset link becomes invalid with any other password change, and with deactivation", async () => {
  const changes: Record<string, (user: UserActor) => Promise<unknown>> = {
    "one's own change": (user) =>
      changePassword(user, { current: PASSWORD, password: `${PASSWORD}-2` }, clientAt()),
    "a reset": ({ name: email }) => resetPassword(operator, { email }),
    deactivation: async ({ name: email }) => {
      await deactivateUser(operator, { email });
      await reactivateUser(operator, { email });
    },
  };
  for (const [name, change] of Object.entries(changes)) {
    const { developer } = await makeCustomer();
    const secret = secretOf(await linkForReset(operator, { email: developer.name }));
    expect(await readLink(secret), name).toMatchObject({ email: developer.name });
    await change(developer);
    await expect(takeLink({ secret, password: `${PASSWORD}-3` }, null), name).rejects.toMatchObject({
      code: "link_not_valid",
    });
  }
});

test("why sign-in is refused is revealed only with the right password; a wrong one always fails alike", async () => {
  const [{ developer, account }, { developer: other }] = [await makeCustomer(), await makeCustomer()];
  await suspendAccount(operator, { id: account.id });
  await deactivateUser(operator, { email: other.name });
  const outcome = async (email: string, password: string) =>
    signIn({ email, password }, clientAt()).catch(({ code, values }: Refused) => ({ code, values }));
  expect(await outcome(developer.name, PASSWORD)).toEqual({ code: "account_suspended", values: {} });
  expect(await outcome(other.name, PASSWORD)).toEqual({ code: "user_deactivated", values: {} });
  for (const email of [developer.name, other.name, freshEmail()]) {
    expect(await outcome(email, "wrong")).toEqual({ code: "sign_in_failed", values: {} });
  }
  // The right password is no failed guess, and opens no session.
  for (let guess = 0; guess < 15; guess++) {
    expect(await outcome(developer.name, PASSWORD)).toMatchObject({ code: "account_suspended" });
  }
  const [row] = await gateway.sql`select last_sign_in_at as at from users where id = ${developer.id}`;
  expect(row?.at).toBeNull();
  for (let guess = 0; guess < 9; guess++) await outcome(developer.name, "wrong");
  expect(await outcome(developer.name, "wrong")).toMatchObject({ code: "sign_in_failed" });
  expect(await outcome(developer.name, PASSWORD)).toMatchObject({ code: "too_many_guesses" });
  // Whoever is a user of both kinds of trouble reads of their own.
  await deactivateUser(operator, { email: developer.name });
  await gateway.sql`delete from sign_in_attempts`;
  expect(await outcome(developer.name, PASSWORD)).toMatchObject({ code: "user_deactivated" });
});

test("an invitation works once, for seven days, and only its newest link", async () => {
  const email = freshEmail();
  const first = await inviteUser(operator, { email, role: "admin" });
  expect(first.expiresAt.getTime() - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
  expect(first.expiresAt.getTime() - Date.now()).toBeLessThan(7.1 * 86_400_000);
  const second = await renewInvitation(operator, { email });
  const invalid = { code: "link_not_valid" };
  await expect(readLink(secretOf(first))).rejects.toMatchObject(invalid);
  expect(await readLink(secretOf(second))).toMatchObject({ email, kind: "invitation" });
  await expect(linkForReset(operator, { email })).rejects.toMatchObject({ code: "user_invited" });
  await expect(deactivateUser(operator, { email })).rejects.toMatchObject({ code: "user_invited" });
  const input = { secret: secretOf(second), password: PASSWORD };
  const tries = await Promise.allSettled([takeLink(input, null), takeLink(input, null)]);
  expect(tries.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await signIn({ email, password: PASSWORD }, clientAt())).done).toBe(true);
  await expect(renewInvitation(operator, { email })).rejects.toMatchObject({ code: "user_not_invited" });
  await expect(withdrawInvitation(operator, { email })).rejects.toMatchObject({ code: "user_not_invited" });
  const late = await linkForReset(operator, { email });
  await gateway.sql`update user_links set expires_at = now() - interval '1 second' where used_at is null`;
  await expect(readLink(secretOf(late))).rejects.toMatchObject(invalid);
});

test("a withdrawn invitation is invalid, and its e-mail can be used again", async () => {
  const { account } = await makeCustomer();
  const input = { email: freshEmail(), role: "developer", accountId: account.id };
  const link = await inviteUser(operator, input);
  await withdrawInvitation(operator, { email: input.email });
  await expect(takeLink({ secret: secretOf(link), password: PASSWORD }, null)).rejects.toMatchObject({
    code: "link_not_valid",
  });
  const again = await inviteUser(operator, { email: input.email, role: "admin" });
  // Taken up and withdrawn at once: either is whole.
  const [taken, withdrawn] = await Promise.allSettled([
    takeLink({ secret: secretOf(again), password: PASSWORD }, null),
    withdrawInvitation(operator, { email: input.email }),
  ]);
  expect([taken.status, withdrawn.status].sort()).toEqual(["fulfilled", "rejected"]);
  const rows = await gateway.sql`select 1 from users where email = ${input.email}`;
  expect(rows).toHaveLength(taken.status === "fulfilled" ? 1 : 0);
});
