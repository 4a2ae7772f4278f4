import { curl } from "./snippets/curl.ts";
import { javascript } from "./snippets/javascript.ts";
import { php } from "./snippets/php.ts";
import type { SnippetKind, SnippetPlaces, Snippets } from "./snippets/places.ts";
import { python } from "./snippets/python.ts";

export const SNIPPET_LANGUAGES = ["curl", "python", "javascript", "php"] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

/** The languages' own names, which are not translated. */
export const snippetNames: Record<SnippetLanguage, string> = {
  curl: "curl",
  python: "Python",
  javascript: "JavaScript",
  php: "PHP",
};

const snippets: Record<SnippetLanguage, Snippets> = { curl, python, javascript, php };

/** A complete client in one language: pasted and run, it works with this gateway. */
export function snippet(kind: SnippetKind, language: SnippetLanguage, places: SnippetPlaces): string {
  return snippets[language][kind](places);
}

/**
 * Whether scheme and host are safe inside a snippet: anything but a plain host name or address could break out of a
 * shell's quotes.
 */
export function snippetOrigin(protocol: string | null, host: string | null): string {
  const plain = host !== null && /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i.test(host);
  return `${protocol === "https" ? "https" : "http"}://${plain ? host : "localhost"}`;
}
