import Link from "next/link";
import { useFormatter, useNow, useTranslations } from "next-intl";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { relativeUnit } from "#components/time/relative.ts";
import { Panel } from "#components/ui/panel.tsx";
import type { AccountName } from "#core/customer/account-name.ts";
import type { CreditShortage } from "#core/customer/subscription.ts";

export interface ShortAccount {
  accountId: number;
  accountName: AccountName;
  quota: number;
  used: number;
  endsAt: Date | null;
  state: CreditShortage;
}

/** Accounts that cannot send, or soon will not be able to. */
export function ShortOfCredit({
  rows,
  count,
  all,
}: {
  rows: ShortAccount[];
  count: number;
  /** The link that shows all of them. */
  all: string;
}) {
  const t = useTranslations("adminOverview");
  const format = useFormatter();
  const now = useNow();
  return (
    <Panel
      id="short-of-credit"
      title={t("credits")}
      flush
      action={
        count > rows.length && (
          <Link href={all} className="text-[13px] font-medium text-link hover:underline">
            {t("more", { count: count - rows.length })}
          </Link>
        )
      }
    >
      {rows.length === 0 && <p className="p-4 text-muted">{t("noCredits")}</p>}
      <ul className="divide-y divide-separator text-[13px]">
        {rows.map(({ accountId, accountName, quota, used, endsAt, state }) => (
          <li key={accountId} className="flex min-h-11 items-center justify-between gap-4 px-4 py-2">
            <Link href={`/admin/accounts/${accountId}`} className="min-w-0 font-medium hover:underline">
              <AccountNameText of={accountName} className="block truncate" />
            </Link>
            <span
              className={`tabular shrink-0 text-end ${quota <= used ? "font-medium text-failed" : "text-unknown"}`}
            >
              {t(`states.${state}`, {
                left: quota - used,
                when: endsAt ? format.relativeTime(endsAt, { now, unit: relativeUnit(endsAt, now) }) : "",
              })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
