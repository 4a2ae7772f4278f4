export const SNIPPET_LANGUAGES = ["curl", "python", "javascript", "php"] as const;
export type SnippetLanguage = (typeof SNIPPET_LANGUAGES)[number];

/** The languages' own names, which are not translated. */
export const snippetNames: Record<SnippetLanguage, string> = {
  curl: "curl",
  python: "Python",
  javascript: "JavaScript",
  php: "PHP",
};

/** The values filled into the snippets. */
export interface SnippetPlaces {
  /** Scheme and host of this gateway, without a trailing slash. */
  origin: string;
  templateId: number;
  /** `TOKEN_PLACE` until the reader has revealed their token. */
  token: string;
}

export const TOKEN_PLACE = "<your_api_token>";

/**
 * What an app does: send, look up what became of a message, read the balance, and retry a send without sending twice.
 */
export const SNIPPET_KINDS = ["send", "message", "balance", "idempotent"] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

export type Snippets = Record<SnippetKind, (places: SnippetPlaces) => string>;
