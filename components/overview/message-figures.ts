import type { useTranslations } from "next-intl";
import { percentFormat } from "#components/chart/percent-format.ts";
import { formatDuration } from "#components/time/duration.ts";
import { type Outcomes, shareDelivered, totalOf } from "#core/message/outcomes.ts";
import { formatLocale, type Locale } from "#i18n/locale.ts";
import type { Figure } from "./figures.tsx";

/** The figures at the top of an overview: number of messages, share delivered, and delivery time. */
export function messageFigures(
  { total, medianDeliveryMs }: { total: Outcomes; medianDeliveryMs: number | null },
  {
    t,
    locale,
    log,
  }: {
    t: ReturnType<typeof useTranslations<"overview">>;
    locale: Locale;
    /** The send log of the same period. */
    log: string;
  },
): Figure[] {
  const number = new Intl.NumberFormat(formatLocale(locale));
  const percent = percentFormat(locale);
  const share = shareDelivered(total);
  return [
    {
      name: t("figures.messages"),
      value: number.format(totalOf(total)),
      hint: t("figures.failed", { count: total.failed }),
      href: log,
      ...(total.failed > 0 && { hintHref: `${log}&status=failed` }),
    },
    {
      name: t("figures.delivered"),
      value: share === null ? "–" : percent.format(share),
      hint: t(share === null ? "figures.noReports" : "figures.deliveredOf"),
      href: `${log}&status=delivered`,
    },
    {
      name: t("figures.median"),
      value: medianDeliveryMs === null ? "–" : formatDuration(locale, medianDeliveryMs),
      hint: t("figures.medianHint"),
      href: `${log}&status=delivered`,
    },
  ];
}
