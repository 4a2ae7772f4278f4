import { diffArrays } from "diff";

export interface TextPiece {
  text: string;
  change: "same" | "added" | "removed";
}

/** What changed from one text to another, word by word in any script. */
export function textChanges(before: string, after: string): TextPiece[] {
  return diffArrays(wordsOf(before), wordsOf(after)).map(({ value, added, removed }) => ({
    text: value.join(""),
    change: added ? "added" : removed ? "removed" : "same",
  }));
}

const words = new Intl.Segmenter(undefined, { granularity: "word" });

/** The place of the code is one word, however a segmenter would take it apart. */
function wordsOf(text: string): string[] {
  return text
    .split(/(\{[^{}]*\})/)
    .flatMap((part) =>
      part.startsWith("{") ? [part] : [...words.segment(part)].map(({ segment }) => segment),
    );
}
