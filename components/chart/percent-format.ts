import { formatLocale, type Locale } from "#i18n/locale.ts";

/** Shares with one decimal, all of them, so that those below each other can be compared. */
export function percentFormat(locale: Locale): Intl.NumberFormat {
  return new Intl.NumberFormat(formatLocale(locale), {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
}
