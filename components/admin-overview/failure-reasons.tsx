import { useTranslations } from "next-intl";
import { useAccountNames } from "#components/accounts/account-name.tsx";
import { Counts } from "#components/overview/counts.tsx";
import { Failures, type FailuresProps } from "#components/overview/failures.tsx";
import type { AccountName } from "#core/customer/account-name.ts";
import type { RefusalCheck } from "#core/customer/refused-request.ts";
import { errorsOfCheck } from "#core/requests/request-error.ts";

interface FailureReasonsProps extends Omit<FailuresProps, "side" | "children"> {
  answers: { answer: string | null; hash: string; count: number }[];
  refusals: { check: RefusalCheck; accountId: number; accountName: AccountName; count: number }[];
  /** The filter for the period of all counts. */
  period: string;
  /** Whether every kind of refusal has its line; and the address on which it does. */
  showsAll: boolean;
  all: string;
}

/** Why messages failed, in the provider's words where it gave a reason; and the requests that were refused. */
export function FailureReasons({
  answers,
  refusals,
  period,
  showsAll,
  all,
  ...failures
}: FailureReasonsProps) {
  const t = useTranslations("adminOverview");
  const refused = useTranslations("requests.checks");
  const accountNames = useAccountNames();
  const named = showsAll ? refusals : refusals.slice(0, NAMED);
  const others = refusals.slice(named.length);
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
      <h3 id={REFUSALS} className="mt-5 mb-1.5 scroll-mt-20 text-[13px] text-muted">
        {t("reasonsRequests")}
      </h3>
      {refusals.length === 0 && <p className="text-[13px] text-muted">{t("noRefusals")}</p>}
      <Counts
        label={t("reasonsRequests")}
        rows={[
          ...named.map(({ check, accountId, accountName, count }) => ({
            key: `${check} ${accountId}`,
            name: t("refusedOf", { check: refused(`${check}.name`), name: accountNames(accountName) }),
            count,
            href: `/admin/accounts/${accountId}/requests?error=${errorsOfCheck[check].join(",")}&period=${period}`,
          })),
          ...(others.length > 0
            ? [{ key: "others", name: t("otherRefusals"), count: sumOf(others), href: `${all}#${REFUSALS}` }]
            : []),
        ]}
      />
    </Failures>
  );
}

/** So many kinds of refusals have a line of their own. */
const NAMED = 6;
const REFUSALS = "refused-requests";

const sumOf = (counts: { count: number }[]) => counts.reduce((sum, { count }) => sum + count, 0);
