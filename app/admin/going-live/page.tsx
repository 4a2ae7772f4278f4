import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Checklist } from "#components/ui/checklist.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { type GoingLiveStep, goingLive, goingLiveSteps, isLive } from "#core/gateway/going-live.ts";
import { sandboxNotice } from "#services/gateway/providers.ts";
import { signInRisks } from "#services/gateway/sign-in-risks.ts";
import { carriersNow } from "#services/providers/carriers.ts";
import { listApprovals } from "#services/routing/approvals.ts";
import { routeCoverage } from "#services/routing/routes.ts";
import { listSenders } from "#services/routing/senders.ts";
import { requireAdmin } from "../../guards.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("goingLive"))("title") };
}

const links: Record<GoingLiveStep, string> = {
  carrier: "/admin/carriers",
  test: "/admin/carriers",
  senders: "/admin/routes",
  approvals: "/admin/approvals/operators",
  routes: "/admin/routes",
  sandbox: "/admin/settings#sandbox",
  passwords: "/admin/users",
  twoFactor: "/admin/settings#security",
};

export default async function GoingLivePage() {
  const { actor } = await requireAdmin();
  const [t, carriers, senders, { count: openApprovals }, coverage, sandbox, risks] = await Promise.all([
    getTranslations("goingLive"),
    carriersNow(actor),
    listSenders(actor),
    listApprovals(actor, { open: true }),
    routeCoverage(actor),
    sandboxNotice(),
    signInRisks(actor),
  ]);
  const done = goingLive({ carriers, senders, openApprovals, coverage, sandbox, ...risks });
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="flex max-w-[1200px] flex-col gap-6">
        {isLive(done) && (
          <p role="status" className="text-[15px] font-medium">
            {t("live")}
          </p>
        )}
        <Checklist
          title={t("steps")}
          steps={goingLiveSteps.map((step) => ({
            key: step,
            title: t(`step.${step}.title`),
            text: t(`step.${step}.text`),
            href: links[step],
            done: done[step],
          }))}
        />
        <Panel title={t("ask")}>
          <ul className="ms-5 flex list-disc flex-col gap-2">
            {(["sender", "texts", "addresses", "reports", "limits", "support"] as const).map((question) => (
              <li key={question}>{t(`questions.${question}`)}</li>
            ))}
          </ul>
        </Panel>
      </div>
    </>
  );
}
