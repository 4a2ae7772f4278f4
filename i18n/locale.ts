/** The languages of the dashboard; the first is the one for whoever asks for neither. */
export const locales = ["en", "ar"] as const;
export type Locale = (typeof locales)[number];

export const LOCALE_COOKIE = "language";

export function isLocale(value: unknown): value is Locale {
  return locales.includes(value as Locale);
}

export function directionOf(locale: Locale): "ltr" | "rtl" {
  return locale === "ar" ? "rtl" : "ltr";
}

/** For dates and numbers: Latin digits and a clock of 24 hours in both languages. */
export function formatLocale(locale: Locale): string {
  return locale === "ar" ? "ar-SY-u-hc-h23-nu-latn" : "en-GB";
}

/** What was chosen, else what the browser prefers. */
export function chooseLocale(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  const wanted = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", q] = part.trim().split(";q=");
      return { language: tag.slice(0, 2).toLowerCase(), weight: q === undefined ? 1 : Number(q) };
    })
    .sort((a, b) => b.weight - a.weight)
    .find(({ language }) => isLocale(language));
  return isLocale(wanted?.language) ? wanted.language : locales[0];
}
