import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { Ltr } from "#components/ui/ltr.tsx";
import { formatLocale, type Locale } from "#i18n/locale.ts";
import type { StepView } from "./log-row.ts";

/** What happened to a message, in order, with how long each step took. */
export function Timeline({ steps }: { steps: StepView[] }) {
  const t = useTranslations("messages");
  const locale = formatLocale(useLocale() as Locale);
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: "medium", timeZone: useTimeZone() ?? "UTC" });
  const since = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const start = steps[0] ? Date.parse(steps[0].at) : 0;
  return (
    <ol className="text-[13px]">
      {steps.map(({ kind, detail, at }, index) => (
        <li key={`${kind} ${at}`} className="relative flex gap-3 pb-4 last:pb-0">
          {index < steps.length - 1 && (
            <span aria-hidden="true" className="absolute start-[3px] top-3 h-full w-px bg-border" />
          )}
          <span aria-hidden="true" className="relative mt-1.5 size-[7px] shrink-0 rounded-full bg-accent" />
          <div className="min-w-0 flex-1">
            <div className="flex justify-between gap-3">
              <span className="font-medium">{stepName(t, kind, detail)}</span>
              <time dateTime={at} title={at} className="tabular shrink-0 text-muted">
                {clock.format(new Date(at))}
              </time>
            </div>
            <div className="flex justify-between gap-3 text-muted">
              {kind === "failover" || kind === "late_report" ? (
                <Ltr className="min-w-0 break-words">{detail}</Ltr>
              ) : (
                <span />
              )}
              {index > 0 && (
                <span className="tabular shrink-0">
                  {t("after", { seconds: since.format((Date.parse(at) - start) / 1000) })}
                </span>
              )}
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}

function stepName(
  t: ReturnType<typeof useTranslations<"messages">>,
  kind: StepView["kind"],
  detail: string,
): string {
  if (kind === "reported") return t(detail === "delivered" ? "steps.delivered" : "steps.undelivered");
  return t(`steps.${kind}`);
}
