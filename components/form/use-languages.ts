import { useLocale } from "next-intl";

export type Language = "english" | "arabic";

/** Both languages in the order in which a form asks for a value: the reader's own first. */
export function useLanguages(): readonly [Language, Language] {
  return useLocale() === "ar" ? ["arabic", "english"] : ["english", "arabic"];
}
