import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";
import type { RefusalCheck } from "#core/customer/refused-request.ts";
import { type FailureReason, failureReasons } from "#core/message/outcomes.ts";

interface FailureReasonsProps {
  failures: Record<FailureReason, number>;
  answers: { answer: string | null; count: number }[];
  refusals: ReadonlyMap<RefusalCheck, number>;
}

const checks: RefusalCheck[] = ["token", "address", "suspended", "request", "quota"];

/** Why messages failed, in the provider's words where it gave a reason; and the requests that were refused. */
export function FailureReasons({ failures, answers, refusals }: FailureReasonsProps) {
  const t = useTranslations("adminOverview");
  const refused = useTranslations("refused.checks");
  return (
    <Panel title={t("reasons")}>
      <h3 className="mb-2 text-[13px] text-muted">{t("reasonsMessages")}</h3>
      <Counts
        rows={failureReasons.map((reason) => ({ name: t(`failures.${reason}`), count: failures[reason] }))}
      />
      {answers.length > 0 && (
        <>
          <h3 className="mt-5 mb-2 text-[13px] text-muted">{t("reasonsAnswers")}</h3>
          <Counts
            rows={answers.map(({ answer, count }) => ({
              name: answer ?? t("noAnswer"),
              count,
              quoted: answer !== null,
            }))}
          />
        </>
      )}
      <h3 className="mt-5 mb-2 text-[13px] text-muted">{t("reasonsRequests")}</h3>
      <Counts
        rows={checks.map((check) => ({ name: refused(`${check}.name`), count: refusals.get(check) ?? 0 }))}
      />
    </Panel>
  );
}

/** Names with their counts, each with a bar proportional to the most frequent one. */
function Counts({ rows }: { rows: { name: string; count: number; quoted?: boolean }[] }) {
  const format = useFormatter();
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <dl className="flex flex-col gap-1.5 text-[13px]">
      {rows.map(({ name, count, quoted }) => (
        <div key={name} className="relative flex items-baseline justify-between gap-4 px-2 py-1">
          <div
            aria-hidden="true"
            className="absolute inset-y-0 start-0 rounded bg-surface-tertiary"
            style={{ width: `${(100 * count) / most}%` }}
          />
          <dt className="relative min-w-0 truncate">{quoted ? <bdi dir="auto">{name}</bdi> : name}</dt>
          <dd className="tabular relative font-medium">{format.number(count)}</dd>
        </div>
      ))}
    </dl>
  );
}
