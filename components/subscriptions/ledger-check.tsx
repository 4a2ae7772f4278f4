import { CircleCheck, TriangleAlert } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Panel } from "#components/ui/panel.tsx";

interface LedgerCheckProps {
  granted: number;
  quota: number;
  charged: number;
  returned: number;
  usedByDeleted: number;
  used: number;
  ok: boolean;
}

/** The ledger of a subscription added up, and whether it balances. */
export function LedgerCheck({
  granted,
  quota,
  charged,
  returned,
  usedByDeleted,
  used,
  ok,
}: LedgerCheckProps) {
  const t = useTranslations("subscriptions");
  const format = useFormatter();
  const sums: [string, number][] = [
    [t("granted"), granted],
    [t("quota"), quota],
    [t("charged"), charged],
    [t("returned"), returned],
    [t("deleted"), usedByDeleted],
    [t("usedSum"), used],
  ];
  const Icon = ok ? CircleCheck : TriangleAlert;
  return (
    <Panel title={t("check")}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        {sums.map(([name, value]) => (
          <div key={name}>
            <dt className="text-[13px] text-muted">{name}</dt>
            <dd className="tabular font-medium">{format.number(value)}</dd>
          </div>
        ))}
      </dl>
      <p className={`mt-4 flex items-start gap-2 text-[13px] ${ok ? "text-delivered" : "text-failed"}`}>
        <Icon className="mt-0.5 size-4 shrink-0" aria-hidden="true" />
        {t(ok ? "checkOk" : "checkWrong")}
      </p>
      <p className="mt-1 text-[13px] text-muted">{t("checkHint")}</p>
    </Panel>
  );
}
