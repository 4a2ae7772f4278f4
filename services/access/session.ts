import { type UserActor, userActor } from "#core/access/actor.ts";
import type { Language } from "#core/access/sign-in.ts";
import { findWithAccount } from "#db/queries/users/users.ts";
import { database } from "#runtime/database.ts";
import type { SignedIn } from "./sign-in.ts";

/** Who is signed in, as pages need it. */
export interface Viewer {
  actor: UserActor;
  email: string;
  language: Language | null;
  /** Null for an admin. */
  accountName: string | null;
  /** Two-factor authentication is on. */
  twoFactor: boolean;
}

/**
 * The user of a session, read anew at every request: a changed password, a removed user or a suspended account
 * ends it at once. Null where it has ended.
 */
export async function viewerOf(session: SignedIn, address: string | null): Promise<Viewer | null> {
  const user = await findWithAccount(database(), session.userId);
  if (!user || user.sessionVersion !== session.sessionVersion || user.accountStatus === "suspended")
    return null;
  return {
    actor: userActor(user, address),
    email: user.email,
    language: user.language === "ar" || user.language === "en" ? user.language : null,
    accountName: user.accountName,
    twoFactor: user.twoFactor,
  };
}
