import { createTranslator } from "use-intl/core";
import { isOperatorRole } from "#core/access/role.ts";
import { nameIn } from "#core/customer/account-name.ts";
import { html, type MailContent, plainText } from "#core/mail/mail-text.ts";
import { type Notice, type NoticeSide, noticePath, saidOf } from "#core/notice/notice.ts";
import type { Recipient } from "#db/queries/mail/mails.ts";
import { directionOf, formatLocale, isLocale, type Locale, locales } from "#i18n/locale.ts";
import { messages } from "#i18n/messages.ts";
import { presentation } from "#services/gateway/presentation.ts";

/** More notices than these are counted, and read in the dashboard. */
const TOLD = 20;

export interface Rendered {
  subject: string;
  text: string;
  html: string;
  /** The name of the gateway in the recipient's language. */
  product: string;
}

/** The words of mails, in one language. */
async function wordsIn(language: string | null) {
  const locale: Locale = isLocale(language) ? language : locales[0];
  const { name, timeZone } = await presentation();
  const day = new Intl.DateTimeFormat(formatLocale(locale), { dateStyle: "long", timeZone });
  const words = messages[locale];
  return {
    product: name[locale] ?? words.common.product,
    mail: createTranslator({ locale, messages: words, namespace: "mail" }),
    notices: createTranslator({ locale, messages: words, namespace: "notices" }),
    day: (time: Date | string) => day.format(new Date(time)),
    look: { language: locale, direction: directionOf(locale) },
  };
}

const rendered = (content: MailContent): Rendered => ({
  subject: content.subject,
  text: plainText(content),
  html: html(content),
  product: content.product,
});

const sideOf = ({ role }: Pick<Recipient, "role">): NoticeSide =>
  isOperatorRole(role) ? "admin" : "developer";

/** One notice, or several in one mail, the newest first. */
export async function renderNotices(
  recipient: Recipient,
  notices: readonly ({ id: number } & Notice)[],
  { origin, language }: { origin: string; language: string },
): Promise<Rendered> {
  const { product, mail, notices: t, day, look } = await wordsIn(recipient.language ?? language);
  const side = sideOf(recipient);
  const items = notices.slice(0, TOLD).map((notice) => {
    const { wording, values } = saidOf(notice, side, { language: look.language, day });
    return {
      title: t(`said.${wording}.title` as "said.creditUsed.title", values),
      text: t(`said.${wording}.text` as "said.creditUsed.text", values),
      url: `${origin}${noticePath(notice.id)}`,
      open: mail("open"),
    };
  });
  const count = notices.length;
  const prefix = side === "admin" ? "/admin" : "";
  return rendered({
    ...look,
    product,
    subject: count === 1 ? items[0]!.title : mail("subject", { count }),
    paragraphs: [],
    items,
    action:
      count > TOLD
        ? { text: mail("more", { count: count - TOLD }), url: `${origin}${prefix}/notices` }
        : null,
    footer: [mail("why", { address: `${origin}${prefix}/profile#notices` })],
  });
}

/** A link to set a password. */
export async function renderLink(
  kind: "invitation" | "password_reset",
  recipient: Recipient,
  { url, until, language }: { url: string; until: Date; language: string },
): Promise<Rendered> {
  const { product, mail, day, look } = await wordsIn(recipient.language ?? language);
  const account = recipient.accountName && nameIn(recipient.accountName, look.language);
  const t = (key: "subject" | "text" | "action" | "footer") => {
    const values = { product, account: account ?? "", until: day(until) };
    if (kind === "password_reset") return mail(`passwordReset.${key}`, values);
    return key === "text" && account
      ? mail("invitation.textOfAccount", values)
      : mail(`invitation.${key}`, values);
  };
  return rendered({
    ...look,
    product,
    subject: t("subject"),
    paragraphs: [t("text")],
    items: [],
    action: { text: t("action"), url },
    footer: [t("footer")],
  });
}

/** The mail of a test. */
export async function renderTest(language: string | null, origin: string): Promise<Rendered> {
  const { product, mail, look } = await wordsIn(language);
  return rendered({
    ...look,
    product,
    subject: mail("test.subject", { product }),
    paragraphs: [mail("test.text")],
    items: [],
    action: { text: mail("test.action"), url: origin },
    footer: [],
  });
}
