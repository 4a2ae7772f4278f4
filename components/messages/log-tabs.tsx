import { useTranslations } from "next-intl";
import { Tabs } from "#components/ui/tabs.tsx";

/** Tabs for what was sent, and what was refused before it could be. */
export function LogTabs() {
  const t = useTranslations("common.nav");
  return (
    <Tabs
      label={t("messages")}
      tabs={[
        { href: "/messages", name: t("messages") },
        { href: "/refused", name: t("refused") },
      ]}
    />
  );
}
