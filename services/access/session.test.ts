import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clientAt, freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { type UserActor, userActor } from "#core/access/actor.ts";
import { browserOf } from "#core/access/browser.ts";
import { SESSION_DAYS, SESSION_IDLE_DAYS } from "#core/access/session.ts";
import { suspendAccount } from "#services/customers/accounts.ts";
import { createUser } from "#services/users/users.ts";
import type { Client } from "./client.ts";
import {
  endOtherSessions,
  endSession,
  forgetEndedSessions,
  listSessions,
  signOut,
  viewerOf,
} from "./session.ts";
import { signIn } from "./sign-in.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

async function makeUser(): Promise<UserActor> {
  const email = `${randomBytes(6).toString("hex")}@example.com`;
  return userActor(await createUser(operator, { email, role: "admin", password: PASSWORD }), null);
}

async function enter(user: UserActor, client: Client = clientAt()) {
  const step = await signIn({ email: user.name, password: PASSWORD }, client);
  if (!step.done) throw new Error("a code was asked for");
  return step;
}

const actionsOf = async (user: UserActor) =>
  (await gateway.sql`select action from audit_entries where actor_id = ${user.id} order by id`).map(
    ({ action }) => action,
  );

test("signing out ends the session itself: a copy of its cookie no longer works", async () => {
  const user = await makeUser();
  const [{ signedIn: here }, { signedIn: there }] = [await enter(user), await enter(user)];
  const copy = { ...here };
  await signOut(here, null);
  expect(await viewerOf(copy, null)).toBeNull();
  expect(await viewerOf(there, null)).toMatchObject({ sessionId: there.sessionId, email: user.name });
  // Once more, as from a second tab: nothing to end, and no second entry.
  await signOut(here, null);
  expect((await actionsOf(user)).filter((action) => action === "user.sign_out")).toHaveLength(1);
});

test("a session belongs to its user: combined with another user's id it grants no access", async () => {
  const [one, other] = [await makeUser(), await makeUser()];
  const { signedIn } = await enter(one);
  expect(await viewerOf({ ...signedIn, userId: other.id }, null)).toBeNull();
  await expect(endSession(other, { sessionId: signedIn.sessionId })).rejects.toMatchObject({
    code: "session_not_found",
  });
  for (const sessionId of ["", "1", "not a uuid\0", undefined, null, {}]) {
    await expect(endSession(one, { sessionId })).rejects.toMatchObject({ code: "invalid_input" });
  }
  expect(await viewerOf(signedIn, null)).not.toBeNull();
});

test("users see their sessions with address and last use, and can end one or all others", async () => {
  const user = await makeUser();
  const userAgent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  const { signedIn: mine } = await enter(user, { address: "198.51.100.7", userAgent, device: null });
  const { signedIn: phone } = await enter(user, { ...clientAt("2001:db8::7"), userAgent: "x".repeat(5_000) });
  const [, , { signedIn: third }] = [await enter(user), await enter(user), await enter(user)];
  const listed = await listSessions(user);
  expect(listed).toHaveLength(5);
  const row = listed.find(({ id }) => id === mine.sessionId)!;
  expect(row).toMatchObject({ address: "198.51.100.7", userAgent });
  expect(browserOf(row.userAgent)).toEqual({ browser: "Firefox", system: "Linux", isPhone: false });
  expect(listed.find(({ id }) => id === phone.sessionId)!.userAgent).toHaveLength(300);

  await endSession(user, { sessionId: phone.sessionId });
  expect(await viewerOf(phone, null)).toBeNull();
  await expect(endSession(user, { sessionId: phone.sessionId })).rejects.toMatchObject({
    code: "session_not_found",
  });
  expect(await endOtherSessions(user, mine.sessionId)).toBe(3);
  expect(await viewerOf(third, null)).toBeNull();
  expect((await listSessions(user)).map(({ id }) => id)).toEqual([mine.sessionId]);
  expect(await endOtherSessions(user, mine.sessionId)).toBe(0);
  const done = (await actionsOf(user)).filter((action) => action !== "user.sign_in");
  expect(done).toEqual(["user.session_end", "user.sessions_end"]);
});

test("a session ends after a long idle time, and after its maximum age even if it is in use", async () => {
  const user = await makeUser();
  const age = (id: string, column: "last_used_at" | "created_at", days: number) =>
    gateway.sql`update sessions set ${gateway.sql(column)} = now() - ${days} * interval '1 day' where id = ${id}`;
  const [{ signedIn: idle }, { signedIn: old }, { signedIn: used }] = [
    await enter(user),
    await enter(user),
    await enter(user),
  ];
  await age(idle.sessionId, "last_used_at", SESSION_IDLE_DAYS + 0.01);
  await age(old.sessionId, "created_at", SESSION_DAYS + 0.01);
  await age(used.sessionId, "created_at", SESSION_DAYS - 0.01);
  await age(used.sessionId, "last_used_at", SESSION_IDLE_DAYS - 0.01);
  expect(await viewerOf(idle, null)).toBeNull();
  expect(await viewerOf(old, null)).toBeNull();
  expect(await viewerOf(used, "203.0.113.9")).not.toBeNull();
  // That was a use: it counts from now on, from where it came.
  const [row] = await listSessions(user);
  expect(row).toMatchObject({ id: used.sessionId, address: "203.0.113.9" });
  expect(Date.now() - row!.lastUsedAt.getTime()).toBeLessThan(3_600_000);

  const { account, developer } = await makeCustomer();
  const { signedIn: suspended } = await enter(developer);
  await suspendAccount(operator, { id: account.id });
  expect(await viewerOf(suspended, null)).toBeNull();
  await forgetEndedSessions();
  const left = await gateway.sql`select id from sessions where user_id in (${user.id}, ${developer.id})`;
  expect(left.map(({ id }) => id)).toEqual([used.sessionId]);
});
