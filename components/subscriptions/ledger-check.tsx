import { CircleCheck, TriangleAlert } from "lucide-react";
import Link from "next/link";
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
  /** The send log of the subscription. */
  log: string;
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
  log,
}: LedgerCheckProps) {
  const t = useTranslations("subscriptions");
  const format = useFormatter();
  const sums: [name: string, value: number, href: string | null][] = [
    [t("granted"), granted, "#history"],
    [t("quota"), quota, "#history"],
    [t("charged"), charged, log],
    [t("returned"), returned, `${log}&status=failed`],
    // These messages no longer exist.
    [t("deleted"), usedByDeleted, null],
    [t("usedSum"), used, `${log}&status=pending,sent,delivered,unknown`],
  ];
  const Icon = ok ? CircleCheck : TriangleAlert;
  return (
    <Panel title={t("check")}>
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-3 lg:grid-cols-6">
        {sums.map(([name, value, href]) => (
          <div key={name}>
            <dt className="text-[13px] text-muted">{name}</dt>
            <dd className="tabular font-medium">
              {href === null || value === 0 ? (
                format.number(value)
              ) : (
                <Link href={href} prefetch={false} className="underline-offset-4 hover:underline">
                  {format.number(value)}
                </Link>
              )}
            </dd>
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
