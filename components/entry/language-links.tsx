"use client";

import { useTransition } from "react";

/** The other language's name, in that language, for a reader who does not know this one. */
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
