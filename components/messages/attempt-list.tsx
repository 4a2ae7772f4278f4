import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { formatDuration } from "#components/time/duration.ts";
import { Ltr } from "#components/ui/ltr.tsx";
import { Status } from "#components/ui/status.tsx";
import { formatLocale, type Locale } from "#i18n/locale.ts";
import type { AttemptView } from "./log-row.ts";

const looks = { pending: "pending", accepted: "sent", rejected: "failed", unknown: "unknown" } as const;

/** The hand-overs of a message to one provider after another, with what each of them answered. */
export function AttemptList({ attempts }: { attempts: AttemptView[] }) {
  const t = useTranslations("messages.attempt");
  const locale = useLocale() as Locale;
  const clock = new Intl.DateTimeFormat(formatLocale(locale), {
    timeStyle: "medium",
    timeZone: useTimeZone() ?? "UTC",
  });
  return (
    <ol className="divide-y divide-border rounded-lg border border-border text-[13px]">
      {attempts.map(({ ordinal, provider, state, reason, response, reference, startedAt, endedAt }) => (
        <li key={ordinal} className="flex flex-col gap-1.5 px-3.5 py-3">
          <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
            <span className="min-w-0 font-medium">
              <span className="tabular text-muted">{ordinal}.</span>{" "}
              {provider === null ? t("noProvider") : <Ltr className="break-words">{provider}</Ltr>}
            </span>
            <Status
              of={looks[state]}
              label={t(state === "rejected" ? `reason.${reason ?? "provider"}` : state)}
            />
          </div>
          {response !== "" && <Ltr className="block break-words text-xs text-muted">{response}</Ltr>}
          <div className="flex flex-wrap justify-between gap-x-3 text-xs text-muted">
            <time dateTime={startedAt} title={startedAt} className="tabular">
              {clock.format(new Date(startedAt))}
              {endedAt !== null &&
                ` · ${t("took", { duration: formatDuration(locale, Date.parse(endedAt) - Date.parse(startedAt)) })}`}
            </time>
            {reference !== null && (
              <span className="min-w-0">
                {t("reference")}{" "}
                <Ltr mono className="break-all">
                  {reference}
                </Ltr>
              </span>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}
