import { whyNotEnter } from "#core/access/access.ts";
import { userActor } from "#core/access/actor.ts";
import { credentials } from "#core/access/sign-in.ts";
import { CODE_MINUTES, signInCode } from "#core/access/two-factor.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { findForSignIn, findForSignInById, noteSignIn, type UserForSignIn } from "#db/queries/users/users.ts";
import { database } from "#runtime/database/pools.ts";
import { hmac } from "#runtime/keys.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import type { Client } from "./client.ts";
import { requireCode } from "./identity.ts";
import { knownDevice, rememberDevice } from "./known-device.ts";
import { passwordMatches } from "./password.ts";
import { openSession, type SignedIn } from "./session.ts";
import { guarded } from "./throttle.ts";
import { openTicket, sealTicket } from "./ticket.ts";

/** A new session, and the device cookie by which this browser is recognised next time. */
export interface Entered {
  signedIn: SignedIn;
  device: string;
}

/** A session or, for a user with two-factor authentication, a ticket for the code step, which is not a session. */
export type FirstStep = ({ done: true } & Entered) | { done: false; pending: string; minutes: number };

/**
 * Checks e-mail and password. The answer and its time are the same whether the e-mail is unknown or the password wrong;
 * that a code is required, the user is deactivated or the account suspended is told only to those who know the
 * password.
 * @throws {Refused} `sign_in_failed`; `too_many_guesses` for an e-mail or from an address; `busy`; or why the user may
 * not sign in.
 */
export async function signIn(input: unknown, client: Client): Promise<FirstStep> {
  const { email, password } = parsed(input);
  const subject = hmac("sign-in", email).toString("hex");
  const { address } = client;
  const device = knownDevice(client.device, email);
  const user = await guarded({ what: "sign_in", subject, address, device }, async () => {
    const found = await findForSignIn(database(), email);
    const matches = await passwordMatches(found?.passwordHash ?? null, password);
    return matches ? found : undefined;
  });
  if (!user) throw new Refused("sign_in_failed");
  const objection = whyNotEnter(user);
  if (objection) throw new Refused(objection);
  if (user.twoFactor) {
    const ticket = { userId: user.id, sessionVersion: user.sessionVersion };
    return { done: false, pending: sealTicket("sign_in", ticket, CODE_MINUTES), minutes: CODE_MINUTES };
  }
  return { done: true, ...(await enter(user, client)) };
}

/**
 * The second step: takes the ticket of the first step and a code.
 * @throws {Refused} `code_wrong`, `too_many_guesses`, or `sign_in_expired` if the ticket is no longer valid.
 */
export async function signInWithCode(input: unknown, client: Client): Promise<Entered> {
  const { pending, code } = checked(signInCode, input);
  const user = await pendingUser(pending);
  if (!user) throw new Refused("sign_in_expired");
  const { address } = client;
  const device = knownDevice(client.device, user.email);
  const kind = await requireCode({ id: user.id, address, device }, code);
  return enter(user, client, kind);
}

/** Whether the ticket of a first step is still valid. */
export async function awaitsCode(pending: string): Promise<boolean> {
  return (await pendingUser(pending)) !== undefined;
}

/** The user of a ticket, if their sessions have not been ended since the password was checked. */
async function pendingUser(pending: string): Promise<UserForSignIn | undefined> {
  const ticket = openTicket("sign_in", pending);
  const user = ticket && (await findForSignInById(database(), ticket.userId));
  return user && user.sessionVersion === ticket.sessionVersion && !whyNotEnter(user) ? user : undefined;
}

async function enter(
  user: UserForSignIn,
  client: Client,
  secondFactor?: "app" | "recovery",
): Promise<Entered> {
  const signedIn = await auditedTransaction(async (tx) => {
    // What was checked may have changed while it was: a changed password must not open a session.
    if (!(await noteSignIn(tx, user))) throw new Refused(secondFactor ? "sign_in_expired" : "sign_in_failed");
    await audit(tx, userActor(user, client.address), {
      action: "user.sign_in",
      subjectId: user.id,
      accountId: user.accountId,
      ...(secondFactor ? { after: { secondFactor } } : {}),
    });
    return openSession(tx, user.id, client);
  });
  return { signedIn, device: rememberDevice(client.device, user.email) };
}

function parsed(input: unknown): { email: string; password: string } {
  try {
    return checked(credentials, input);
  } catch (error) {
    if (error instanceof Refused) throw new Refused("sign_in_failed");
    throw error;
  }
}
