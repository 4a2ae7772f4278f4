import { userActor } from "#core/actor.ts";
import { checked } from "#core/problem.ts";
import { Refused } from "#core/refusal.ts";
import { credentials, SIGN_IN_LIMITS } from "#core/sign-in.ts";
import {
  countFailures,
  deleteOldFailures,
  failuresOf,
  forgetFailures,
  takeBackFailure,
} from "#db/queries/sign-in-attempts.ts";
import { findForSignIn, noteSignIn } from "#db/queries/users.ts";
import { database } from "#runtime/database.ts";
import { hmac } from "#runtime/keys.ts";
import { audit } from "./audit.ts";
import { change } from "./change.ts";
import { passwordMatches } from "./password.ts";

const { windowMinutes, perEmail, perAddress } = SIGN_IN_LIMITS;

/** What a session holds: it counts only as long as the user's version is the same. */
export interface SignedIn {
  userId: number;
  sessionVersion: number;
}

/**
 * Signs a user in. Whether the e-mail is unknown, the password wrong, the user removed or the account suspended,
 * the answer and its time are the same.
 * @throws {Refused} `sign_in_failed`, or `sign_in_throttled` after too many failures of an e-mail or an address.
 */
export async function signIn(input: unknown, address: string | null): Promise<SignedIn> {
  const { email, password } = parsed(input);
  const emailKey = `email:${hmac("sign-in", email).toString("hex")}`;
  const limits = new Map<string, number>([[emailKey, perEmail]]);
  if (address) limits.set(`address:${address}`, perAddress);
  const keys = [...limits.keys()];
  const full = (await failuresOf(database(), keys, windowMinutes)).find(
    ({ key, failures }) => failures >= limits.get(key)!,
  );
  if (full) throw new Refused("sign_in_throttled", { minutes: Math.max(1, full.minutesLeft) });
  // Counted before the password is looked at, and taken back if it is right: guesses made at once are all seen.
  await countFailures(database(), keys, windowMinutes);
  const user = await findForSignIn(database(), email);
  const matches = await passwordMatches(user?.passwordHash ?? null, password);
  if (!user || !matches || user.accountStatus === "suspended") throw new Refused("sign_in_failed");
  await change(async (tx) => {
    await noteSignIn(tx, user.id);
    await forgetFailures(tx, emailKey);
    // Only this one is taken back: whoever knows one password must not clear an address for guessing others.
    if (address) await takeBackFailure(tx, `address:${address}`);
    const subject = { action: "user.sign_in" as const, subjectId: user.id, accountId: user.accountId };
    await audit(tx, userActor(user, address), subject);
  });
  return { userId: user.id, sessionVersion: user.sessionVersion };
}

function parsed(input: unknown): { email: string; password: string } {
  try {
    return checked(credentials, input);
  } catch (error) {
    if (error instanceof Refused) throw new Refused("sign_in_failed");
    throw error;
  }
}

/** Forgets failures that count no more. */
export async function forgetOldFailures(): Promise<void> {
  await deleteOldFailures(database(), windowMinutes);
}
