import type { Actor } from "#core/actor.ts";
import { checked, invalid } from "#core/problem.ts";
import { language, passwordChange } from "#core/sign-in.ts";
import { findPasswordHash, setUserLanguage, updatePassword } from "#db/queries/users.ts";
import { database } from "#runtime/database.ts";
import { audit } from "./audit.ts";
import { change } from "./change.ts";
import { hashPassword, passwordMatches } from "./password.ts";
import type { SignedIn } from "./sign-in.ts";

type UserActor = Extract<Actor, { kind: "user" }>;

/** Changes one's own password and ends every session. @returns what a new session of this browser needs. */
export async function changePassword(actor: UserActor, input: unknown): Promise<SignedIn> {
  const { current, password } = checked(passwordChange, input);
  const stored = await findPasswordHash(database(), actor.id, actor.accountId ?? "all");
  if (!(await passwordMatches(stored, current))) throw invalid([["current", "wrong_password"]]);
  const passwordHash = await hashPassword(password);
  return change(async (tx) => {
    const row = await updatePassword(tx, actor.name, passwordHash);
    await audit(tx, actor, {
      action: "user.change_password",
      subjectId: actor.id,
      accountId: actor.accountId,
    });
    return { userId: actor.id, sessionVersion: row!.sessionVersion };
  });
}

/** Remembers the language of the dashboard. */
export async function chooseLanguage(actor: UserActor, input: unknown): Promise<void> {
  await setUserLanguage(database(), actor.id, checked(language, input));
}
