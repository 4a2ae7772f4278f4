import { useTranslations } from "next-intl";
import { Tabs } from "#components/ui/tabs.tsx";

/** The two levels of approval: the gateway's own, and that of the operators that demand one. */
export function ApprovalTabs() {
  const t = useTranslations("operatorApprovals");
  return (
    <Tabs
      label={t("levels")}
      tabs={[
        { href: "/admin/approvals", name: t("gateway") },
        { href: "/admin/approvals/operators", name: t("operators") },
      ]}
    />
  );
}
