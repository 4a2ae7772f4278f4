import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useDates } from "#components/time/use-dates.ts";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { LEDGER_SIGNS, type LedgerMovement } from "#core/customer/ledger.ts";

/** What moved the balance apart from messages: each amount with its subscription. */
export function LedgerChanges({
  id,
  movements,
  subscriptions,
}: {
  id: string;
  movements: LedgerMovement[];
  subscriptions: { id: number; plan: string; href: string }[];
}) {
  const t = useTranslations("subscription");
  const format = useFormatter();
  const { calendarDay } = useDates();
  if (movements.length === 0) return null;
  const of = new Map(subscriptions.map((each) => [each.id, each]));
  return (
    <section id={id} aria-labelledby={`${id}-title`} className="scroll-mt-20 border-t border-separator">
      <h3 id={`${id}-title`} className="px-4 pt-3 pb-1 text-[13px] font-semibold">
        {t("changes")}
      </h3>
      <RecordTable
        label={t("changes")}
        columns={[t("day"), t("change"), t("whichSubscription"), t("amount")]}
        numeric={[t("amount")]}
      >
        {movements.map(({ day, subscriptionId, column, amount }) => {
          const subscription = of.get(subscriptionId);
          const effect = LEDGER_SIGNS[column] * amount;
          return (
            <RecordRow key={`${day} ${subscriptionId} ${column}`}>
              <RecordCell className="font-medium">{calendarDay(day)}</RecordCell>
              <RecordCell label={t("change")}>{t(`columns.${column}`)}</RecordCell>
              <RecordCell label={t("whichSubscription")}>
                {subscription && (
                  <Link href={subscription.href} className="text-link underline-offset-4 hover:underline">
                    <bdi>{subscription.plan}</bdi> <bdi dir="ltr">#{subscriptionId}</bdi>
                  </Link>
                )}
              </RecordCell>
              <RecordCell label={t("amount")} numeric>
                <bdi dir="ltr">
                  {effect < 0 ? "−" : "+"} {format.number(Math.abs(effect))}
                </bdi>
              </RecordCell>
            </RecordRow>
          );
        })}
      </RecordTable>
    </section>
  );
}
