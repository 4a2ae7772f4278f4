import type { UserActor } from "#core/access/actor.ts";
import type { SecondFactor } from "#core/access/two-factor.ts";
import { invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { findPasswordHash } from "#db/queries/users/users.ts";
import { database } from "#runtime/database/pools.ts";
import { passwordMatches } from "./password.ts";
import { spendCode } from "./second-factor.ts";
import { guarded } from "./throttle.ts";

/** Whether this is the signed-in user's own password, asked for again. @throws {Refused} `too_many_guesses`. */
export async function isOwnPassword(actor: UserActor, password: string): Promise<boolean> {
  const { id, address } = actor;
  const right = await guarded({ what: "password", subject: id, address }, async () => {
    const stored = await findPasswordHash(database(), id, actor.accountId ?? "all");
    return (await passwordMatches(stored, password)) || undefined;
  });
  return right ?? false;
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
