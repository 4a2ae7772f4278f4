import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AccountButtons } from "#components/accounts/account-actions.tsx";
import { AccountState } from "#components/accounts/account-state.tsx";
import { Breadcrumbs } from "#components/ui/breadcrumbs.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { nameFields, nameIn } from "#core/customer/account-name.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { changeAccount, resumeAccount, suspendAccount, viewAccount } from "../actions.ts";
import { type AccountPageProps, accountFile } from "./account.ts";

const TABS = [
  "overview",
  "templates",
  "tokens",
  "whitelist",
  "messages",
  "requests",
  "subscriptions",
  "developers",
] as const;

/** The frame of all tabs of an account. */
export default async function AccountLayout({
  params,
  children,
}: AccountPageProps & { children: ReactNode }) {
  const account = await accountFile((await params).id);
  const t = await getTranslations("accounts");
  const name = nameIn(account, (await getLocale()) as Locale);
  const { id, status, contactName, contactEmail, contactPhone, notes } = account;
  const path = `/admin/accounts/${id}`;
  return (
    <Words of={["accounts"]}>
      <Breadcrumbs trail={[{ href: "/admin/accounts", name: t("title") }]} />
      <PageHeader
        title={<bdi>{name}</bdi>}
        lead={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <AccountState status={status} />
            <span className="inline-flex items-center gap-1">
              {t("id")} <Ltr mono>{id}</Ltr>
              <CopyButton value={String(id)} label={t("copyId")} />
            </span>
          </span>
        }
        action={
          <AccountButtons
            account={{
              name,
              ...nameFields(account),
              status,
              contactName: contactName ?? "",
              contactEmail: contactEmail ?? "",
              contactPhone: contactPhone ?? "",
              notes: notes ?? "",
            }}
            onChange={changeAccount.bind(null, id)}
            onSuspend={suspendAccount.bind(null, id)}
            onResume={resumeAccount.bind(null, id)}
            onView={viewAccount.bind(null, id)}
          />
        }
      />
      <Tabs
        label={t("tabs.label")}
        tabs={TABS.map((tab) => ({
          href: tab === "overview" ? path : `${path}/${tab}`,
          name: t(`tabs.${tab}`),
        }))}
      />
      {children}
    </Words>
  );
}
