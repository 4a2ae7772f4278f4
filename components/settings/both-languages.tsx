import { TextInput } from "#components/form/text-input.tsx";
import { type Language, useLanguages } from "#components/form/use-languages.ts";

/** A value entered in both languages. */
export function BothLanguages({
  value,
  labelOf,
  hintOf,
  errorOf,
  maxLength,
}: {
  value: Record<Language, string>;
  labelOf: (language: Language) => string;
  hintOf?: (language: Language) => string;
  errorOf: (field: string) => string | undefined;
  maxLength: number;
}) {
  return useLanguages().map((language) => (
    <TextInput
      key={language}
      name={language}
      label={labelOf(language)}
      {...(hintOf && { hint: hintOf(language) })}
      error={errorOf(language)}
      defaultValue={value[language]}
      dir={language === "english" ? "ltr" : "rtl"}
      maxLength={maxLength}
      autoComplete="off"
    />
  ));
}
