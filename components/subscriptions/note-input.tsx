"use client";

import { useTranslations } from "next-intl";
import { TextInput } from "#components/form/text-input.tsx";

/** The reason, which is kept in the history. */
export function NoteInput({ error, autoFocus = false }: { error: string | undefined; autoFocus?: boolean }) {
  const t = useTranslations("subscriptions");
  return (
    <TextInput
      name="note"
      label={t("note")}
      hint={t("noteHint")}
      error={error}
      maxLength={500}
      autoFocus={autoFocus}
    />
  );
}
