"use client";

import { useTranslations } from "next-intl";
import { type Outcome, useFailure } from "#components/ui/outcome.ts";

/** The error text for a refused action on a template. */
export function useTemplateFailure(): (
  outcome: Extract<Outcome, { ok: false }>,
  own?: Record<string, string>,
) => string {
  const t = useTranslations("templates.errors");
  const failure = useFailure();
  return (outcome, own = {}) =>
    failure(outcome, {
      ...own,
      template_waits: t("waits"),
      template_archived: t("archived"),
      template_not_found: t("gone"),
      template_not_pending: t("notPending"),
      template_only_draft: t("onlyDraft"),
      template_not_draft: t("notDraft"),
    });
}
