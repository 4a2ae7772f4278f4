"use client";

import { useTranslations } from "next-intl";
import { useAction, useKeyedAction } from "#components/form/use-action.ts";

/** The page's error texts for a token's actions. */
function useTexts() {
  const t = useTranslations("tokens.errors");
  return {
    token_not_found: t("notFound"),
    token_already_revoked: t("alreadyRevoked"),
    template_not_found: t("template"),
    password_wrong: t("passwordWrong"),
  };
}

export function useRun() {
  return useAction(useTexts());
}

/** For what makes a token, which is made once. */
export function useKeyedRun() {
  return useKeyedAction(useTexts());
}
