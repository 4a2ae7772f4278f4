import type { UserActor } from "#core/access/actor.ts";
import { emailChange, language, passwordChange } from "#core/access/sign-in.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { setEmail, setUserLanguage, updatePassword } from "#db/queries/users/users.ts";
import { database } from "#runtime/database/pools.ts";
import type { Client } from "#services/access/client.ts";
import { proveCurrent } from "#services/access/identity.ts";
import { hashPassword } from "#services/access/password.ts";
import { openSession, type SignedIn } from "#services/access/session.ts";
import { guarded } from "#services/access/throttle.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";

/** Changes the user's own password and ends all their sessions. @returns a new session for this browser. */
export async function changePassword(actor: UserActor, input: unknown, client: Client): Promise<SignedIn> {
  const { current, password } = checked(passwordChange, input);
  const holdUser = await proveCurrent(actor, current);
  const passwordHash = await hashPassword(password);
  return auditedTransaction(async (tx) => {
    await updatePassword(tx, await holdUser(tx), passwordHash);
    await audit(tx, actor, {
      action: "user.change_password",
      subjectId: actor.id,
      accountId: actor.accountId,
    });
    return openSession(tx, actor.id, client);
  });
}

/**
 * Changes what the user signs in with. Ends all their sessions, like a changed password: whoever is at another browser
 * may not be the user. Trying e-mails that other users have counts as guessing.
 * @returns a new session for this browser.
 */
export async function changeEmail(actor: UserActor, input: unknown, client: Client): Promise<SignedIn> {
  const { current, email } = checked(emailChange, input);
  const holdUser = await proveCurrent(actor, current);
  const taken = new Refused("user_email_taken", { email });
  const change = () =>
    auditedTransaction(
      async (tx) => {
        const before = await holdUser(tx);
        await setEmail(tx, actor.id, email);
        await audit(tx, actor, {
          action: "user.change_email",
          subjectId: actor.id,
          accountId: actor.accountId,
          before: { email: before },
          after: { email },
        });
        return openSession(tx, actor.id, client);
      },
      { users_email: taken },
    );
  const done = await guarded({ what: "email", subject: actor.id, address: actor.address }, () =>
    change().catch((error: unknown) => {
      if (error === taken) return undefined;
      throw error;
    }),
  );
  if (!done) throw taken;
  return done;
}

/** Stores the user's language for the dashboard. */
export async function chooseLanguage(actor: UserActor, input: unknown): Promise<void> {
  await setUserLanguage(database(), actor.id, checked(language, input));
}
