import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { percentFormat } from "#components/chart/percent-format.ts";
import { formatDuration } from "#components/time/duration.ts";
import type { CarrierFigures as Figures } from "#core/gateway/carrier.ts";
import type { Locale } from "#i18n/locale.ts";

/** The reasons for which a carrier did not accept a message. */
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
    [t("accepted"), share(accepted, sends), log],
    [t("delivered"), share(delivered, accepted), `${log}&status=delivered`],
    [t("answer"), time(figures.answerMs, figures.answerP95Ms), log],
    [t("report"), time(figures.reportMs, figures.reportP95Ms), `${log}&status=delivered`],
  ] as const;
  const link = (href: string, text: string) => (
    <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
      {text}
    </Link>
  );
  return (
    <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-[13px] sm:grid-cols-5">
      {rows.map(([name, value, href]) => (
        <div key={name}>
          <dt className="text-muted">{name}</dt>
          <dd className="tabular font-medium">{value === "–" || sends === 0 ? value : link(href, value)}</dd>
          {/* What is missing from the share. */}
          {name === t("accepted") && rejected + unknown > 0 && (
            <dd className="tabular text-muted">
              {link(`${log}&reason=${NOT_ACCEPTED}`, t("notAccepted", { count: rejected + unknown }))}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
