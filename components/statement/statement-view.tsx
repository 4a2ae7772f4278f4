"use client";

import { type ReactNode, useState } from "react";
import type { Locale } from "#i18n/locale.ts";
import { PrintBar } from "./print-bar.tsx";

/**
 * A statement that comes in both languages, of which one is shown. Both come at once, because each time the server hands
 * out a statement is an entry in the audit log, and switching the language should not be one.
 */
export function StatementView({
  back,
  initial,
  papers,
}: {
  back: string;
  initial: Locale;
  papers: Record<Locale, ReactNode>;
}) {
  const [language, setLanguage] = useState(initial);
  const choose = (chosen: Locale) => {
    setLanguage(chosen);
    // A reload or a bookmark shows the same language.
    const address = new URL(window.location.href);
    address.searchParams.set("language", chosen);
    window.history.replaceState(null, "", address);
  };
  return (
    <>
      <PrintBar back={back} language={language} onLanguage={choose} />
      {papers[language]}
    </>
  );
}
