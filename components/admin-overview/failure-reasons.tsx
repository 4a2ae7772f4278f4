import { useTranslations } from "next-intl";
import { Counts } from "#components/overview/counts.tsx";
import { Failures, type FailuresProps } from "#components/overview/failures.tsx";
import { type RefusalCheck, refusalChecks } from "#core/customer/refused-request.ts";

interface FailureReasonsProps extends Omit<FailuresProps, "side" | "children"> {
  answers: { answer: string | null; hash: string; count: number }[];
  refusals: ReadonlyMap<RefusalCheck, number>;
}

/** Why messages failed, in the provider's words where it gave a reason; and the requests that were refused. */
export function FailureReasons({ answers, refusals, ...failures }: FailureReasonsProps) {
  const t = useTranslations("adminOverview");
  const refused = useTranslations("requests.checks");
  return (
    <Failures side="admin" {...failures}>
      {answers.length > 0 && (
        <>
          <h3 className="mt-5 mb-1.5 text-[13px] text-muted">{t("reasonsAnswers")}</h3>
          <Counts
            label={t("reasonsAnswers")}
            rows={answers.map(({ answer, hash, count }) => ({
              key: hash,
              name: answer ?? t("noAnswer"),
              count,
              href: `${failures.log}&reason=recipient_refused,text_refused,refused,not_taken&answer=${hash}`,
              quoted: answer !== null,
            }))}
          />
        </>
      )}
      <h3 className="mt-5 mb-1.5 text-[13px] text-muted">{t("reasonsRequests")}</h3>
      <Counts
        label={t("reasonsRequests")}
        rows={refusalChecks.map((check) => ({
          key: check,
          name: refused(`${check}.name`),
          count: refusals.get(check) ?? 0,
          href: null,
        }))}
      />
    </Failures>
  );
}
