import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { AuditTable } from "#components/audit/audit-table.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { auditActions } from "#core/audit/audit-action.ts";
import { auditNouns } from "#core/audit/audit-log.ts";
import { nameIn } from "#core/customer/account-name.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import type { Locale } from "#i18n/locale.ts";
import { Words } from "#i18n/pick.tsx";
import { auditLog } from "#services/audit/audit-log.ts";
import { listAccounts } from "#services/customers/accounts.ts";
import { listUsers } from "#services/users/users.ts";
import { requireAdmin } from "../../../guards.ts";
import { auditView } from "../view.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requireAdmin();
  const t = await getTranslations("audit");
  const locale = (await getLocale()) as Locale;
  const [{ rows, pages, count, view }, accounts, users] = await Promise.all([
    auditLog(actor, await searchParams),
    listAccounts(actor),
    listUsers(actor),
  ]);
  const { size, subject } = view;
  return (
    <Words of={["audit", "table"]}>
      <PageHeader title={t("title")} lead={t("lead")} />
      <AuditTable
        rows={rows.map(auditView)}
        pages={pages}
        count={count}
        size={size}
        filters={[
          {
            kind: "choice",
            name: "actor",
            label: t("who"),
            options: [
              ...users.map(({ id, email }) => ({ value: `user.${id}`, text: email })),
              { value: "command_line", text: t("commandLine") },
              { value: "system", text: t("system") },
            ],
          },
          {
            kind: "choice",
            name: "action",
            label: t("what"),
            many: true,
            options: auditActions.map((value) => ({ value, text: t(`actions.${value}`) })),
          },
          {
            kind: "choice",
            name: "account",
            label: t("account"),
            options: accounts.map((account) => ({
              value: String(account.id),
              text: nameIn(account, locale),
            })),
          },
          { kind: "period", name: "period", label: t("period") },
          {
            kind: "choice",
            name: "subject",
            label: t("subject"),
            options: [
              // On an entry's own page it can be chosen as a filter; here it is only shown and removed.
              ...(subject && subject.id !== null
                ? [
                    {
                      value: `${subject.noun}.${subject.id}`,
                      text: `${t(`nouns.${subject.noun}`)} ${subject.id}`,
                    },
                  ]
                : []),
              ...auditNouns.map((noun) => ({ value: noun, text: t(`nouns.${noun}`) })),
            ],
          },
        ]}
      />
    </Words>
  );
}
