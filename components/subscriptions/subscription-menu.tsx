"use client";

import { Ban, CalendarPlus, CirclePlus, RefreshCw } from "lucide-react";
import { useTranslations } from "next-intl";
import { useRights } from "#components/shell/rights.tsx";
import { RowMenu } from "#components/ui/row-menu.tsx";
import type { SubscriptionDialog, SubscriptionView } from "./subscription-view.ts";

/** The actions on one subscription. A cancelled one has none. */
export function SubscriptionMenu({
  subscription,
  onOpen,
}: {
  subscription: SubscriptionView;
  onOpen: (dialog: SubscriptionDialog) => void;
}) {
  const t = useTranslations("subscriptions");
  const { change } = useRights();
  if (!change || subscription.state === "cancelled") return null;
  return (
    <RowMenu
      label={t("actionsOf", { id: subscription.id })}
      verbs={[
        { id: "topUp", text: t("topUp"), icon: CirclePlus },
        { id: "extend", text: t("extend"), icon: CalendarPlus },
        { id: "renewal", text: t("renewal"), icon: RefreshCw },
        { id: "cancel", text: t("cancel"), icon: Ban, isGrave: true },
      ]}
      onChoose={(kind) => onOpen({ kind, subscription })}
    />
  );
}
