import type { Delivery } from "../provider.ts";
import { ucs2Hex } from "../ucs2-hex.ts";

interface Placeholder {
  value: (delivery: Delivery) => string;
  /**
   * Whether customers choose its characters. The other values consist of digits (or hexadecimal), which are safe
   * anywhere.
   */
  free?: true;
}

/** The placeholders that a configuration may use: `{{name}}`. */
const known = {
  number: { value: (d) => d.number },
  /** The national number with a leading 0, for Syrian numbers. */
  number_local: { value: (d) => d.number.replace(/^963/, "0") },
  text: { value: (d) => d.text, free: true },
  /** Upper-case hexadecimal UCS-2 big-endian, as some operators want Arabic. */
  text_ucs2_hex: { value: (d) => ucs2Hex(d.text) },
  code: { value: (d) => d.code, free: true },
  language: { value: (d) => String(d.language) },
  template_id: { value: (d) => String(d.templateId) },
  message_id: { value: (d) => d.reference("text") },
  /** For carriers that accept only an integer. */
  message_id_digits: { value: (d) => d.reference("digits") },
  segments: { value: (d) => String(d.segments) },
} satisfies Record<string, Placeholder>;

export type PlaceholderName = keyof typeof known;

/** A part of a template: a literal text or a placeholder. */
export type Piece = string | { name: PlaceholderName };

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** The placeholders of a text, and those of them that are unknown. */
export function placeholders(text: string): { names: string[]; unknown: string[] } {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1]!);
  return { names, unknown: names.filter((name) => !Object.hasOwn(known, name)) };
}

/** Whether it may contain any character, because a customer's code or text is inserted. */
export function isFree(name: string): boolean {
  return Object.hasOwn(known, name) && "free" in known[name as PlaceholderName];
}

/** @throws if it contains an unknown placeholder. */
export function pieces(template: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const name = match[1]!;
    if (!Object.hasOwn(known, name)) throw new Error(`unknown placeholder {{${name}}}`);
    found.push(template.slice(end, match.index), { name: name as PlaceholderName });
    end = match.index + match[0].length;
  }
  found.push(template.slice(end));
  return found.filter((piece) => piece !== "");
}

/** Unpaired surrogates, which no encoding can represent, become U+FFFD. */
export function valueFor(name: PlaceholderName, delivery: Delivery): string {
  return known[name].value(delivery).toWellFormed();
}
