"use client";

import { useTranslations } from "next-intl";
import { useKeyedAction } from "#components/form/use-action.ts";

/** Runs a change of a subscription once, with its error texts. */
export function useSubscriptionAction() {
  const t = useTranslations("subscriptions.errors");
  return useKeyedAction({
    subscription_not_found: t("gone"),
    account_not_found: t("gone"),
    plan_not_found: t("gone"),
    subscription_cancelled: t("cancelled"),
    subscription_renewed: t("renewed"),
    plan_archived: t("planArchived"),
  });
}
