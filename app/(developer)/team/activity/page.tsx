import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ExactTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { readParams, type SearchParams, tableParams } from "#core/table/table-params.ts";
import { accountActivityOf } from "#services/audit/account-activity.ts";
import { requireDeveloper } from "../../../guards.ts";
import { TeamHead } from "../tabs.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("team"))("activity") };
}

export default async function ActivityPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor, accountId } = await requireDeveloper();
  const asked = readParams(tableParams, await searchParams);
  const [t, actions, { rows, pages }] = await Promise.all([
    getTranslations("team"),
    getTranslations("audit.actions"),
    accountActivityOf(actor, { ...asked, accountId }),
  ]);
  return (
    <>
      <TeamHead />
      {rows.length === 0 ? (
        <EmptyState title={t("noActivity")} text={t("noActivityText")} />
      ) : (
        <Panel flush>
          <RecordTable label={t("activity")} columns={[t("what"), t("subject"), t("who"), t("when")]}>
            {rows.map(({ id, at, action, subjectId, name, by }) => (
              <RecordRow key={id}>
                <RecordCell className="font-medium">{actions(action)}</RecordCell>
                <RecordCell label={t("subject")} className="@2xl:max-w-80">
                  {name ? (
                    <bdi className="wrap-anywhere">{name}</bdi>
                  ) : /^\d+$/.test(subjectId) && !action.startsWith("account.") ? (
                    <Ltr>#{subjectId}</Ltr>
                  ) : (
                    "–"
                  )}
                </RecordCell>
                <RecordCell label={t("who")}>
                  {by === null ? t("operator") : <Ltr className="break-all">{by}</Ltr>}
                </RecordCell>
                <RecordCell label={t("when")}>
                  <ExactTime at={at.toISOString()} />
                </RecordCell>
              </RecordRow>
            ))}
          </RecordTable>
        </Panel>
      )}
      {(pages.before || pages.after) && (
        <nav aria-label={t("pages")} className="mt-4 flex gap-6 text-[13px]">
          {pages.before && <PageLink href={`/team/activity?before=${pages.before}`}>{t("newer")}</PageLink>}
          {pages.after && <PageLink href={`/team/activity?after=${pages.after}`}>{t("older")}</PageLink>}
        </nav>
      )}
    </>
  );
}

function PageLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="font-medium text-link underline-offset-4 hover:underline">
      {children}
    </Link>
  );
}
