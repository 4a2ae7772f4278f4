"use client";

import ar from "#i18n/ar/broken.json";
import en from "#i18n/en/broken.json";
import { directionOf, isLocale, LOCALE_COOKIE, type Locale, locales } from "#i18n/locale.ts";

const words = { en, ar };

/**
 * Shown in place of the whole document if even its layout fails, or if the build that the page belongs to is gone. It
 * relies on nothing that is loaded: its texts come with it, and its look is in its elements.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const locale = localeHere();
  const { title, text, number, reload } = words[locale];
  return (
    <html lang={locale} dir={directionOf(locale)} style={{ colorScheme: "light dark" }}>
      <head>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
      </head>
      <body
        style={{
          margin: 0,
          padding: "0 1rem",
          minHeight: "100dvh",
          boxSizing: "border-box",
          display: "grid",
          placeItems: "center",
          textAlign: "center",
          background: "Canvas",
          color: "CanvasText",
          fontFamily: '"IBM Plex Sans", "IBM Plex Sans Arabic", system-ui, sans-serif',
          fontSize: "0.875rem",
          lineHeight: 1.7,
        }}
      >
        <main style={{ maxWidth: "28rem" }}>
          <h1 style={{ margin: 0, fontSize: "1.125rem", fontWeight: 600 }}>{title}</h1>
          <p style={{ margin: "0.25rem 0 1rem", textWrap: "balance" }}>{text}</p>
          <button
            type="button"
            onClick={() => window.location.reload()}
            style={{
              font: "inherit",
              minHeight: "2.25rem",
              padding: "0 1rem",
              border: "1px solid GrayText",
              borderRadius: "0.5rem",
              cursor: "pointer",
            }}
          >
            {reload}
          </button>
          {error.digest && (
            <p style={{ margin: "1rem 0 0", fontSize: "0.8125rem" }}>
              {number} <bdi dir="ltr">{error.digest}</bdi>
            </p>
          )}
        </main>
      </body>
    </html>
  );
}

/** What the reader has chosen, else what their browser prefers; the server, which cannot ask here, takes the first. */
function localeHere(): Locale {
  if (typeof document === "undefined") return locales[0];
  const chosen = new RegExp(`(?:^|; )${LOCALE_COOKIE}=(\\w+)`).exec(document.cookie)?.[1];
  const preferred = navigator.languages.map((language) => language.slice(0, 2)).find(isLocale);
  return isLocale(chosen) ? chosen : (preferred ?? locales[0]);
}
