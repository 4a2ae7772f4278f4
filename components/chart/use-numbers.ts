"use client";

import { useLocale } from "next-intl";
import { useMemo } from "react";
import { formatLocale, type Locale } from "#i18n/locale.ts";

/** A chart's numbers: in full, and short for an axis. */
export function useNumbers(): { full: (n: number) => string; short: (n: number) => string } {
  const locale = formatLocale(useLocale() as Locale);
  return useMemo(() => {
    const full = new Intl.NumberFormat(locale);
    const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
    return { full: (n) => full.format(n), short: (n) => (n < 10_000 ? full : short).format(n) };
  }, [locale]);
}
