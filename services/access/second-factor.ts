import { type SecondFactor, stepOf } from "#core/access/two-factor.ts";
import {
  findTwoFactor,
  spendRecoveryCode,
  spendStep,
  type TwoFactorRow,
} from "#db/queries/users/two-factors.ts";
import { database } from "#runtime/database/pools.ts";
import { hmac, unseal } from "#runtime/keys.ts";

/** Binds a sealed secret to its user: copied into another's row it does not open. */
export const secretContext = (userId: number) => `two-factor:${userId}`;

export const recoveryHash = (userId: number, code: string) => hmac("two-factor", `${userId}:${code}`);

/** @throws where it was sealed with another key or for another user. */
export function openSecret({ userId, sealed }: Pick<TwoFactorRow, "userId" | "sealed">): string {
  return unseal("two-factor", sealed, secretContext(userId));
}

/**
 * Uses a code up: the app's step and everything before it, or one recovery code. Of two requests with the same
 * code one wins. @returns what it was; undefined where it is wrong or was used.
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
