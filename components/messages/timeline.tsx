import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { formatDuration } from "#components/time/duration.ts";
import { useDates } from "#components/time/use-dates.ts";
import { Ltr } from "#components/ui/ltr.tsx";
import type { MessageStatus } from "#core/message/message-status.ts";
import { formatLocale, type Locale } from "#i18n/locale.ts";
import type { StepView } from "./log-row.ts";

/** Steps that show the provider's answer. */
const WITH_WORDS = new Set<StepView["kind"]>(["failover", "late_report", "intermediate", "attempt_report"]);

const FAILURES = new Set<StepView["kind"]>(["refused", "not_taken", "unroutable", "released", "failover"]);

/** The colour of a step, as the outcome has it that it led to. */
function dotOf(kind: StepView["kind"], detail: string): string {
  if (kind === "reported") return detail === "delivered" ? "bg-delivered" : "bg-failed";
  if (FAILURES.has(kind)) return "bg-failed";
  if (kind === "unanswered" || kind === "swept") return "bg-unknown";
  return kind === "answered" ? "bg-sent" : "bg-pending";
}

/** What happened to a message of this status, in order, each with the time since the first step. */
export function Timeline({ steps, status }: { steps: StepView[]; status: MessageStatus }) {
  const t = useTranslations("messages");
  const locale = useLocale() as Locale;
  const { day, second } = useDates();
  const clock = new Intl.DateTimeFormat(formatLocale(locale), {
    timeStyle: "medium",
    timeZone: useTimeZone() ?? "UTC",
  });
  const start = steps[0] ? Date.parse(steps[0].at) : 0;
  /** The date only if it differs from that of the previous step. */
  const moment = (index: number) => {
    const [time, before] = [new Date(steps[index]!.at), new Date(steps[Math.max(0, index - 1)]!.at)];
    return day(time) === day(before) ? clock.format(time) : second(time);
  };
  return (
    <ol className="text-[13px]">
      {steps.map(({ kind, detail, at }, index) => (
        <li key={`${kind} ${at}`} className="relative flex gap-3 pb-4 last:pb-0">
          {index < steps.length - 1 && (
            <span aria-hidden="true" className="absolute start-[3px] top-3 h-full w-px bg-border" />
          )}
          <span
            aria-hidden="true"
            className={`relative mt-1.5 size-[7px] shrink-0 rounded-full ${dotOf(kind, detail)}`}
          />
          <div className="min-w-0 flex-1">
            <div className="flex justify-between gap-3">
              <span className="font-medium">{stepName(t, kind, detail, status)}</span>
              <time dateTime={at} title={at} className="tabular shrink-0 text-muted">
                {moment(index)}
              </time>
            </div>
            <div className="flex justify-between gap-3 text-muted">
              {WITH_WORDS.has(kind) ? <Ltr className="min-w-0 break-words">{detail}</Ltr> : <span />}
              {index > 0 && (
                <span className="tabular shrink-0">
                  {t("after", { duration: formatDuration(locale, Date.parse(at) - start) })}
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
  status: MessageStatus,
): string {
  // Only a failed message has its credit returned.
  if (kind === "late_report" && status !== "failed") return t("steps.late_other");
  if (kind === "reported") return t(detail === "delivered" ? "steps.delivered" : "steps.undelivered");
  return t(`steps.${kind}`);
}
