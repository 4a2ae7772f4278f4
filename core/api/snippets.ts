import { curl } from "./snippets/curl.ts";
import { javascript } from "./snippets/javascript.ts";
import { php } from "./snippets/php.ts";
import type { SnippetKind, SnippetPlaces, Snippets } from "./snippets/places.ts";
import { python } from "./snippets/python.ts";

export const SNIPPET_LANGUAGES = ["curl", "python", "javascript", "php"] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

/** What the languages call themselves; not translated. */
export const snippetNames: Record<SnippetLanguage, string> = {
  curl: "curl",
  python: "Python",
  javascript: "JavaScript",
  php: "PHP",
};

const snippets: Record<SnippetLanguage, Snippets> = { curl, python, javascript, php };

/** A client as it runs: whoever pastes it does with this gateway what it is called. */
export function snippet(kind: SnippetKind, language: SnippetLanguage, places: SnippetPlaces): string {
  return snippets[language][kind](places);
}

/**
 * Scheme and host as they may stand in a snippet: what is no plain host name or address would break out of the
 * quotes of a shell.
 */
export function snippetOrigin(protocol: string | null, host: string | null): string {
  const plain = host !== null && /^[\w.-]+(?::\d{1,5})?$|^\[[\da-f:.]+\](?::\d{1,5})?$/i.test(host);
  return `${protocol === "https" ? "https" : "http"}://${plain ? host : "localhost"}`;
}
