import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLocale, isLocale, LOCALE_COOKIE } from "#i18n/locale.ts";
import { messages } from "#i18n/messages.ts";
import { presentation } from "#services/gateway/presentation.ts";

/**
 * next-intl's configuration of each request. The language is the caller's choice, or the cookie's, or the browser's;
 * the texts include the operator's own name for the product; and the time zone for dates.
 */
export default getRequestConfig(async ({ locale: asked }) => {
  const locale = isLocale(asked)
    ? asked
    : chooseLocale((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get("accept-language"));
  const { name, timeZone } = await presentation();
  const words = messages[locale];
  const product = name[locale] ?? words.common.product;
  return {
    locale,
    messages: { ...words, common: { ...words.common, product } },
    timeZone,
    formats: {},
    now: new Date(),
  };
});
