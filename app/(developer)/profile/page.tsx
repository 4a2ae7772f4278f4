import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChangePassword } from "#components/profile/change-password.tsx";
import { Ltr } from "#components/ui/ltr.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Words } from "#i18n/pick.tsx";
import { requireDeveloper } from "../../session.ts";
import { changePassword } from "./actions.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("profile"))("title") };
}

export default async function ProfilePage() {
  const { email, accountName } = await requireDeveloper();
  const t = await getTranslations("profile");
  return (
    <div className="max-w-[1200px]">
      <PageHeader title={t("title")} />
      <div className="flex flex-col gap-6">
        <Panel title={t("who")}>
          <dl className="grid gap-x-8 gap-y-1 sm:grid-cols-[max-content_1fr] sm:gap-y-3">
            <dt className="text-muted">{t("email")}</dt>
            <dd className="mb-2 min-w-0 break-words sm:mb-0">
              <Ltr>{email}</Ltr>
            </dd>
            <dt className="text-muted">{t("account")}</dt>
            <dd className="min-w-0 break-words">
              <bdi>{accountName}</bdi>
            </dd>
          </dl>
          <p className="mt-4 border-t border-separator pt-4 text-[13px] text-muted">{t("whoHint")}</p>
        </Panel>
        <Panel title={t("password")}>
          <Words of={["profile"]}>
            <ChangePassword email={email} onChange={changePassword} />
          </Words>
        </Panel>
      </div>
    </div>
  );
}
