import type { UserActor } from "#core/access/actor.ts";
import type { SecondFactor } from "#core/access/two-factor.ts";
import { invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { findPasswordHash, lockByPassword } from "#db/queries/users/users.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { passwordMatches } from "./password.ts";
import { spendCode } from "./second-factor.ts";
import { guarded } from "./throttle.ts";

/** Whether this is the signed-in user's own password, asked for again. @throws {Refused} `too_many_guesses`. */
export async function isOwnPassword(actor: UserActor, password: string): Promise<boolean> {
  return (await ownHash(actor, password)) !== undefined;
}

/** The stored hash of the user's own password, if this is the password. */
async function ownHash(actor: UserActor, password: string): Promise<string | undefined> {
  const { id, address } = actor;
  return guarded({ what: "password", subject: id, address }, async () => {
    const stored = await findPasswordHash(database(), id, actor.accountId ?? "all");
    return stored !== null && (await passwordMatches(stored, password)) ? stored : undefined;
  });
}

/**
 * Checks the signed-in user's current password, for a change of what they sign in with.
 * @returns a function for the transaction of the change: it locks the user, and refuses the change if the password was
 * changed or the user deactivated after the check. It returns the user's present e-mail.
 * @throws {Refused} naming the field `current`.
 */
export async function proveCurrent(
  actor: UserActor,
  current: string,
): Promise<(tx: Executor) => Promise<string>> {
  const wrong = () => invalid([["current", "wrong_password"]]);
  const hash = await ownHash(actor, current);
  if (hash === undefined) throw wrong();
  return async (tx) => {
    const user = await lockByPassword(tx, actor.id, hash);
    if (!user) throw wrong();
    return user.email;
  };
}

/**
 * Checks and uses up a second-factor code of the user. `device` identifies a browser in which they have signed in
 * before.
 * @throws {Refused} `code_wrong`, or `too_many_guesses`.
 */
export async function requireCode(
  { id, address, device = null }: { id: number; address: string | null; device?: string | null },
  code: SecondFactor,
): Promise<SecondFactor["kind"]> {
  const kind = await guarded({ what: "code", subject: id, address, device }, () => spendCode(id, code));
  if (!kind) throw new Refused("code_wrong");
  return kind;
}

/** Checks password and code of the signed-in user. @throws {Refused} with the field that is wrong. */
export async function requireIdentity(
  actor: UserActor,
  { password, code }: { password: string; code: SecondFactor },
): Promise<void> {
  if (!(await isOwnPassword(actor, password))) throw invalid([["password", "wrong_password"]]);
  await requireCode(actor, code);
}
