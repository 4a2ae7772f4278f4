import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import { passwordMatches } from "#services/access/password.ts";
import { inviteUser } from "#services/users/user-links.ts";
import { createUser, resetPassword } from "#services/users/users.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

test("users: one per e-mail regardless of case, with a generated strong password if none is given", async () => {
  const { account } = await makeCustomer();
  const input = { email: "Some.One@Example.com", role: "developer", accountId: account.id };
  const tries = await Promise.allSettled([
    createUser(operator, input),
    createUser(operator, { ...input, email: "some.one@example.COM" }),
  ]);
  const [made] = tries.filter((each) => each.status === "fulfilled").map((each) => each.value);
  const [refused] = tries.filter((each) => each.status === "rejected").map((each) => each.reason);
  expect(refused.code).toBe("user_email_taken");
  expect(made?.email).toBe("some.one@example.com");
  expect(made?.password).toMatch(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/);
  const [row] = await gateway.sql`select password_hash from users where id = ${made!.id}`;
  expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordMatches(row?.password_hash, made!.password!)).toBe(true);
  expect(await passwordMatches(row?.password_hash, "wrong")).toBe(false);
  expect(await passwordMatches(null, made!.password!)).toBe(false);
});

test("a new password ends the sessions; the old one no longer works", async () => {
  const { developer } = await makeCustomer();
  const [before] =
    await gateway.sql`select session_version, password_hash from users where id = ${developer.id}`;
  const { password } = await resetPassword(operator, { email: developer.name.toUpperCase() });
  const [after] =
    await gateway.sql`select session_version, password_hash from users where id = ${developer.id}`;
  expect(after?.session_version).toBe(before?.session_version + 1);
  expect(await passwordMatches(after?.password_hash, password!)).toBe(true);
  expect(await passwordMatches(after?.password_hash, PASSWORD)).toBe(false);
  await expect(resetPassword(operator, { email: "nobody@example.com" })).rejects.toMatchObject({
    code: "user_not_found",
  });
});

test.each([
  [{ role: "developer" }, { accountId: ["account_required"] }],
  [{ role: "admin", accountId: 1 }, { accountId: ["account_not_wanted"] }],
  [{ role: "root" }, { role: ["role"] }],
  [{ role: "admin", email: "nobody" }, { email: ["email"] }],
  [{ role: "admin", password: "too short" }, { password: ["password"] }],
  [
    { role: "admin", email: null, password: 5 },
    { email: ["email"], password: ["password"] },
  ],
])("reports what is wrong with the user %j", async (input, fields) => {
  const email = "fine@example.com";
  await expect(createUser(operator, { email, ...input })).rejects.toMatchObject({
    code: "invalid_input",
    fields,
  });
});

test("an owner cannot find out by invitations who uses the gateway beside their own team", async () => {
  const { developer, account } = await makeCustomer();
  const strangers = await Promise.all(Array.from({ length: 7 }, () => makeCustomer()));
  const owner = { ...developer, role: "owner" as const };
  const invite = (email: string, actor: Actor = owner) =>
    inviteUser(actor, { email, role: "developer", accountId: account.id }).then(
      () => "invited",
      ({ code }) => code,
    );
  const told: string[] = [];
  for (const { developer: stranger } of strangers) told.push(await invite(stranger.name));
  expect(told.slice(0, 5)).toEqual(Array(5).fill("user_email_taken"));
  expect(told.slice(5)).toEqual(["too_many_guesses", "too_many_guesses"]);
  // The operator knows everybody anyway.
  expect(await invite(strangers[6]!.developer.name, operator)).toBe("user_email_taken");
});
