import {
  canChange,
  canOperate,
  whyNotChangeMember,
  whyNotDeactivate,
  whyNotManageUser,
} from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { isOperatorRole } from "#core/access/role.ts";
import { byEmail, roleChange } from "#core/access/user.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { setDeactivated, setRole, type UserRow } from "#db/queries/users/users.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { lockAmongPeers, lockManaged } from "./managed-user.ts";

/**
 * From the next request on the user is signed out everywhere and cannot sign in. What they did stays recorded. The
 * operator may do so to an account's last owner; the team may not.
 */
export async function deactivateUser(actor: Actor, input: unknown): Promise<UserRow> {
  if (!canChange(actor)) throw new Refused("read_only");
  const { email } = checked(byEmail, input);
  return auditedTransaction(async (tx) => {
    const { user, peers } = await lockAmongPeers(tx, actor, email);
    const { id, accountId } = user;
    const byTeam = !canOperate(actor);
    const objection =
      byTeam && accountId !== null
        ? whyNotChangeMember(actor, { id, accountId }, null, peers)
        : whyNotDeactivate(actor, id, accountId === null ? peers : []);
    if (objection) throw new Refused(objection, { email });
    if (user.status === "invited") throw new Refused("user_invited", { email });
    if (user.status === "deactivated") return user;
    await audit(tx, actor, {
      action: "user.deactivate",
      subjectId: id,
      accountId,
      before: { status: "active" },
      after: { status: "deactivated" },
    });
    return setDeactivated(tx, id, true, byTeam);
  });
}

/** Lets a user sign in again, with the same password and second factor. An owner only whom the team has removed. */
export async function reactivateUser(actor: Actor, input: unknown): Promise<UserRow> {
  if (!canChange(actor)) throw new Refused("read_only");
  const { email } = checked(byEmail, input);
  return auditedTransaction(async (tx) => {
    const user = await lockManaged(tx, actor, email);
    const objection = canOperate(actor) ? whyNotManageUser(actor, user.id) : null;
    if (objection) throw new Refused(objection);
    if (user.status !== "deactivated") return user;
    if (!canOperate(actor) && !user.removedByTeam) throw new Refused("user_removed_by_operator", { email });
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

/** Gives a user another role on the same side, from their next request on. */
export async function changeRole(actor: Actor, input: unknown): Promise<UserRow> {
  if (!canChange(actor)) throw new Refused("read_only");
  const { email, role } = checked(roleChange, input);
  return auditedTransaction(async (tx) => {
    const { user, peers } = await lockAmongPeers(tx, actor, email);
    const { id, accountId } = user;
    if (isOperatorRole(role) !== (accountId === null))
      throw new Refused("user_role_of_other_side", { email });
    const objection =
      accountId !== null && !isOperatorRole(role)
        ? whyNotChangeMember(actor, { id, accountId }, role, peers)
        : whyNotDeactivate(actor, id, role === "admin" ? [] : peers);
    if (objection) throw new Refused(objection, { email });
    if (user.role === role) return user;
    await audit(tx, actor, {
      action: "user.change_role",
      subjectId: id,
      accountId,
      before: { role: user.role },
      after: { role },
    });
    return setRole(tx, id, role);
  });
}
