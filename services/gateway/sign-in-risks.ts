import { canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import { countFirstPasswords, countStaffWithoutTwoFactor } from "#db/queries/users/sign-in-risks.ts";
import { database } from "#runtime/database/pools.ts";
import { twoFactorDemands } from "./settings.ts";
import { FIRST_START } from "./setup.ts";

/** How the sign-ins of a gateway that goes live could be broken into. */
export interface SignInRisks {
  /** Active users whose password is the one in the file of the first start. */
  firstPasswords: number;
  /** The operator's active people with a password alone; 0 where two-factor authentication is required of them. */
  staffWithoutTwoFactor: number;
}

export async function signInRisks(actor: Actor): Promise<SignInRisks> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const [firstPasswords, { ofStaff }, without] = await Promise.all([
    countFirstPasswords(database(), FIRST_START),
    twoFactorDemands(),
    countStaffWithoutTwoFactor(database()),
  ]);
  return { firstPasswords, staffWithoutTwoFactor: ofStaff ? 0 : without };
}
