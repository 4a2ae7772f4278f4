import { searchFold } from "#core/input/search-fold.ts";

/**
 * The similarity of two texts from 0 to 1: the share of trigrams that they have in common, as pg_trgm computes it. Not
 * every PostgreSQL has that extension, and a review compares few enough texts to do it here.
 */
export function likeness(a: Pieces, b: Pieces): number {
  if (a.size === 0 || b.size === 0) return 0;
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let common = 0;
  for (const piece of few) if (many.has(piece)) common++;
  return (2 * common) / (a.size + b.size);
}

export type Pieces = ReadonlySet<string>;

/** The trigrams of a text's words; case, width, accents, vowel marks, spelling variants and punctuation are ignored. */
export function piecesOf(text: string): Pieces {
  const pieces = new Set<string>();
  for (const word of wordsOf(text)) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) pieces.add(padded.slice(at, at + 3));
  }
  return pieces;
}

/** Letters and digits only, so that dots between letters or vowel marks do not make a different word. */
export function plain(text: string): string {
  return wordsOf(text).join(" ");
}

function wordsOf(text: string): string[] {
  return searchFold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}
