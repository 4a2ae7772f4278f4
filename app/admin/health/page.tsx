import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { JobTable } from "#components/admin-overview/job-table.tsx";
import { formatDuration } from "#components/time/duration.ts";
import { KeepFresh } from "#components/time/keep-fresh.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { gatewayHealth } from "#services/figures/gateway-health.ts";
import { requireAdmin } from "../../guards.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("adminOverview"))("health") };
}

/** What the overview's health panel sums up: the database, and each background job. */
export default async function HealthPage() {
  const { actor } = await requireAdmin();
  const [t, nav, format, locale, { database, jobs }] = await Promise.all([
    getTranslations("adminOverview"),
    getTranslations("common.nav"),
    getFormatter(),
    getLocale() as Promise<Locale>,
    gatewayHealth(actor),
  ]);
  const facts: [name: string, value: string][] = [
    [t("databaseFacts.version"), `PostgreSQL ${database.version}`],
    [
      t("databaseFacts.size"),
      t("megabytes", { size: format.number(database.bytes / 1_048_576, { maximumFractionDigits: 0 }) }),
    ],
    [
      t("databaseFacts.connections"),
      t("connectionsOf", { connections: database.connections, most: database.mostConnections }),
    ],
    [t("databaseFacts.answer"), formatDuration(locale, database.answerMs)],
  ];
  return (
    <Words of={["adminOverview"]}>
      <KeepFresh seconds={60} />
      <Breadcrumbs trail={[{ href: "/admin", name: nav("overview") }]} />
      <PageHeader title={t("health")} lead={t("healthLead")} />
      <div className="flex max-w-[1200px] flex-col gap-6">
        <Panel id="database" title={t("database")}>
          <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
            {facts.map(([name, value]) => (
              <div key={name}>
                <dt className="text-[13px] text-muted">{name}</dt>
                <dd className="tabular font-medium">
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
          {!database.ok && <p className="mt-4 text-[13px] text-failed">{t("connectionsScarce")}</p>}
        </Panel>
        <Panel id="jobs" title={t("jobsTitle")} flush>
          {jobs.length === 0 ? (
            <p className="px-4 py-3 text-[13px] text-muted">{t("noJobs")}</p>
          ) : (
            <JobTable jobs={jobs} />
          )}
          <p className="border-t border-separator px-4 py-3 text-[13px] text-muted">{t("jobsHint")}</p>
        </Panel>
      </div>
    </Words>
  );
}
