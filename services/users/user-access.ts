import { canOperate, whyNotDeactivate, whyNotManageUser } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { byEmail } from "#core/access/user.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { lockActiveAdmins, lockUser, setDeactivated, type UserRow } from "#db/queries/users/users.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";

/** From the next request on the user is signed out everywhere and cannot sign in. What they did stays recorded. */
export async function deactivateUser(actor: Actor, input: unknown): Promise<UserRow> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { email } = checked(byEmail, input);
  return auditedTransaction(async (tx) => {
    // Lock first: a concurrent deactivation waits here and then sees the result of this one.
    const admins = await lockActiveAdmins(tx);
    const user = await lockUser(tx, email);
    if (!user) throw new Refused("user_not_found", { email });
    const objection = whyNotDeactivate(actor, user.id, admins);
    if (objection) throw new Refused(objection, { email });
    if (user.status === "invited") throw new Refused("user_invited", { email });
    if (user.status === "deactivated") return user;
    await audit(tx, actor, {
      action: "user.deactivate",
      subjectId: user.id,
      accountId: user.accountId,
      before: { status: "active" },
      after: { status: "deactivated" },
    });
    return setDeactivated(tx, user.id, true);
  });
}

/** Lets a user sign in again, with the same password and second factor. */
export async function reactivateUser(actor: Actor, input: unknown): Promise<UserRow> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { email } = checked(byEmail, input);
  return auditedTransaction(async (tx) => {
    const user = await lockUser(tx, email);
    if (!user) throw new Refused("user_not_found", { email });
    const objection = whyNotManageUser(actor, user.id);
    if (objection) throw new Refused(objection);
    if (user.status !== "deactivated") return user;
    await audit(tx, actor, {
      action: "user.reactivate",
      subjectId: user.id,
      accountId: user.accountId,
      before: { status: "deactivated" },
      after: { status: "active" },
    });
    return setDeactivated(tx, user.id, false);
  });
}
