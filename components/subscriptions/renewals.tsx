"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { AccountNameText } from "#components/accounts/account-name.tsx";
import { ExactTime } from "#components/time/time.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordMenu, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { SubscriptionMenu } from "./subscription-menu.tsx";
import type { PlanChoice, SubscriptionActions, SubscriptionView } from "./subscription-view.ts";
import { useSubscriptionDialog } from "./use-subscription-dialog.tsx";

/** Subscriptions that end soon or are nearly used up, with actions. */
export function Renewals({
  rows,
  plans,
  actions,
}: {
  rows: SubscriptionView[];
  plans: PlanChoice[];
  actions: SubscriptionActions;
}) {
  const t = useTranslations("subscriptions");
  const format = useFormatter();
  const { dialog, open } = useSubscriptionDialog({ plans, actions });
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState title={t("noRenewals")} text={t("noRenewalsText")} />
      ) : (
        <Panel flush>
          <RecordTable
            label={t("renewals")}
            columns={[t("account"), t("plan"), t("reasons"), t("left"), t("ends")]}
            numeric={[t("left")]}
            actions={t("actions")}
          >
            {rows.map((row) => (
              <RecordRow key={row.id}>
                <RecordCell className="font-medium break-words @max-2xl:pe-10">
                  <Link href={`/admin/subscriptions/${row.id}`} className="hover:underline">
                    <AccountNameText of={row.accountName} />
                  </Link>
                </RecordCell>
                <RecordCell label={t("plan")}>
                  <bdi>{row.plan}</bdi>
                </RecordCell>
                <RecordCell label={t("reasons")}>
                  <span className="inline-flex flex-wrap justify-end gap-1.5 @2xl:justify-start">
                    {row.reasons?.map((reason) => (
                      <span
                        key={reason}
                        className="rounded-md border border-border px-1.5 py-0.5 text-xs font-medium text-unknown"
                      >
                        {t(`why.${reason}`)}
                      </span>
                    ))}
                  </span>
                </RecordCell>
                <RecordCell label={t("left")} numeric>
                  {t("ofQuota", { used: format.number(row.remaining), quota: format.number(row.quota) })}
                </RecordCell>
                <RecordCell label={t("ends")}>
                  <ExactTime at={row.endsAt} to="day" />
                </RecordCell>
                <RecordMenu>
                  <SubscriptionMenu subscription={row} onOpen={open} />
                </RecordMenu>
              </RecordRow>
            ))}
          </RecordTable>
        </Panel>
      )}
      {dialog}
    </>
  );
}
