"use client";

import { useTranslations } from "next-intl";
import { useAction, useKeyedAction } from "#components/form/use-action.ts";
import type { RoutingActions } from "./routing-view.ts";

export interface FormProps {
  actions: RoutingActions;
  providers: string[];
  onClose: () => void;
}

function useTexts() {
  const t = useTranslations("routing.errors");
  return {
    provider_not_found: t("provider"),
    account_not_found: t("account"),
    operator_name_taken: t("operatorTaken"),
    operator_prefix_taken: t("prefixTaken"),
    operator_not_found: t("gone"),
    route_taken: t("routeTaken"),
    sender_taken: t("senderTaken"),
    route_not_found: t("gone"),
    route_of_account_not_found: t("gone"),
    sender_not_found: t("gone"),
  };
}

/** For a form that adds or changes something, once. */
export function useKeyedRoutingAction() {
  return useKeyedAction(useTexts());
}

export function useRoutingAction() {
  return useAction(useTexts());
}
