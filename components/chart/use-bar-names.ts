"use client";

import { useTranslations } from "next-intl";
import { outcomeOrder, totalOf } from "#core/message/outcomes.ts";
import type { Bar } from "./bars.ts";
import { useNumbers } from "./use-numbers.ts";

/** A bar's accessible name: when, how many, and their outcomes. */
export function useBarNames(): (bar: Bar) => string {
  const t = useTranslations("chart");
  const status = useTranslations("common.status");
  const { full } = useNumbers();
  return ({ label, outcomes }) => {
    const parts = outcomeOrder
      .filter((outcome) => outcomes[outcome] > 0)
      .map((outcome) => `${status(outcome)} ${full(outcomes[outcome])}`);
    return [`${label}: ${t("messages", { count: totalOf(outcomes) })}`, ...parts].join(t("and"));
  };
}
