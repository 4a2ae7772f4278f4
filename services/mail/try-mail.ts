import { randomUUID } from "node:crypto";
import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { type MailAnswer, smtp, smtpTest } from "#core/mail/smtp.ts";
import { languageOf } from "#db/queries/mail/mails.ts";
import { database } from "#runtime/database/pools.ts";
import { deliver } from "./deliver.ts";
import { renderTest } from "./render.ts";
import { connectionWith, dashboardUrl, smtpConnection } from "./smtp.ts";

/**
 * Sends a mail at once, with the stored settings or with others that are not stored yet, and returns what the server
 * said. An admin's goes to their own address, whatever they ask.
 */
export async function tryMail(
  actor: Actor,
  input: { value?: unknown; to?: unknown },
): Promise<MailAnswer & { to: string }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { to: asked } = checked(smtpTest, { to: input.to });
  const value = input.value === undefined ? undefined : checked(smtp, input.value);
  const to = actor.kind === "user" ? actor.name : asked;
  if (to === undefined) throw invalid([["to", "required"]]);
  const connection = value ? await connectionWith(value) : await smtpConnection();
  if (!connection) throw new Refused("smtp_not_set");
  const language = actor.kind === "user" ? await languageOf(database(), actor.id) : null;
  const { product, ...content } = await renderTest(language, dashboardUrl(connection));
  const { outcome, answer } = await deliver(connection, {
    ...content,
    to,
    fromName: connection.fromName || product,
    messageId: `<test-${randomUUID()}@${connection.from.split("@").at(-1)}>`,
  });
  return { outcome, answer, to };
}
