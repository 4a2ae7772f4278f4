import { type SecondFactor, stepOf } from "#core/access/two-factor.ts";
import {
  findTwoFactor,
  spendRecoveryCode,
  spendStep,
  type TwoFactorRow,
} from "#db/queries/users/two-factors.ts";
import { database } from "#runtime/database/pools.ts";
import { hmac, unseal } from "#runtime/keys.ts";

/** Binds a sealed secret to its user: it cannot be opened in another user's row. */
export const secretContext = (userId: number) => `two-factor:${userId}`;

export const recoveryHash = (userId: number, code: string) => hmac("two-factor", `${userId}:${code}`);

/** @throws if it was sealed with another key or for another user. */
export function openSecret({ userId, sealed }: Pick<TwoFactorRow, "userId" | "sealed">): string {
  return unseal("two-factor", sealed, secretContext(userId));
}

/**
 * Checks a code and uses it up: an app code together with all earlier time steps, or one recovery code. Of two requests
 * with the same code only one succeeds.
 * @returns the kind of code; undefined if it is wrong or already used.
 */
export async function spendCode(
  userId: number,
  { kind, code }: SecondFactor,
): Promise<SecondFactor["kind"] | undefined> {
  if (kind === "recovery") {
    return (await spendRecoveryCode(database(), userId, recoveryHash(userId, code))) ? kind : undefined;
  }
  const row = await findTwoFactor(database(), userId);
  const step = row && stepOf(openSecret(row), code, new Date());
  if (step === null || step === undefined) return undefined;
  return (await spendStep(database(), userId, step)) ? kind : undefined;
}
