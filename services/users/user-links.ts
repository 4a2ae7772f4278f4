import { randomBytes } from "node:crypto";
import { canChange, canManageUsersOf, canOperate } from "#core/access/access.ts";
import { type Actor, isMember, userActor } from "#core/access/actor.ts";
import type { UserRole } from "#core/access/role.ts";
import { LINK_DAYS, linkedPassword, linkSecret } from "#core/access/sign-in.ts";
import { byEmail, newUser } from "#core/access/user.ts";
import type { AccountName } from "#core/customer/account-name.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { findLink, insertLink, spendLink } from "#db/queries/users/user-links.ts";
import {
  deleteInvited,
  insertUser,
  lockUser,
  type UserRow,
  updatePassword,
} from "#db/queries/users/users.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { sha256 } from "#runtime/keys.ts";
import { hashPassword } from "#services/access/password.ts";
import { countInvitation, guarded } from "#services/access/throttle.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { queueLinkMail } from "#services/mail/queue-link.ts";
import { lockManaged } from "./managed-user.ts";

/** A link for the operator to hand over: it is shown once. Where mails can be sent, it is mailed to its user as well. */
export interface HandedLink {
  userId: number;
  /** The link's path, which contains its secret. */
  path: string;
  expiresAt: Date;
  mailed: boolean;
}

/**
 * Creates a user, who sets the password through a link. Where a member of an account tries e-mails that others have, that
 * counts as guessing: who uses the gateway beside their team is not theirs to know.
 * @throws {Refused} `too_many_invitations` for a team that would have the gateway write to everybody.
 */
export async function inviteUser(actor: Actor, input: unknown): Promise<HandedLink> {
  const { email, role, accountId = null } = checked(newUser, input);
  if (!canManageUsersOf(actor, accountId)) throw new Refused("not_allowed");
  if (actor.kind !== "user" || canOperate(actor)) return invite(actor, { email, role, accountId });
  const { id: subject, address } = actor;
  let taken: unknown;
  const done = await guarded({ what: "email", subject, address }, () =>
    invite(actor, { email, role, accountId }).catch((error: unknown) => {
      if (!(error instanceof Refused && error.code === "user_email_taken")) throw error;
      taken = error;
      return undefined;
    }),
  );
  if (!done) throw taken;
  return done;
}

function invite(
  actor: Actor,
  { email, role, accountId }: { email: string; role: UserRole; accountId: number | null },
): Promise<HandedLink> {
  return auditedTransaction(
    async (tx) => {
      const user = await insertUser(tx, { email, role, accountId, passwordHash: null });
      if (isMember(actor)) await countInvitation(tx, actor.accountId);
      await audit(tx, actor, {
        action: "user.invite",
        subjectId: user.id,
        accountId,
        after: { email, role, accountId },
      });
      return handOut(tx, actor, user.id, "invitation");
    },
    {
      users_email: new Refused("user_email_taken", { email }),
      users_account_id_accounts_id_fk: new Refused("account_not_found", { id: accountId ?? "" }),
    },
  );
}

/** A new link for a user who has not accepted the invitation; earlier links stop working. */
export async function renewInvitation(actor: Actor, input: unknown): Promise<HandedLink> {
  if (!canChange(actor)) throw new Refused("read_only");
  const { email } = checked(byEmail, input);
  return auditedTransaction(async (tx) => {
    const user = await lockInvited(tx, actor, email);
    if (isMember(actor)) await countInvitation(tx, actor.accountId);
    await audit(tx, actor, {
      action: "user.renew_invitation",
      subjectId: user.id,
      accountId: user.accountId,
      after: { email },
    });
    return handOut(tx, actor, user.id, "invitation");
  });
}

/** Withdraws an invitation and deletes the user, who has never signed in. The e-mail can be used again. */
export async function withdrawInvitation(actor: Actor, input: unknown): Promise<{ email: string }> {
  if (!canChange(actor)) throw new Refused("read_only");
  const { email } = checked(byEmail, input);
  return auditedTransaction(async (tx) => {
    const { id, role, accountId } = await lockInvited(tx, actor, email);
    await deleteInvited(tx, id);
    await audit(tx, actor, {
      action: "user.withdraw_invitation",
      subjectId: id,
      accountId,
      before: { email, role, accountId },
    });
    return { email };
  });
}

async function lockInvited(tx: Executor, actor: Actor, email: string): Promise<UserRow> {
  const user = await lockManaged(tx, actor, email);
  if (user.status !== "invited") throw new Refused("user_not_invited", { email });
  return user;
}

/**
 * A link for a user who forgot the password. The old password works until the link is used, and the link works until
 * the password is changed.
 */
export async function linkForReset(actor: Actor, input: unknown): Promise<HandedLink> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { email } = checked(byEmail, input);
  return auditedTransaction(async (tx) => {
    const user = await lockUser(tx, email);
    if (!user || user.status === "deactivated") throw new Refused("user_not_found", { email });
    if (user.status === "invited") throw new Refused("user_invited", { email });
    await audit(tx, actor, { action: "user.reset_link", subjectId: user.id, accountId: user.accountId });
    return handOut(tx, actor, user.id, "password_reset");
  });
}

async function handOut(
  tx: Executor,
  actor: Actor,
  userId: number,
  kind: "invitation" | "password_reset",
): Promise<HandedLink> {
  const secret = randomBytes(32).toString("base64url");
  const expiresAt = await insertLink(tx, {
    userId,
    kind,
    madeBy: actor.kind === "user" ? actor.id : null,
    hash: sha256(secret),
    days: LINK_DAYS,
  });
  const path = `/invite/${secret}`;
  const mailed = await queueLinkMail(tx, actor, { userId, kind, path, until: expiresAt });
  return { userId, path, expiresAt, mailed };
}

/** What the page of a link tells: whose it is, and for an invitation who invites to what. */
export interface LinkFacts {
  email: string;
  kind: "invitation" | "password_reset";
  role: UserRole;
  /** Null for the operator's own people. */
  accountName: AccountName | null;
  /** The member of the account who invites; null if the operator does. */
  invitedBy: string | null;
}

/** @throws {Refused} `link_not_valid`. */
export async function readLink(secret: string): Promise<LinkFacts> {
  const link = await findLink(database(), sha256(linkSecret(secret)));
  if (!link) throw new Refused("link_not_valid");
  const { email, kind, role, accountName, madeBy } = link;
  return { email, kind, role, accountName, invitedBy: madeBy };
}

/** Sets the password of the link's user, once, and ends all their sessions. */
export async function takeLink(input: unknown, address: string | null): Promise<{ email: string }> {
  const { secret, password } = checked(linkedPassword, input);
  const hash = sha256(secret);
  // First: hashing costs so much that a link of old would be enough to keep others from signing in.
  if (!(await findLink(database(), hash))) throw new Refused("link_not_valid");
  const passwordHash = await hashPassword(password);
  return auditedTransaction(async (tx) => {
    const link = await findLink(tx, hash);
    if (!link) throw new Refused("link_not_valid");
    // Locks the user before the link, in the same order as code that invalidates a user's links.
    await lockUser(tx, link.email);
    if (!(await spendLink(tx, hash))) throw new Refused("link_not_valid");
    await updatePassword(tx, link.email, passwordHash);
    const actor = userActor({ ...link, id: link.userId }, address);
    await audit(tx, actor, { action: "user.set_password", subjectId: actor.id, accountId: actor.accountId });
    return { email: link.email };
  });
}
