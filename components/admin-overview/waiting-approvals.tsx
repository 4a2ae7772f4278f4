import Link from "next/link";
import { useTranslations } from "next-intl";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { RelativeTime } from "#components/time/time.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { AccountName } from "#core/customer/account-name.ts";

export interface WaitingApproval {
  templateId: number;
  templateName: string;
  accountId: number;
  accountName: AccountName;
  submittedAt: Date;
}

/** Templates that wait for a decision, longest first. */
export function WaitingApprovals({ rows, count }: { rows: WaitingApproval[]; count: number }) {
  const t = useTranslations("adminOverview");
  return (
    <Panel
      title={t("approvals")}
      flush
      action={
        count > 0 && (
          <Link href="/admin/approvals" className="text-[13px] font-medium text-link hover:underline">
            {t("decide", { count })}
          </Link>
        )
      }
    >
      {rows.length === 0 && <p className="p-4 text-muted">{t("noApprovals")}</p>}
      <ul className="divide-y divide-separator text-[13px]">
        {rows.map(({ templateId, templateName, accountId, accountName, submittedAt }) => (
          <li key={templateId} className="flex min-h-11 items-center justify-between gap-4 px-4 py-2">
            <span className="min-w-0 wrap-anywhere">
              <Link href={`/admin/approvals?template=${templateId}`} className="font-medium hover:underline">
                <bdi>{templateName}</bdi>
              </Link>
              <Link href={`/admin/accounts/${accountId}`} className="ms-3 text-muted hover:underline">
                <AccountNameText of={accountName} />
              </Link>
            </span>
            <span className="shrink-0 text-muted">
              <RelativeTime at={submittedAt.toISOString()} />
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
