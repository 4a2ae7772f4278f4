import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { clientAt, freshGateway, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { type UserActor, userActor } from "#core/access/actor.ts";
import { changeEmail, changePassword } from "#services/users/profile.ts";
import { createUser } from "#services/users/users.ts";
import { signIn } from "./sign-in.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

async function makeUser() {
  const email = `${randomBytes(6).toString("hex")}@example.com`;
  return createUser(operator, { email, role: "admin", password: PASSWORD });
}

type Tx = Parameters<Parameters<typeof gateway.sql.begin>[1]>[0];

/** Does something while another transaction has changed the user and not yet committed. @returns the refusal's code. */
async function during(change: (tx: Tx) => Promise<unknown>, work: () => Promise<unknown>) {
  let entering: Promise<unknown> | undefined;
  await gateway.sql.begin(async (tx) => {
    await change(tx);
    entering = work().then(
      () => "done",
      ({ code }) => code,
    );
    // The password was right when it was checked: what follows waits for the row.
    await expect.poll(() => waitingForLocks(gateway.sql)).toBeGreaterThan(0);
  });
  return entering;
}

const enter = (email: string) => () => signIn({ email, password: PASSWORD }, clientAt());

const otherPassword = (id: number) => (tx: Tx) =>
  tx`update users set password_hash = 'other', session_version = session_version + 1 where id = ${id}`;

const sessionsOf = (id: number) => gateway.sql`select from sessions where user_id = ${id}`;

test("a password that is changed while it signs somebody in opens no session", async () => {
  const { id, email } = await makeUser();
  const result = await during(otherPassword(id), enter(email));
  expect(result).toBe("sign_in_failed");
  expect(await sessionsOf(id)).toHaveLength(0);
  const [trace] = await gateway.sql`
    select from audit_entries where action = 'user.sign_in' and actor_id = ${id}`;
  expect(trace).toBeUndefined();
});

test("a second factor that is turned on meanwhile cannot be passed by with the password alone", async () => {
  const { id, email } = await makeUser();
  const turnOn = async (tx: Tx) => {
    await tx`insert into two_factors (user_id, sealed, last_step) values (${id}, ${randomBytes(8)}, 0)`;
    await tx`update users set session_version = session_version + 1 where id = ${id}`;
  };
  const result = await during(turnOn, enter(email));
  expect(result).toBe("sign_in_failed");
  expect(await sessionsOf(id)).toHaveLength(0);
});

test("an old password that was replaced meanwhile changes neither password nor e-mail", async () => {
  for (const change of [
    (actor: UserActor) =>
      changePassword(actor, { current: PASSWORD, password: "another password" }, clientAt()),
    (actor: UserActor) => changeEmail(actor, { current: PASSWORD, email: `x${actor.name}` }, clientAt()),
  ]) {
    const user = await makeUser();
    const actor = userActor(user, null);
    expect(await during(otherPassword(user.id), () => change(actor))).toBe("invalid_input");
    const [row] = await gateway.sql`select email, password_hash from users where id = ${user.id}`;
    expect(row).toEqual({ email: user.email, password_hash: "other" });
    expect(await sessionsOf(user.id)).toHaveLength(0);
  }
});

test("a password is changed under the e-mail that the user has by then", async () => {
  const user = await makeUser();
  const email = `new-${user.email}`;
  const rename = (tx: Tx) => tx`update users set email = ${email} where id = ${user.id}`;
  const change = () =>
    changePassword(userActor(user, null), { current: PASSWORD, password: "another password" }, clientAt());
  expect(await during(rename, change)).toBe("done");
  expect(await signIn({ email, password: "another password" }, clientAt())).toMatchObject({ done: true });
});
