import { curl } from "./snippets/curl.ts";
import { javascript } from "./snippets/javascript.ts";
import { php } from "./snippets/php.ts";
import type { SnippetKind, SnippetLanguage, SnippetPlaces, Snippets } from "./snippets/places.ts";
import { python } from "./snippets/python.ts";

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
