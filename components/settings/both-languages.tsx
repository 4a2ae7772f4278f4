import { TextInput } from "#components/form/text-input.tsx";

const languages = ["english", "arabic"] as const;
type Language = (typeof languages)[number];

/** A value entered in English and in Arabic. */
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
  return languages.map((language) => (
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
