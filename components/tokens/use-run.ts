"use client";

import { useTranslations } from "next-intl";
import { useAction } from "#components/form/use-action.ts";

/** The page's error texts for a token's actions. */
export function useRun() {
  const t = useTranslations("tokens.errors");
  return useAction({
    token_not_found: t("notFound"),
    token_already_revoked: t("alreadyRevoked"),
    template_not_found: t("template"),
    password_wrong: t("passwordWrong"),
  });
}
