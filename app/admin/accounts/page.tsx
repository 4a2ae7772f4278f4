import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { RecordCell, RecordRow, RecordTable } from "#components/ui/record-table.tsx";
import { ExactTime } from "#components/ui/time.tsx";
import { listAccounts } from "#services/accounts.ts";
import { requireAdmin } from "../../session.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("accounts"))("title") };
}

export default async function AccountsPage() {
  const { actor } = await requireAdmin();
  const t = await getTranslations("accounts");
  const accounts = await listAccounts(actor);
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Panel flush>
        <RecordTable label={t("title")} columns={[t("id"), t("name"), t("createdAt")]}>
          {accounts.map(({ id, name, createdAt }) => (
            <RecordRow key={id}>
              <RecordCell label={t("id")}>
                <Ltr mono>{id}</Ltr>
              </RecordCell>
              <RecordCell label={t("name")}>{name}</RecordCell>
              <RecordCell label={t("createdAt")}>
                <ExactTime at={createdAt.toISOString()} withTime={false} />
              </RecordCell>
            </RecordRow>
          ))}
        </RecordTable>
      </Panel>
    </>
  );
}
