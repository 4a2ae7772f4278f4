import { getTranslations } from "next-intl/server";
import { PageHeader } from "#components/ui/page-header.tsx";

export default async function OverviewPage() {
  const t = await getTranslations("common.nav");
  return <PageHeader title={t("overview")} />;
}
