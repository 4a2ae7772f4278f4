import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { chooseLocale, formatLocale, LOCALE_COOKIE } from "./locale.ts";
import { messages } from "./messages.ts";

/** What next-intl asks at every request: the language from the cookie, else the browser's. */
export default getRequestConfig(async () => {
  const locale = chooseLocale(
    (await cookies()).get(LOCALE_COOKIE)?.value,
    (await headers()).get("accept-language"),
  );
  return { locale, messages: messages[locale], timeZone: "Asia/Damascus", formats: {}, now: new Date() };
});

export { formatLocale };
