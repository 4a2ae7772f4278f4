import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientAt, freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { type Member, userActor } from "#core/access/actor.ts";
import type { AccountRole } from "#core/access/role.ts";
import { INVITATIONS_PER_ACCOUNT } from "#core/access/throttle.ts";
import { hashPassword } from "#services/access/password.ts";
import { viewerOf } from "#services/access/session.ts";
import { signIn } from "#services/access/sign-in.ts";
import { accountActivityOf } from "#services/audit/account-activity.ts";
import { changeAccount } from "#services/customers/accounts.ts";
import { demandTwoFactor, twoFactorOfTeam } from "#services/customers/team.ts";
import { createToken } from "#services/customers/tokens.ts";
import { changeEmail } from "./profile.ts";
import { changeRole, deactivateUser, reactivateUser } from "./user-access.ts";
import { listDirectory } from "./user-directory.ts";
import { inviteUser, readLink, renewInvitation, takeLink, withdrawInvitation } from "./user-links.ts";
import { createUser } from "./users.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

let made = 0;
const freshEmail = () => `member-${++made}@example.com`;

async function member(accountId: number, role: AccountRole): Promise<Member> {
  const user = await createUser(operator, { email: freshEmail(), role, accountId, password: PASSWORD });
  return userActor(user, null) as Member;
}

const secretOf = ({ path }: { path: string }) => path.split("/").at(-1)!;
const rolesOf = async (accountId: number) => {
  const rows = await gateway.sql`select email, role, removed_at is null as active from users
    where account_id = ${accountId} and password_hash is not null order by id`;
  return rows.map(({ email, role, active }) => [email, active ? role : "removed"]);
};

test("a team cannot have the gateway write to everybody: invitations, renewed or withdrawn ones too, are counted", async () => {
  const { account } = await makeCustomer();
  const owner = await member(account.id, "owner");
  const email = freshEmail();
  const invite = () => inviteUser(owner, { email, role: "developer", accountId: account.id });
  for (let n = 0; n < INVITATIONS_PER_ACCOUNT; n += 2) {
    await invite();
    await renewInvitation(owner, { email });
    await withdrawInvitation(owner, { email });
  }
  await expect(invite()).rejects.toMatchObject({ code: "too_many_invitations" });
  // The operator may go on, and so may other teams.
  await inviteUser(operator, { email, role: "developer", accountId: account.id });
  await expect(renewInvitation(owner, { email })).rejects.toMatchObject({ code: "too_many_invitations" });
  const other = await makeCustomer();
  const stranger = await member(other.account.id, "owner");
  await inviteUser(stranger, { email: freshEmail(), role: "developer", accountId: other.account.id });
});

test("a link of old makes nobody wait: no password is hashed for it", async () => {
  const { account } = await makeCustomer();
  const link = await inviteUser(operator, { email: freshEmail(), role: "owner", accountId: account.id });
  await takeLink({ secret: secretOf(link), password: PASSWORD }, null);
  // With so many at work, a further password would be refused as busy.
  const crowd = Array.from({ length: 102 }, () => hashPassword("a password of many"));
  const again = takeLink({ secret: secretOf(link), password: PASSWORD }, null);
  await expect(again).rejects.toMatchObject({ code: "link_not_valid" });
  await Promise.all(crowd);
});

test("an owner invites, promotes, removes and takes back; a developer and a reader do not", async () => {
  const { account, developer } = await makeCustomer();
  const owner = await member(account.id, "owner");
  const reader = await member(account.id, "read_only");
  const email = freshEmail();
  for (const actor of [developer, reader]) {
    const refusal = { code: expect.stringMatching(/^(not_allowed|read_only)$/) };
    await expect(
      inviteUser(actor, { email, role: "developer", accountId: account.id }),
    ).rejects.toMatchObject(refusal);
    await expect(changeRole(actor, { email: actor.name, role: "owner" })).rejects.toMatchObject(refusal);
    await expect(deactivateUser(actor, { email: owner.name })).rejects.toMatchObject(refusal);
    await expect(demandTwoFactor(actor, { accountId: account.id, required: true })).rejects.toMatchObject(
      refusal,
    );
  }
  const link = await inviteUser(owner, { email, role: "read_only", accountId: account.id });
  expect(await readLink(secretOf(link))).toEqual({
    email,
    kind: "invitation",
    role: "read_only",
    accountName: { name: account.name, arabicName: account.arabicName },
    invitedBy: owner.name,
  });
  await takeLink({ secret: secretOf(link), password: PASSWORD }, null);
  await changeRole(owner, { email, role: "developer" });
  await deactivateUser(owner, { email: developer.name });
  await deactivateUser(owner, { email: reader.name });
  await reactivateUser(owner, { email: reader.name });
  expect(await rolesOf(account.id)).toEqual([
    [developer.name, "removed"],
    [owner.name, "owner"],
    [reader.name, "read_only"],
    [email, "developer"],
  ]);
});

