import { CircleCheck, TriangleAlert } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { formatDuration } from "#components/time/duration.ts";
import { RelativeTime } from "#components/time/time.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { isJob } from "#core/gateway/job.ts";
import type { Locale } from "#i18n/locale.ts";

interface Job {
  name: string;
  ok: boolean;
  failed: boolean;
  doneAt: Date | null;
  tookMs: number | null;
  runs: number;
  failures: number;
}

/** Each background job with its runs of the last day, those that need attention first. */
export function JobTable({ jobs }: { jobs: Job[] }) {
  const t = useTranslations("adminOverview");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const [took, runs, failures] = [t("job.took"), t("job.runs"), t("job.failures")];
  return (
    <RecordTable
      label={t("jobsTitle")}
      columns={[t("job.name"), t("job.state"), t("job.done"), took, runs, failures]}
      numeric={[took, runs, failures]}
    >
      {jobs
        .toSorted((one, other) => Number(one.ok) - Number(other.ok))
        .map((job) => (
          <RecordRow key={job.name}>
            <RecordCell className="font-medium">
              {isJob(job.name) ? t(`jobs.${job.name}`) : job.name}
            </RecordCell>
            <RecordCell label={t("job.state")}>
              <span className={`inline-flex items-center gap-1.5 ${job.ok ? "" : "text-failed"}`}>
                {job.ok ? (
                  <CircleCheck className="size-4 text-delivered" aria-hidden="true" />
                ) : (
                  <TriangleAlert className="size-4" aria-hidden="true" />
                )}
                <span className="self-baseline">
                  {t(job.ok ? "job.onTime" : job.failed ? "jobFailed" : "job.late")}
                </span>
              </span>
            </RecordCell>
            <RecordCell label={t("job.done")}>
              {job.doneAt ? <RelativeTime at={job.doneAt.toISOString()} /> : t("jobNotYet")}
            </RecordCell>
            <RecordCell label={took} numeric>
              {job.tookMs === null ? "–" : formatDuration(locale, job.tookMs)}
            </RecordCell>
            <RecordCell label={runs} numeric>
              {format.number(job.runs)}
            </RecordCell>
            <RecordCell label={failures} numeric className={job.failures > 0 ? "text-failed" : "text-muted"}>
              {format.number(job.failures)}
            </RecordCell>
          </RecordRow>
        ))}
    </RecordTable>
  );
}
