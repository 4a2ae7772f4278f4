import { useTranslations } from "next-intl";
import { TextInput, type TextInputProps } from "#components/form/text-input.tsx";
import type { NameFields } from "#core/customer/account-name.ts";

/** The names in both languages, of which one is needed. */
export function NameInputs({ field }: { field: (name: keyof NameFields) => Omit<TextInputProps, "label"> }) {
  const t = useTranslations("accounts");
  return (
    <>
      <TextInput {...field("englishName")} label={t("englishName")} maxLength={100} autoFocus />
      <TextInput
        {...field("arabicName")}
        label={t("arabicName")}
        hint={t("namesHint")}
        maxLength={100}
        dir="auto"
      />
    </>
  );
}

/** Which of the names another account has. */
export function takenField(
  { values = {} }: { values?: Record<string, string | number> },
  { arabicName }: NameFields,
): keyof NameFields {
  return values.name === arabicName.trim() ? "arabicName" : "englishName";
}
