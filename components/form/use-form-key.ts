"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import type { Outcome } from "#components/ui/outcome.ts";
import { newUuid } from "#core/input/uuid.ts";

/**
 * The key of an open form, which is submitted with it: a change whose answer was lost is not made again when the form is
 * submitted again. A form has another key once its change is made, and once the person has been told that the key was
 * used for other values.
 */
export function useFormKey() {
  const [key, setKey] = useState(newUuid);
  const settle = (outcome: Outcome) => {
    if (isSettled(outcome)) setKey(newUuid());
  };
  return { key, settle };
}

/** Whether the next submission is another change than the last one. */
export function isSettled(outcome: Outcome): boolean {
  return outcome.ok || outcome.code === "key_used";
}

/** The texts for the codes that mean something else in a form with a key. */
export function useKeyedTexts() {
  const t = useTranslations("common.errors");
  return { unanswered: t("unansweredForm"), key_used: t("keyUsed") };
}
