import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { percentFormat } from "#components/chart/percent-format.ts";
import { formatDuration } from "#components/time/duration.ts";
import type { CarrierFigures as Figures } from "#core/gateway/carrier.ts";
import type { Locale } from "#i18n/locale.ts";

const NOT_ACCEPTED = "recipient_refused,text_refused,refused,not_taken,unknown";

/** What the last hour's messages came to. */
export function CarrierFigures({ id, figures }: { id: number; figures: Figures }) {
  const t = useTranslations("carriers.figures");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const { accepted, rejected, unknown, delivered } = figures;
  const sends = accepted + rejected + unknown;
  const share = (part: number, whole: number) =>
    whole === 0 ? "–" : percentFormat(locale).format(part / whole);
  const time = (median: number | null, p95: number | null) =>
    median === null || p95 === null
      ? "–"
      : t("medianAndP95", { median: formatDuration(locale, median), p95: formatDuration(locale, p95) });
  const log = `/admin/messages?provider=${id}&period=1h`;
  const rows = [
    [t("sends"), format.number(sends), log],
    // A share is explained by what is missing from it.
    [t("accepted"), share(accepted, sends), `${log}&reason=${NOT_ACCEPTED}`],
    [t("delivered"), share(delivered, accepted), `${log}&status=delivered`],
    [t("answer"), time(figures.answerMs, figures.answerP95Ms), null],
    [t("report"), time(figures.reportMs, figures.reportP95Ms), null],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-[13px] sm:grid-cols-5">
      {rows.map(([name, value, href]) => (
        <div key={name}>
          <dt className="text-muted">{name}</dt>
          <dd className="tabular font-medium">
            {href === null || sends === 0 ? (
              value
            ) : (
              <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
                {value}
              </Link>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
