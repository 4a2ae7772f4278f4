import { createTranslator } from "next-intl";
import type { Locale } from "#i18n/locale.ts";
import { messages } from "#i18n/messages.ts";

/** The texts of the pages in a language, for tests that walk a path in both. */
export const wordsIn = (locale: Locale) => createTranslator({ locale, messages: messages[locale] });
