import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { clientAt, freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import type { UserActor } from "#core/access/actor.ts";
import { codeAt } from "#core/access/two-factor.ts";
import { revealToken } from "#services/customers/tokens.ts";
import { changePassword } from "#services/users/profile.ts";
import { deactivateUser } from "#services/users/user-access.ts";
import { viewerOf } from "./session.ts";
import { awaitsCode, signIn, signInWithCode } from "./sign-in.ts";
import {
  beginTwoFactor,
  confirmTwoFactor,
  disableTwoFactor,
  renewRecoveryCodes,
  resetTwoFactor,
  twoFactorOf,
} from "./two-factor.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());
// In the middle of a step, so that none ends between making a code and looking at it.
beforeEach(() => {
  vi.useFakeTimers({ now: Math.floor(Date.now() / 30_000) * 30_000 + 15_000, toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const code = (secret: string, steps = 0) => codeAt(secret, new Date(Date.now() + steps * 30_000));

/** Turns it on with the code of the step before the present one, so that two further codes are left to use. */
async function enrolled(): Promise<{ user: UserActor; secret: string; recoveryCodes: string[] }> {
  const { developer: user } = await makeCustomer();
  const { secret, pending } = await beginTwoFactor(user, { password: PASSWORD });
  const { recoveryCodes } = await confirmTwoFactor(user, { pending, code: code(secret, -1) }, clientAt());
  return { user, secret, recoveryCodes };
}

async function pendingOf(user: UserActor): Promise<string> {
  const step = await signIn({ email: user.name, password: PASSWORD }, clientAt());
  if (step.done) throw new Error("no code was asked for");
  return step.pending;
}

test("turning it on requires the password and a code, ends other sessions, and stores nothing readable", async () => {
  const { developer: user } = await makeCustomer();
  const before = await signIn({ email: user.name, password: PASSWORD }, clientAt());
  if (!before.done) throw new Error("a code was asked for");
  await expect(beginTwoFactor(user, { password: "wrong" })).rejects.toMatchObject({
    fields: { password: ["wrong_password"] },
  });
  const { secret, uri, pending } = await beginTwoFactor(user, { password: PASSWORD });
  expect(uri).toContain(secret);
  await expect(confirmTwoFactor(user, { pending, code: "000000" }, clientAt())).rejects.toMatchObject({
    code: "code_wrong",
  });
  expect((await twoFactorOf(user)).since).toBeNull();
  const { recoveryCodes, session } = await confirmTwoFactor(
    user,
    { pending, code: code(secret) },
    clientAt(),
  );
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(await twoFactorOf(user)).toMatchObject({ since: expect.any(Date), recoveryCodesLeft: 10 });
  expect(await viewerOf(before.signedIn, null)).toBeNull();
  expect(await viewerOf(session, null)).toMatchObject({ twoFactor: true });
  const kept = JSON.stringify([
    await gateway.sql`select *, encode(sealed, 'escape') as text from two_factors`,
    await gateway.sql`select *, encode(hash, 'escape') as text from recovery_codes`,
    await gateway.sql`select * from audit_entries`,
  ]);
  for (const hidden of [secret, ...recoveryCodes]) expect(kept).not.toContain(hidden);
  await expect(confirmTwoFactor(user, { pending, code: code(secret, 1) }, clientAt())).rejects.toMatchObject({
    code: "two_factor_on",
  });
  await expect(beginTwoFactor(user, { password: PASSWORD })).rejects.toMatchObject({ code: "two_factor_on" });
});

test("an enrolment is valid for its user only, and for one hour", async () => {
  const [{ developer: one }, { developer: other }] = [await makeCustomer(), await makeCustomer()];
  const { secret, pending } = await beginTwoFactor(one, { password: PASSWORD });
  const input = { pending, code: code(secret) };
  await expect(confirmTwoFactor(other, input, clientAt())).rejects.toMatchObject({ code: "sign_in_expired" });
  const forged = `${pending.slice(0, -4)}AAAA`;
  await expect(confirmTwoFactor(one, { ...input, pending: forged }, clientAt())).rejects.toMatchObject({
    code: "sign_in_expired",
  });
  vi.setSystemTime(Date.now() + 61 * 60_000);
  await expect(confirmTwoFactor(one, { pending, code: code(secret) }, clientAt())).rejects.toMatchObject({
    code: "sign_in_expired",
  });
});

test("signing in requires both steps; no code is accepted twice, not even concurrently", async () => {
  const { user, secret } = await enrolled();
  const pending = await pendingOf(user);
  expect(await awaitsCode(pending)).toBe(true);
  await expect(signInWithCode({ pending, code: "12345" }, clientAt())).rejects.toMatchObject({
    code: "invalid_input",
  });
  // The code that turned it on is used up.
  await expect(signInWithCode({ pending, code: code(secret, -1) }, clientAt())).rejects.toMatchObject({
    code: "code_wrong",
  });
  const present = code(secret);
  const tries = await Promise.allSettled(
    [1, 2, 3].map(() => signInWithCode({ pending, code: present }, clientAt())),
  );
  const done = tries.filter((each) => each.status === "fulfilled").map((each) => each.value);
  expect(done).toHaveLength(1);
  expect(await viewerOf(done[0]!.signedIn, null)).toMatchObject({ email: user.name });
  const [row] = await gateway.sql`select after from audit_entries
    where action = 'user.sign_in' and subject_id = ${user.id} order by id desc limit 1`;
  expect(row?.after).toEqual({ secondFactor: "app" });
  // A step that comes later makes those before it worthless.
  const again = await pendingOf(user);
  await signInWithCode({ pending: again, code: code(secret, 1) }, clientAt());
  await expect(signInWithCode({ pending: again, code: code(secret) }, clientAt())).rejects.toMatchObject({
    code: "code_wrong",
  });
});

test("a recovery code signs in once", async () => {
  const { user, recoveryCodes } = await enrolled();
  const pending = await pendingOf(user);
  const typed = recoveryCodes[3]!.toUpperCase().replace("-", " ");
  const tries = await Promise.allSettled(
    [1, 2].map(() => signInWithCode({ pending, code: typed }, clientAt())),
  );
  expect(tries.map((each) => each.status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await twoFactorOf(user)).recoveryCodesLeft).toBe(9);
});

test("another user's recovery code is refused", async () => {
  const [mine, other] = [await enrolled(), await enrolled()];
  const pending = await pendingOf(mine.user);
  await expect(signInWithCode({ pending, code: other.recoveryCodes[0] }, clientAt())).rejects.toMatchObject({
    code: "code_wrong",
  });
});

test("the first step expires with time, and when the user's sessions are ended", async () => {
  const { user, secret } = await enrolled();
  const expired = { code: "sign_in_expired" };
  const pending = await pendingOf(user);
  await expect(signInWithCode({ pending: "", code: code(secret) }, clientAt())).rejects.toMatchObject(
    expired,
  );
  await changePassword(user, { current: PASSWORD, password: `${PASSWORD}!` }, clientAt());
  await expect(signInWithCode({ pending, code: code(secret) }, clientAt())).rejects.toMatchObject(expired);
  expect(await awaitsCode(pending)).toBe(false);
  const step = await signIn({ email: user.name, password: `${PASSWORD}!` }, clientAt());
  if (step.done) throw new Error("no code was asked for");
  await deactivateUser(operator, { email: user.name });
  await expect(
    signInWithCode({ pending: step.pending, code: code(secret) }, clientAt()),
  ).rejects.toMatchObject(expired);
});

test("codes are throttled per user, over all forms, and the answer does not reveal which was right", async () => {
  const { user, secret } = await enrolled();
  const pending = await pendingOf(user);
  const wrong = () => signInWithCode({ pending, code: "000000" }, clientAt());
  for (let guess = 0; guess < 5; guess++) await expect(wrong()).rejects.toMatchObject({ code: "code_wrong" });
  const throttled = { code: "too_many_guesses", values: { minutes: expect.any(Number) } };
  await expect(wrong()).rejects.toMatchObject(throttled);
  await expect(signInWithCode({ pending, code: code(secret) }, clientAt())).rejects.toMatchObject(throttled);
  const proof = { password: PASSWORD, code: code(secret) };
  await expect(disableTwoFactor(user, proof, clientAt())).rejects.toMatchObject(throttled);
  await expect(renewRecoveryCodes(user, proof)).rejects.toMatchObject(throttled);
  await gateway.sql`update sign_in_attempts set since = now() - interval '16 minutes'`;
  expect((await signInWithCode({ pending, code: code(secret) }, clientAt())).signedIn.userId).toBe(user.id);
});

test("concurrent guesses are all counted", async () => {
  const { user } = await enrolled();
  const pending = await pendingOf(user);
  const tries = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      signInWithCode({ pending, code: String(n).padStart(6, "0") }, clientAt()),
    ),
  );
  const codes = tries.map((each) => (each.status === "rejected" ? each.reason.code : "right"));
  expect(codes.filter((each) => each === "code_wrong").length).toBe(5);
  expect(codes.filter((each) => each === "too_many_guesses").length).toBe(15);
});

test("re-entering the password is throttled over all forms that ask for it", async () => {
  const { developer } = await makeCustomer();
  const wrong = [
    () => revealToken(developer, { id: 1, password: "wrong" }),
    () => changePassword(developer, { current: "wrong", password: "long enough for all" }, clientAt()),
    () => beginTwoFactor(developer, { password: "wrong" }),
  ];
  for (let guess = 0; guess < 10; guess++) {
    const code = guess % 3 === 0 ? "password_wrong" : "invalid_input";
    await expect(wrong[guess % 3]!()).rejects.toMatchObject({ code });
  }
  for (const guess of wrong) await expect(guess()).rejects.toMatchObject({ code: "too_many_guesses" });
  // The right one does not open it either, but signing in is another matter.
  await expect(beginTwoFactor(developer, { password: PASSWORD })).rejects.toMatchObject({
    code: "too_many_guesses",
  });
  expect((await signIn({ email: developer.name, password: PASSWORD }, clientAt())).done).toBe(true);
});

test("one address is allowed thirty wrong guesses over all users", async () => {
  const address = "198.51.100.7";
  for (let guess = 0; guess < 30; guess++) {
    await expect(
      signIn({ email: `no${guess}@example.com`, password: "x" }, clientAt(address)),
    ).rejects.toMatchObject({
      code: "sign_in_failed",
    });
  }
  const { developer } = await makeCustomer();
  const right = { email: developer.name, password: PASSWORD };
  await expect(signIn(right, clientAt(address))).rejects.toMatchObject({ code: "too_many_guesses" });
  expect((await signIn(right, clientAt("198.51.100.8"))).done).toBe(true);
  await expect(revealToken({ ...developer, address }, { id: 1, password: PASSWORD })).rejects.toMatchObject({
    code: "too_many_guesses",
  });
});

test("new recovery codes replace the old ones", async () => {
  const { user, secret, recoveryCodes } = await enrolled();
  await expect(renewRecoveryCodes(user, { password: "wrong", code: code(secret) })).rejects.toMatchObject({
    fields: { password: ["wrong_password"] },
  });
  const renewed = await renewRecoveryCodes(user, { password: PASSWORD, code: code(secret) });
  expect(renewed).toHaveLength(10);
  const pending = await pendingOf(user);
  await expect(signInWithCode({ pending, code: recoveryCodes[0] }, clientAt())).rejects.toMatchObject({
    code: "code_wrong",
  });
  await signInWithCode({ pending, code: renewed[0] }, clientAt());
});

test("turning it off requires password and code, and ends other sessions", async () => {
  const { user, secret, recoveryCodes } = await enrolled();
  const { signedIn: session } = await signInWithCode(
    { pending: await pendingOf(user), code: code(secret) },
    clientAt(),
  );
  const own = await disableTwoFactor(user, { password: PASSWORD, code: recoveryCodes[0] }, clientAt());
  expect(await viewerOf(session, null)).toBeNull();
  expect(await viewerOf(own, null)).toMatchObject({ twoFactor: false });
  expect((await signIn({ email: user.name, password: PASSWORD }, clientAt())).done).toBe(true);
  expect(await gateway.sql`select 1 from recovery_codes where user_id = ${user.id}`).toHaveLength(0);
});

test("an admin can reset it for a user who lost the phone, but nobody for themselves", async () => {
  const { user, secret } = await enrolled();
  const { signedIn: session } = await signInWithCode(
    { pending: await pendingOf(user), code: code(secret) },
    clientAt(),
  );
  await expect(resetTwoFactor(user, { email: user.name })).rejects.toMatchObject({ code: "not_allowed" });
  await resetTwoFactor(operator, { email: user.name.toUpperCase() });
  expect(await viewerOf(session, null)).toBeNull();
  expect((await signIn({ email: user.name, password: PASSWORD }, clientAt())).done).toBe(true);
  await expect(resetTwoFactor(operator, { email: user.name })).rejects.toMatchObject({
    code: "two_factor_off",
  });
  const [row] = await gateway.sql`select actor_name from audit_entries
    where action = 'user.two_factor_reset' and subject_id = ${user.id}`;
  expect(row?.actor_name).toBe("tester");
});
