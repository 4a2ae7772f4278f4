import type { Actor } from "#core/access/actor.ts";
import { insertMail, languageOf } from "#db/queries/mail/mails.ts";
import { locales } from "#i18n/locale.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { seal } from "#runtime/keys.ts";
import { mailIsOn } from "./smtp.ts";

export interface LinkMail {
  userId: number;
  kind: "invitation" | "password_reset";
  /** With its secret. */
  path: string;
  until: Date;
}

/** Binds a sealed link to the user whose it is. */
export const linkContext = (userId: number) => `mail:${userId}`;

/**
 * Has a link sent to its user, if mails can be sent at all. Call it in the transaction that makes the link. It is in
 * the inviter's language where the user has not chosen one.
 * @returns whether it will be sent.
 */
export async function queueLinkMail(
  tx: Executor,
  actor: Actor,
  { userId, kind, path, until }: LinkMail,
): Promise<boolean> {
  if (!(await mailIsOn(tx))) return false;
  const language = (actor.kind === "user" && (await languageOf(tx, actor.id))) || locales[0];
  const sealed = seal("mail-link", JSON.stringify({ path, until: until.toISOString() }), linkContext(userId));
  await insertMail(tx, { userId, kind, sealed, language });
  return true;
}
