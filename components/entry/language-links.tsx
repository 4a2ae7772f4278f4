"use client";

import { useTransition } from "react";

/** The other language, in its own words: whoever needs it may not read this one. */
export function LanguageLinks({
  locale,
  onLanguage,
}: {
  locale: string;
  onLanguage: (language: string) => Promise<void>;
}) {
  const [busy, start] = useTransition();
  const other = locale === "ar" ? { code: "en", name: "English" } : { code: "ar", name: "العربية" };
  return (
    <button
      type="button"
      lang={other.code}
      disabled={busy}
      className="rounded-md px-2 py-1 text-[13px] text-muted hover:text-foreground"
      onClick={() =>
        start(async () => {
          await onLanguage(other.code);
          window.location.reload();
        })
      }
    >
      {other.name}
    </button>
  );
}
