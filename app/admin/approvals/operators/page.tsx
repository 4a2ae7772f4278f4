import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { ApprovalTabs } from "#components/approvals/approval-tabs.tsx";
import { HandIn } from "#components/approvals/hand-in.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Words } from "#i18n/pick.tsx";
import { listProviders } from "#services/gateway/providers.ts";
import { listApprovals } from "#services/routing/approvals.ts";
import { requireAdmin } from "../../../guards.ts";
import { setOperatorApproval } from "../actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("operatorApprovals"))("title") };
}

export default async function HandInPage({ searchParams }: { searchParams: Promise<{ all?: string }> }) {
  const { actor } = await requireAdmin();
  const t = await getTranslations("operatorApprovals");
  const all = (await searchParams).all === "1";
  const [{ approvals, count }, providers] = await Promise.all([
    listApprovals(actor, { open: !all }),
    listProviders(actor),
  ]);
  const demanding = providers.filter(({ demandsApproval }) => demandsApproval);
  return (
    <Words of={["operatorApprovals"]}>
      <PageHeader title={t("title")} lead={t("lead")} />
      <ApprovalTabs />
      {demanding.length === 0 ? (
        <EmptyState title={t("noneDemanding")} text={t("noneDemandingText")} />
      ) : (
        <>
          <div className="mb-4 flex flex-wrap items-center justify-between gap-3 text-[13px] text-muted">
            <p>{t("count", { count })}</p>
            <Link
              href={all ? "/admin/approvals/operators" : "/admin/approvals/operators?all=1"}
              className="font-medium text-link underline-offset-4 hover:underline"
            >
              {t(all ? "showOpen" : "showAll")}
            </Link>
          </div>
          {approvals.length === 0 ? (
            <EmptyState title={t("doneTitle")} text={t("doneText")} />
          ) : (
            <HandIn
              items={approvals.map(({ changedAt: _, versionId: __, ...item }) => item)}
              onSet={setOperatorApproval}
            />
          )}
        </>
      )}
    </Words>
  );
}
