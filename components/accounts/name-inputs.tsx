import { useTranslations } from "next-intl";
import { TextInput, type TextInputProps } from "#components/form/text-input.tsx";
import { useLanguages } from "#components/form/use-languages.ts";
import type { NameFields } from "#core/customer/account-name.ts";

/** The names in both languages, of which one is needed. */
export function NameInputs({ field }: { field: (name: keyof NameFields) => Omit<TextInputProps, "label"> }) {
  const t = useTranslations("accounts");
  const languages = useLanguages();
  const fields = { english: field("englishName"), arabic: field("arabicName") };
  const { english, arabic } = fields;
  // The schema reports a missing name as the English one's; the reader looks for it at the first field.
  const missing = english.value === "" && arabic.value === "" ? english.error : undefined;
  return (
    <>
      {languages.map((language, index) => {
        const name = `${language}Name` as const;
        return (
          <TextInput
            key={name}
            {...fields[language]}
            {...(missing !== undefined && { error: index === 0 ? missing : undefined })}
            label={t(name)}
            {...(index === 0 ? { autoFocus: true } : { hint: t("namesHint") })}
            maxLength={100}
          />
        );
      })}
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
