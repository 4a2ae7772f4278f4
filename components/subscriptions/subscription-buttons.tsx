"use client";

import { Button } from "@heroui/react";
import { useTranslations } from "next-intl";
import { useRights } from "#components/shell/rights.tsx";
import type { SubscriptionActions, SubscriptionView } from "./subscription-view.ts";
import { useSubscriptionDialog } from "./use-subscription-dialog.tsx";

/** The actions on the subscription of a page. An open dialog stays open if another admin cancels it. */
export function SubscriptionButtons({
  subscription,
  actions,
  isRenewed,
}: {
  subscription: Pick<SubscriptionView, "id" | "plan" | "state" | "quota" | "endsAt" | "renewal">;
  actions: SubscriptionActions;
  /** Whether its next period exists. */
  isRenewed: boolean;
}) {
  const t = useTranslations("subscriptions");
  const { change } = useRights();
  const { dialog, open: show } = useSubscriptionDialog({ actions });
  const open = (kind: "topUp" | "extend" | "renewal" | "cancel") => () => show({ kind, subscription });
  return (
    <>
      {change && subscription.state !== "cancelled" && (
        <>
          <Button onPress={open("topUp")}>{t("topUp")}</Button>
          <Button variant="outline" onPress={open("extend")}>
            {t("extend")}
          </Button>
          {!isRenewed && (
            <Button variant="outline" onPress={open("renewal")}>
              {t("renewal")}
            </Button>
          )}
          <Button variant="danger-soft" onPress={open("cancel")}>
            {t("cancel")}
          </Button>
        </>
      )}
      {dialog}
    </>
  );
}
