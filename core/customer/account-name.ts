/** An account's names: the one for Arabic is null where there is only one name, in whichever language. */
export interface AccountName {
  name: string;
  arabicName: string | null;
}

/** The name for a reader of this language. */
export function nameIn({ name, arabicName }: AccountName, language: "en" | "ar"): string {
  return language === "ar" ? (arabicName ?? name) : name;
}

/** All names by which an account's users may know it. */
export function namesOf({ name, arabicName }: AccountName): string[] {
  return arabicName === null ? [name] : [name, arabicName];
}

const isArabic = (text: string) => /\p{Script_Extensions=Arabic}/u.test(text);

/** As people enter them: one field for each language, of which one may be empty. */
export interface NameFields {
  englishName: string;
  arabicName: string;
}

/** The fields for stored names. An only name is in the field of its script. */
export function nameFields({ name, arabicName }: AccountName): NameFields {
  if (arabicName !== null) return { englishName: name, arabicName };
  return isArabic(name) ? { englishName: "", arabicName: name } : { englishName: name, arabicName: "" };
}

/** The names to store for what was entered; null if nothing was. */
export function storedNames({ englishName, arabicName }: NameFields): AccountName | null {
  const name = englishName || arabicName;
  if (name === "") return null;
  return { name, arabicName: englishName && arabicName && arabicName !== englishName ? arabicName : null };
}
