"use client";

import { Button } from "@heroui/react";
import { ArrowLeft, Printer } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { toggleGroup, toggleItem } from "#components/ui/toggle-look.ts";
import { type Locale, locales } from "#i18n/locale.ts";

/** Above the paper, and not on it: back, the language of the statement, and print. */
export function PrintBar({
  back,
  language,
  onLanguage,
}: {
  back: string;
  language: Locale;
  onLanguage: (language: Locale) => void;
}) {
  const t = useTranslations("statement");
  return (
    <div className="mx-auto flex max-w-[820px] flex-wrap items-center justify-between gap-3 p-4 print:hidden">
      <Link href={back} className="inline-flex items-center gap-1.5 text-link hover:underline">
        <ArrowLeft className="size-4 rtl:rotate-180" aria-hidden="true" />
        {t("back")}
      </Link>
      <div className="flex flex-wrap items-center gap-3">
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields */}
        <div role="group" aria-label={t("language")} className={toggleGroup}>
          {locales.map((each) => (
            <button
              key={each}
              type="button"
              lang={each}
              aria-pressed={each === language}
              onClick={() => onLanguage(each)}
              className={`${toggleItem(each === language)} cursor-pointer`}
            >
              {t(`languages.${each}`)}
            </button>
          ))}
        </div>
        <Button onPress={() => window.print()}>
          <Printer className="size-4" aria-hidden="true" />
          {t("print")}
        </Button>
      </div>
    </div>
  );
}