test("an owner has no power beyond the account: not over others, nor to make the operator's people", async () => {
  const [mine, theirs] = [await makeCustomer(), await makeCustomer()];
  const owner = await member(mine.account.id, "owner");
  const { name: email } = theirs.developer;
  const unknown = { code: "user_not_found" };
  await expect(deactivateUser(owner, { email })).rejects.toMatchObject(unknown);
  await expect(changeRole(owner, { email, role: "read_only" })).rejects.toMatchObject(unknown);
  await expect(withdrawInvitation(owner, { email })).rejects.toMatchObject(unknown);
  const accountId = theirs.account.id;
  const refused = { code: "not_allowed" };
  await expect(inviteUser(owner, { email: freshEmail(), role: "owner", accountId })).rejects.toMatchObject(
    refused,
  );
  for (const role of ["admin", "support"])
    await expect(inviteUser(owner, { email: freshEmail(), role })).rejects.toMatchObject(refused);
  for (const role of ["admin", "support"]) {
    await expect(changeRole(owner, { email: mine.developer.name, role })).rejects.toMatchObject({
      code: "user_role_of_other_side",
    });
    await expect(changeRole(operator, { email: mine.developer.name, role })).rejects.toMatchObject({
      code: "user_role_of_other_side",
    });
  }
  await expect(listDirectory(owner, { accountId, size: 10 })).rejects.toMatchObject(refused);
  await expect(listDirectory(owner, { size: 10 })).rejects.toMatchObject(refused);
  expect((await listDirectory(owner, { accountId: mine.account.id, size: 10 })).count).toBe(2);
});

describe("the last owner", () => {
  test("stays one, also when two demote or remove each other at once", async () => {
    for (const undo of [
      (actor: Member, email: string) => changeRole(actor, { email, role: "developer" }),
      (actor: Member, email: string) => deactivateUser(actor, { email }),
    ]) {
      const { account } = await makeCustomer();
      const [one, other] = [await member(account.id, "owner"), await member(account.id, "owner")];
      const tries = await Promise.allSettled([undo(one, other.name), undo(other, one.name)]);
      expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
      const [row] = await gateway.sql`select count(*)::int as owners from users
        where account_id = ${account.id} and role = 'owner' and removed_at is null`;
      expect(row?.owners).toBe(1);
    }
  });

  test("cannot step down, nor be demoted by the operator, who may deactivate them", async () => {
    const { account } = await makeCustomer();
    const owner = await member(account.id, "owner");
    const last = { code: "user_last_owner" };
    await expect(changeRole(owner, { email: owner.name, role: "developer" })).rejects.toMatchObject(last);
    await expect(changeRole(operator, { email: owner.name, role: "read_only" })).rejects.toMatchObject(last);
    // One who was invited and never came is no one to rely on.
    await inviteUser(owner, { email: freshEmail(), role: "owner", accountId: account.id });
    await expect(deactivateUser(owner, { email: owner.name })).rejects.toMatchObject(last);
    await deactivateUser(operator, { email: owner.name });
    const other = await member(account.id, "owner");
    await expect(reactivateUser(other, { email: owner.name })).rejects.toMatchObject({
      code: "user_removed_by_operator",
    });
    await reactivateUser(operator, { email: owner.name });
  });
});

test("a role counts from the next request on, in the same session", async () => {
  const { account, developer } = await makeCustomer();
  const owner = await member(account.id, "owner");
  const step = await signIn({ email: developer.name, password: PASSWORD }, clientAt());
  if (!step.done) throw new Error("a code was asked for");
  const now = async () => (await viewerOf(step.signedIn, null))?.actor;
  const create = async () => createToken((await now())!, { accountId: account.id, name: "x" });
  await create();
  await changeRole(owner, { email: developer.name, role: "read_only" });
  expect((await now())?.role).toBe("read_only");
  await expect(create()).rejects.toMatchObject({ code: "not_allowed" });
  await changeRole(owner, { email: developer.name, role: "owner" });
  await create();
});

test("a second factor that the account requires is told with each request of its team", async () => {
  const { account, developer } = await makeCustomer();
  const owner = await member(account.id, "owner");
  const step = await signIn({ email: developer.name, password: PASSWORD }, clientAt());
  if (!step.done) throw new Error("a code was asked for");
  const demanded = async () => (await viewerOf(step.signedIn, null))?.twoFactorByAccount;
  const shown = () => twoFactorOfTeam(developer, { id: account.id });
  expect([await demanded(), await shown()]).toEqual([false, { required: false, without: 2 }]);
  for (let i = 0; i < 2; i++) await demandTwoFactor(owner, { accountId: account.id, required: true });
  // Neither who was invited and never came, nor who was removed.
  await inviteUser(owner, { email: freshEmail(), role: "developer", accountId: account.id });
  await deactivateUser(owner, { email: (await member(account.id, "developer")).name });
  await gateway.sql`insert into two_factors (user_id, sealed, last_step) values (${owner.id}, '', 1)`;
  expect([await demanded(), await shown()]).toEqual([true, { required: true, without: 1 }]);
  const entries = await gateway.sql`select before, after from audit_entries
    where action = 'account.two_factor' and account_id = ${account.id}`;
  expect(entries).toMatchObject([
    { before: { twoFactorRequired: false }, after: { twoFactorRequired: true } },
  ]);
});

