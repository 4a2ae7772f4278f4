import { ChevronDown, CircleCheck, CircleDashed, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatDuration } from "#components/time/duration.ts";
import { RelativeTime } from "#components/time/time.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { isJob } from "#core/gateway/job.ts";
import type { ProviderState } from "#core/gateway/provider-health.ts";
import type { Locale } from "#i18n/locale.ts";

export interface HealthProps {
  providers: {
    id: number;
    name: string;
    state: ProviderState;
    enabled: boolean;
    /** False for a provider that is off, and for a sandbox beside real providers that does not take over. */
    asked: boolean;
    accepted: number;
    rejected: number;
    unknown: number;
    answerMs: number | null;
  }[];
  database: { ok: boolean; version: string; bytes: number; connections: number; mostConnections: number };
  jobs: { name: string; ok: boolean; failed: boolean; doneAt: Date | null }[];
}

/** The current health of the gateway's parts. */
export function Health({ providers, database, jobs }: HealthProps) {
  const t = useTranslations("adminOverview");
  const format = useFormatter();
  const locale = useLocale() as Locale;
  const wrong = jobs.filter(({ ok }) => !ok);
  const well = jobs.filter(({ ok }) => ok);
  return (
    <Panel
      title={t("health")}
      action={
        <Link href="/admin/health" className="text-[13px] font-medium text-link hover:underline">
          {t("healthDetails")}
        </Link>
      }
    >
      <Part name={t("providers")}>
        {providers.length === 0 && <p className="text-failed">{t("noProviders")}</p>}
        {providers.map(({ id, name, state, enabled, asked, accepted, rejected, unknown, answerMs }) => (
          <Line
            key={name}
            name={
              <Link href="/admin/carriers" className="hover:underline">
                <bdi>{name}</bdi>
              </Link>
            }
            state={state}
          >
            {state === "idle" ? (
              t(!enabled ? "off" : asked ? "idle" : "notAsked")
            ) : (
              <Link
                href={`/admin/messages?provider=${id}&period=1h`}
                prefetch={false}
                className="hover:underline"
              >
                {t("provider", {
                  accepted: format.number(accepted),
                  bad: format.number(rejected + unknown),
                  time: answerMs === null ? "–" : formatDuration(locale, answerMs),
                })}
              </Link>
            )}
          </Line>
        ))}
      </Part>
      <Part name={t("database")}>
        <Line
          name={
            <Link href="/admin/health#database" className="hover:underline">
              <bdi dir="ltr">PostgreSQL {database.version}</bdi>
            </Link>
          }
          state={database.ok ? "well" : "trouble"}
        >
          {t("databaseIs", {
            size: format.number(database.bytes / 1_048_576, { maximumFractionDigits: 0 }),
            connections: format.number(database.connections),
            most: database.mostConnections,
          })}
        </Line>
      </Part>
      <Part name={t("jobsTitle")}>
        {jobs.length === 0 && <p className="text-muted">{t("noJobs")}</p>}
        {wrong.map((job) => (
          <JobLine key={job.name} {...job} />
        ))}
        {well.length > 0 && (
          <li>
            <details className="group">
              <summary className="flex cursor-pointer list-none items-center gap-2 rounded py-1 [&::-webkit-details-marker]:hidden">
                <CircleCheck className="size-4 shrink-0 text-delivered" aria-hidden="true" />
                <span className="font-medium">{t("jobsWell", { count: well.length })}</span>
                <ChevronDown
                  className="ms-auto size-4 text-muted transition-transform duration-100 group-open:rotate-180"
                  aria-hidden="true"
                />
              </summary>
              <ul className="ps-6">
                {well.map((job) => (
                  <JobLine key={job.name} {...job} />
                ))}
              </ul>
            </details>
          </li>
        )}
      </Part>
    </Panel>
  );
}

function JobLine({ name, ok, failed, doneAt }: HealthProps["jobs"][number]) {
  const t = useTranslations("adminOverview");
  return (
    <Line
      // The schedule is stored in the database and may contain a job of an older release.
      name={
        <Link href="/admin/health#jobs" className="hover:underline">
          {isJob(name) ? t(`jobs.${name}`) : name}
        </Link>
      }
      state={ok ? "well" : "trouble"}
    >
      {failed ? t("jobFailed") : doneAt ? <RelativeTime at={doneAt.toISOString()} /> : t("jobNotYet")}
    </Line>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="not-first:mt-5">
      <h3 className="mb-1.5 text-[13px] text-muted">{name}</h3>
      <ul className="flex flex-col text-[13px]">{children}</ul>
    </div>
  );
}

const looks = {
  well: { Icon: CircleCheck, icon: "text-delivered", text: "text-muted" },
  idle: { Icon: CircleDashed, icon: "text-muted", text: "text-muted" },
  doubtful: { Icon: TriangleAlert, icon: "text-unknown", text: "text-unknown" },
  trouble: { Icon: TriangleAlert, icon: "text-failed", text: "text-failed" },
} as const satisfies Record<ProviderState, object>;

function Line({ name, state, children }: { name: ReactNode; state: ProviderState; children: ReactNode }) {
  const t = useTranslations("adminOverview");
  const { Icon, icon, text } = looks[state];
  return (
    // What is said of it goes to a line of its own before the name is broken.
    <li className="flex flex-wrap items-start justify-between gap-x-4 py-1" data-state={state}>
      <span className="flex max-w-full items-start gap-2">
        <Icon className={`mt-0.5 size-4 shrink-0 ${icon}`} aria-hidden="true" />
        {state !== "idle" && <span className="sr-only">{t(state)}: </span>}
        <span className="min-w-0 font-medium wrap-anywhere">{name}</span>
      </span>
      <span className={`tabular ms-auto text-end ${text}`}>{children}</span>
    </li>
  );
}
