import { linkSecret } from "#core/access/sign-in.ts";
import { nextAttempt } from "#core/mail/retry.ts";
import { readClock } from "#db/queries/gateway/clock.ts";
import {
  claimMail,
  deleteMail,
  findRecipient,
  forgetGivenUp,
  gatherNotices,
  giveUpMail,
  type MailRow,
  postponeMail,
} from "#db/queries/mail/mails.ts";
import { selectNoticesById } from "#db/queries/notices/notices.ts";
import { findLink } from "#db/queries/users/user-links.ts";
import { locales } from "#i18n/locale.ts";
import { isUnavailable } from "#runtime/database/errors.ts";
import { database } from "#runtime/database/pools.ts";
import { sha256, unseal } from "#runtime/keys.ts";
import { log } from "#runtime/log.ts";
import { deliver, type Mail } from "./deliver.ts";
import { linkContext } from "./queue-link.ts";
import { type Rendered, renderLink, renderNotices } from "./render.ts";
import { dashboardUrl, type SmtpConnection, smtpConnection } from "./smtp.ts";

/** Longer than a conversation with the server may take. */
const LEASE_S = 300;
/** What was given up is shown in the settings for so long. */
const SHOWN_DAYS = 7;
/** After this time a run ends; the next one goes on. */
const RUN_MS = 50_000;

/**
 * Sends what waits: gathers the notices that are due, then one mail after the other. A mail is deleted when the server
 * has taken it; one that breaks off at its very end may come twice, and never gets lost.
 * @returns how many were sent.
 */
export async function sendMails(signal?: AbortSignal): Promise<number> {
  const db = database();
  await forgetGivenUp(db, SHOWN_DAYS);
  const connection = await smtpConnection();
  if (!connection) return 0;
  await gatherNotices(db, locales[0]);
  const begun = performance.now();
  let sent = 0;
  while (!signal?.aborted && performance.now() - begun < RUN_MS) {
    const row = await claimMail(db, LEASE_S);
    if (!row) break;
    const result = await sendOne(connection, row);
    if (result === "sent") sent += 1;
    // The next one would meet the same.
    if (result === "server fails") break;
  }
  return sent;
}

async function sendOne(
  connection: SmtpConnection,
  row: MailRow,
): Promise<"sent" | "settled" | "server fails"> {
  const db = database();
  let mail: Mail | null;
  try {
    mail = await contentOf(connection, row);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    // It would fail every time, and end the run in which the others would be sent.
    log().error({ err: error, mail: row.id, kind: row.kind }, "a mail could not be made");
    await giveUpMail(db, row.id, "The mail could not be made.");
    return "settled";
  }
  if (!mail) {
    await deleteMail(db, row.id);
    return "settled";
  }
  const { outcome, answer, again, serverFails } = await deliver(connection, mail);
  if (outcome === "sent") {
    await deleteMail(db, row.id);
    return "sent";
  }
  const dueAt = again ? nextAttempt(row.attempts, row.createdAt, await readClock(db)) : null;
  log().warn({ mail: row.id, kind: row.kind, attempts: row.attempts, answer }, "a mail could not be sent");
  if (dueAt) await postponeMail(db, row.id, dueAt, answer);
  else await giveUpMail(db, row.id, answer);
  return serverFails ? "server fails" : "settled";
}

/** Null if there is nothing to send any more: the notices were read, the link is not valid any more, the user is gone. */
async function contentOf(connection: SmtpConnection, row: MailRow): Promise<Mail | null> {
  const recipient = await findRecipient(database(), row.userId);
  if (!recipient || recipient.removedAt) return null;
  const origin = dashboardUrl(connection);
  let content: Rendered;
  if (row.kind === "notices") {
    const found = await selectNoticesById(database(), row.userId, row.noticeIds ?? []);
    const notices = found.filter(({ readAt }) => readAt === null);
    if (notices.length === 0) return null;
    content = await renderNotices(recipient, notices, { origin, language: row.language });
  } else {
    if (!row.sealed) return null;
    const link = JSON.parse(unseal("mail-link", row.sealed, linkContext(row.userId)));
    const until = new Date(link.until);
    // It has expired, or a later link or password has ended it.
    if (!(await findLink(database(), sha256(linkSecret(link.path.split("/").at(-1)))))) return null;
    content = await renderLink(row.kind, recipient, {
      url: `${origin}${link.path}`,
      until,
      language: row.language,
    });
  }
  const { product, ...parts } = content;
  return {
    ...parts,
    to: recipient.email,
    fromName: connection.fromName || product,
    messageId: `<mail-${row.id}-${row.createdAt.getTime()}@${connection.from.split("@").at(-1)}>`,
  };
}