test("the activity tells what became of the account's things, and nothing of the operator's own", async () => {
  const { account, developer } = await makeCustomer();
  const owner = await member(account.id, "owner");
  const other = await makeCustomer();
  const token = await createToken(developer, { accountId: account.id, name: "Shop" });
  await changeAccount(operator, { id: account.id, notes: "pays late", contactName: "Somebody" });
  const { rows } = await accountActivityOf(developer, { accountId: account.id, size: 50 });
  expect(rows[0]).toMatchObject({
    action: "token.create",
    subjectId: String(token.id),
    name: "Shop",
    by: developer.name,
  });
  expect(rows.map(({ action, by }) => `${action} ${by}`)).toContain("subscription.grant null");
  const told = JSON.stringify(rows);
  for (const internal of ["tester", "pays late", "Somebody", "account.change", other.account.name])
    expect(told).not.toContain(internal);
  expect(rows.find(({ action, name }) => action === "user.create" && name === owner.name)?.by).toBeNull();
  await expect(accountActivityOf(other.developer, { accountId: account.id, size: 5 })).rejects.toMatchObject({
    code: "not_allowed",
  });
  const first = await accountActivityOf(owner, { accountId: account.id, size: 2 });
  const next = await accountActivityOf(owner, { accountId: account.id, size: 2, after: first.pages.after! });
  expect([...first.rows, ...next.rows].map(({ id }) => id)).toEqual(rows.slice(0, 4).map(({ id }) => id));
});

describe("an e-mail is changed", () => {
  const signInWith = (email: string) => signIn({ email, password: PASSWORD }, clientAt());

  test("with the password, ends all other sessions, and is what one signs in with", async () => {
    const { developer } = await makeCustomer();
    const step = await signInWith(developer.name);
    if (!step.done) throw new Error("a code was asked for");
    const email = freshEmail();
    await expect(changeEmail(developer, { current: "wrong", email }, clientAt())).rejects.toMatchObject({
      code: "invalid_input",
      fields: { current: ["wrong_password"] },
    });
    const session = await changeEmail(
      developer,
      { current: PASSWORD, email: email.toUpperCase() },
      clientAt(),
    );
    expect(await viewerOf(step.signedIn, null)).toBeNull();
    expect((await viewerOf(session, null))?.email).toBe(email);
    await expect(signInWith(developer.name)).rejects.toMatchObject({ code: "sign_in_failed" });
    expect((await signInWith(email)).done).toBe(true);
    const [entry] = await gateway.sql`select actor_name, before, after from audit_entries
      where action = 'user.change_email' and actor_id = ${developer.id}`;
    expect(entry).toMatchObject({
      actor_name: developer.name,
      before: { email: developer.name },
      after: { email },
    });
  });

  test("by a reader too, but not to one that another user has, however often they try", async () => {
    const { account, developer } = await makeCustomer();
    const reader = await member(account.id, "read_only");
    const taken = developer.name.toUpperCase();
    const tries = Array.from({ length: 7 }, () =>
      changeEmail(reader, { current: PASSWORD, email: taken }, clientAt()).catch(({ code }) => code),
    );
    const codes = await Promise.all(tries);
    expect(codes.filter((code) => code === "user_email_taken")).toHaveLength(5);
    expect(codes.filter((code) => code === "too_many_guesses")).toHaveLength(2);
    for (const email of ["none", "a\0@example.com", "", null]) {
      await expect(changeEmail(reader, { current: PASSWORD, email }, clientAt())).rejects.toMatchObject({
        code: "invalid_input",
      });
    }
    const other = await member(account.id, "read_only");
    await changeEmail(other, { current: PASSWORD, email: freshEmail() }, clientAt());
  });

  test("of two who want the same one, one has it", async () => {
    const { account } = await makeCustomer();
    const both = [await member(account.id, "developer"), await member(account.id, "developer")];
    const email = freshEmail();
    const tries = await Promise.allSettled(
      both.map((each) => changeEmail(each, { current: PASSWORD, email }, clientAt())),
    );
    expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
    expect(tries.find((each) => each.status === "rejected")?.reason.code).toBe("user_email_taken");
  });
});
