import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { ApprovalTabs } from "#components/approvals/approval-tabs.tsx";
import { Checks } from "#components/approvals/checks.tsx";
import { Decision } from "#components/approvals/decision.tsx";
import { OperatorLevel } from "#components/approvals/operator-level.tsx";
import { Queue } from "#components/approvals/queue.tsx";
import { ReviewedText } from "#components/approvals/reviewed-text.tsx";
import { UndoKey } from "#components/approvals/undo.tsx";
import { RelativeTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { namesOf } from "#core/customer/account-name.ts";
import { id } from "#core/input/id.ts";
import { locales } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { approvalsOnceApproved } from "#services/routing/approvals.ts";
import { reviewQueue, reviewTemplate } from "#services/templates/reviews.ts";
import { registeredSenders } from "../../account/senders.ts";
import { requireAdmin } from "../../guards.ts";
import { approve, reject, undo } from "./actions.ts";

interface PageProps {
  searchParams: Promise<{ template?: string }>;
}

const STOCK = ["brand", "link", "length", "advertising", "differ", "others", "spelling"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("approvals"))("title") };
}

/** In both languages: the developer reads them, whatever language the admin has chosen. */
async function stockReasons() {
  const [en, ar] = await Promise.all(
    locales.map(async (locale) => {
      const t = await getTranslations({ locale, namespace: "approvals" });
      return STOCK.map((name) => t(`stockReasons.${name}`));
    }),
  );
  return { en: en!, ar: ar! };
}

export default async function ApprovalsPage({ searchParams }: PageProps) {
  const { actor } = await requireAdmin();
  const t = await getTranslations("approvals");
  const { entries, count } = await reviewQueue(actor);
  const wanted = id.safeParse((await searchParams).template).data;
  const chosen = entries.find(({ templateId }) => templateId === wanted) ?? entries[0];
  // Decided by somebody else just now: the next refresh of the queue removes it.
  const review = chosen && (await reviewTemplate(actor, { id: chosen.templateId }).catch(() => null));
  if (!review) {
    return (
      <Words of={["approvals", "operatorApprovals"]}>
        <UndoKey onUndo={undo} />
        <PageHeader title={t("title")} lead={t("lead")} />
        <ApprovalTabs />
        <EmptyState title={t("emptyTitle")} text={t("emptyText")} />
      </Words>
    );
  }
  const { templateId, versionId, name, account, version, serving, rejection } = review;
  const [operators, senders] = await Promise.all([
    approvalsOnceApproved(actor, review),
    registeredSenders(actor, account.id),
  ]);
  return (
    <Words of={["approvals", "operatorApprovals"]}>
      <UndoKey onUndo={undo} />
      <PageHeader title={t("title")} lead={t("lead")} />
      <ApprovalTabs />
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[17rem_minmax(0,1fr)]">
        <Queue
          items={entries.map((entry) => ({ ...entry, submittedAt: entry.submittedAt.toISOString() }))}
          current={templateId}
          count={count}
        />
        <section aria-labelledby="reviewed" className="flex min-w-0 flex-col gap-4">
          <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
            <div className="min-w-0">
              <h2 id="reviewed" aria-live="polite" className="text-base font-semibold">
                <bdi>{name}</bdi>
              </h2>
              <p className="flex flex-wrap gap-x-2 text-[13px] text-muted">
                <Link
                  href={`/admin/accounts/${account.id}`}
                  className="font-medium text-link underline underline-offset-4"
                >
                  <AccountNameText of={account} />
                </Link>
                {account.status === "suspended" && <span className="text-failed">{t("suspended")}</span>}
                <span>
                  · <Ltr mono>#{templateId}</Ltr> · {t("version", { number: version.number })} ·{" "}
                  {t("submitted")} <RelativeTime at={review.submittedAt.toISOString()} />
                </span>
              </p>
              <p className="text-[13px] text-muted">
                {serving ? t("replaces", { number: serving.number }) : t("first")}
              </p>
            </div>
            <Decision
              key={versionId}
              queue={entries.map((entry) => entry.templateId)}
              current={{ templateId, versionId, name, readersLanguage: review.readersLanguage }}
              stock={await stockReasons()}
              onApprove={approve}
              onReject={reject}
              onUndo={undo}
            />
          </div>
          {rejection && (
            <p className="rounded-lg bg-surface-secondary px-4 py-3 text-[13px]">
              {t("rejectedBefore", { number: rejection.number })} <bdi>{rejection.reason}</bdi>
            </p>
          )}
          <div className="grid grid-cols-1 items-start gap-4 md:grid-cols-2">
            <ReviewedText
              language="ar"
              body={version.arabic}
              serving={serving ? serving.arabic : undefined}
              senders={senders}
            />
            <ReviewedText
              language="en"
              body={version.english}
              serving={serving ? serving.english : undefined}
              senders={senders}
            />
          </div>
          <OperatorLevel rows={operators} />
          <Checks checks={review.checks} brand={namesOf(account).join(" / ")} />
        </section>
      </div>
    </Words>
  );
}
