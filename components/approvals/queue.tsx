import Link from "next/link";
import { useTranslations } from "next-intl";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { RelativeTime } from "#components/time/time.tsx";
import type { AccountName } from "#core/customer/account-name.ts";

export interface QueueItem {
  templateId: number;
  name: string;
  accountName: AccountName;
  /** ISO. */
  submittedAt: string;
}

export const hrefOf = (templateId: number) => `/admin/approvals?template=${templateId}`;

/** The queue, oldest first; the current template is marked. */
export function Queue({ items, current, count }: { items: QueueItem[]; current: number; count: number }) {
  const t = useTranslations("approvals");
  return (
    <nav aria-label={t("queue")} className="min-w-0">
      <p className="mb-2 text-[13px] text-muted">{t("waiting", { count })}</p>
      <ol className="max-h-72 divide-y divide-separator overflow-y-auto rounded-lg border border-border bg-surface lg:max-h-[70dvh]">
        {items.map(({ templateId, name, accountName, submittedAt }) => (
          <li key={templateId}>
            <Link
              href={hrefOf(templateId)}
              prefetch={false}
              aria-current={templateId === current ? "true" : undefined}
              className={`block border-s-2 px-3 py-2 focus-visible:-outline-offset-2 ${
                templateId === current
                  ? "border-s-accent bg-accent-soft"
                  : "border-s-transparent hover:bg-surface-secondary"
              }`}
            >
              <bdi className="block truncate font-medium">{name}</bdi>
              <span className="flex justify-between gap-3 text-[13px] text-muted">
                <AccountNameText of={accountName} className="truncate" />
                <span className="shrink-0">
                  <RelativeTime at={submittedAt} />
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
