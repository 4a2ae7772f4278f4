import { diffArrays } from "diff";

export interface TextPiece {
  text: string;
  change: "same" | "added" | "removed";
}

/** The differences between two texts, word by word, in any script. */
export function textChanges(before: string, after: string): TextPiece[] {
  return diffArrays(wordsOf(before), wordsOf(after)).map(({ value, added, removed }) => ({
    text: value.join(""),
    change: added ? "added" : removed ? "removed" : "same",
  }));
}

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** The code placeholder is one word, however the segmenter would split it. */
function wordsOf(text: string): string[] {
  return text
    .split(/(\{[^{}]*\})/)
    .flatMap((part) =>
      part.startsWith("{") ? [part] : [...words.segment(part)].map(({ segment }) => segment),
    );
}
