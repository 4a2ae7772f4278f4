/** What the snippets are filled in with. */
export interface SnippetPlaces {
  /** Scheme and host of this gateway, without a slash at its end. */
  origin: string;
  templateId: number;
  /** `TOKEN_PLACE` until the reader has shown theirs. */
  token: string;
}

export const TOKEN_PLACE = "<your_api_token>";

/** What an app does: send, look what became of a message, see what is left, and send once however often it tries. */
export const SNIPPET_KINDS = ["send", "message", "balance", "idempotent"] as const;
export type SnippetKind = (typeof SNIPPET_KINDS)[number];

export type Snippets = Record<SnippetKind, (places: SnippetPlaces) => string>;
