import Link from "next/link";
import { useTranslations } from "next-intl";
import { LogTabs } from "#components/messages/log-tabs.tsx";
import { ExactTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import type { RefusalCheck } from "#core/customer/refused-request.ts";

export interface RefusalView {
  at: string;
  count: number;
  check: RefusalCheck;
  address: string | null;
  tokenName: string;
  tokenHint: string;
}

/** The page that fixes the problem, for the checks that have one. */
const remedies: Partial<Record<RefusalCheck, string>> = {
  token: "/tokens",
  address: "/whitelist",
  scope: "/tokens",
  request: "/docs#errors",
  quota: "/subscription",
};

/** Refused requests by minute, each with advice. */
export function RefusedRequests({
  refusals,
  older,
  isFirst,
}: {
  refusals: RefusalView[];
  /** The link to the next page. */
  older: string | null;
  isFirst: boolean;
}) {
  const t = useTranslations("refused");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <LogTabs />
      {refusals.length === 0 ? (
        <EmptyState
          title={t(isFirst ? "emptyTitle" : "endTitle")}
          text={isFirst ? t("emptyText") : undefined}
        />
      ) : (
        <Panel flush>
          <RecordTable
            label={t("title")}
            columns={[t("when"), t("count"), t("check"), t("address"), t("token"), t("remedy")]}
            numeric={[t("count")]}
          >
            {refusals.map((refusal) => (
              <RefusalRow key={Object.values(refusal).join(" ")} refusal={refusal} />
            ))}
          </RecordTable>
        </Panel>
      )}
      {(older || !isFirst) && (
        <nav aria-label={t("pages")} className="mt-4 flex justify-between gap-4 text-[13px] font-medium">
          {isFirst ? (
            <span />
          ) : (
            <Link href="/refused" className="text-link underline underline-offset-4">
              {t("newest")}
            </Link>
          )}
          {older && (
            <Link href={older} className="text-link underline underline-offset-4">
              {t("older")}
            </Link>
          )}
        </nav>
      )}
    </>
  );
}

function RefusalRow({ refusal }: { refusal: RefusalView }) {
  const t = useTranslations("refused");
  const { at, count, check, address, tokenName, tokenHint } = refusal;
  const remedy = remedies[check];
  return (
    <RecordRow>
      <RecordCell className="font-medium whitespace-nowrap">
        <ExactTime at={at} />
      </RecordCell>
      <RecordCell label={t("count")} numeric>
        {t("times", { count })}
      </RecordCell>
      <RecordCell label={t("check")} className="font-medium @2xl:whitespace-nowrap">
        {t(`checks.${check}.name`)}
      </RecordCell>
      <RecordCell label={t("address")} className="@2xl:min-w-36">
        {address === null ? (
          t("manyAddresses")
        ) : (
          <Ltr mono className="break-all">
            {address}
          </Ltr>
        )}
      </RecordCell>
      <RecordCell label={t("token")} className="@2xl:max-w-56">
        <span className="block break-words">
          <bdi>{tokenName}</bdi>
        </span>
        <Ltr mono className="whitespace-nowrap text-muted">
          {tokenHint}
        </Ltr>
      </RecordCell>
      <RecordCell className="text-muted @2xl:min-w-64">
        {t(`checks.${check}.remedy`)}{" "}
        {remedy && (
          <Link
            href={remedy}
            className="font-medium whitespace-nowrap text-link underline underline-offset-4"
          >
            {t(`checks.${check}.link`)}
          </Link>
        )}
      </RecordCell>
    </RecordRow>
  );
}
