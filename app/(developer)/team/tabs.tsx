import { getTranslations } from "next-intl/server";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";

/** The head of the team's pages. */
export async function TeamHead() {
  const t = await getTranslations("team");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <Tabs
        label={t("title")}
        tabs={[
          { href: "/team", name: t("members") },
          { href: "/team/activity", name: t("activity") },
        ]}
      />
    </>
  );
}
