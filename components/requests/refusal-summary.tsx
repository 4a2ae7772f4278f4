import Link from "next/link";
import { useTranslations } from "next-intl";
import { RelativeTime } from "#components/time/time.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { REFUSED_DAYS, type RefusalCheck } from "#core/customer/refused-request.ts";
import { errorsOfCheck } from "#core/requests/request-error.ts";
import { remedyOf, requestsPath, type Side } from "./remedies.ts";

export interface RefusalSumView {
  check: RefusalCheck;
  day: number;
  count: number;
  lastAt: string;
}

const link = "font-medium whitespace-nowrap text-link underline underline-offset-4";

/** How many requests were refused, and why. Every refused request counts here, also where the log has only a share. */
export function RefusalSummary({
  sums,
  side,
  accountId,
}: {
  sums: RefusalSumView[];
  side: Side;
  accountId: number;
}) {
  const t = useTranslations("requests");
  const days = { days: REFUSED_DAYS };
  const [day, all] = [t("summary.day"), t("summary.all", days)];
  const title = t("summary.title", days);
  return (
    <Panel title={title} flush className="mb-6">
      <RecordTable
        label={title}
        columns={[t("summary.reason"), day, all, t("summary.last"), t("summary.remedy")]}
        numeric={[day, all]}
        actions={t("summary.show")}
      >
        {sums.map(({ check, lastAt, ...counts }) => {
          const reason = t(`checks.${check}.name`);
          const remedy = remedyOf(check, side, accountId);
          const examples = `${requestsPath(side, accountId)}?error=${errorsOfCheck[check].join(",")}`;
          return (
            <RecordRow key={check}>
              <RecordCell className="font-medium">{reason}</RecordCell>
              <RecordCell label={day} numeric>
                {t("summary.count", { count: counts.day })}
              </RecordCell>
              <RecordCell label={all} numeric>
                {t("summary.count", { count: counts.count })}
              </RecordCell>
              <RecordCell label={t("summary.last")} className="@2xl:whitespace-nowrap">
                <RelativeTime at={lastAt} />
              </RecordCell>
              <RecordCell className="text-muted">
                {side === "developer" && t(`checks.${check}.remedy`)}{" "}
                {remedy && (
                  <Link href={remedy.href} className={link}>
                    {t(`links.${remedy.name}`)}
                  </Link>
                )}
              </RecordCell>
              <RecordCell className="text-end">
                <Link href={examples} className={link} aria-label={t("summary.showOf", { check: reason })}>
                  {t("summary.show")}
                </Link>
              </RecordCell>
            </RecordRow>
          );
        })}
      </RecordTable>
    </Panel>
  );
}
