import type { Fate } from "../fate.ts";
import { trimmed } from "../reports/carrier-id.ts";

/** A text as it is compared: without case, a full stop and blanks around it, and with one kind of apostrophe and blank. */
export function comparable(text: string): string {
  const plain = trimmed(text)
    .replace(/\s+/g, " ")
    .replace(/[’‘`´]|&#0?39;|&apos;/g, "'")
    .toLowerCase();
  return trimmed(plain.replace(/ ?\.$/, ""));
}

export interface KnownTexts {
  success: readonly string[];
  failure: Readonly<Record<string, Exclude<Fate, "accepted">>>;
}

/** @returns which fate a text has, undefined where it is not known. What is `configured` goes before what is `known`. */
export function fateTable(configured: KnownTexts, known: KnownTexts): (text: string) => Fate | undefined {
  const table = new Map<string, Fate>();
  for (const { success, failure } of [known, configured]) {
    for (const text of success) table.set(comparable(text), "accepted");
    for (const [text, fate] of Object.entries(failure)) table.set(comparable(text), fate);
  }
  return (text) => table.get(comparable(text));
}
