import type { Delivery } from "./provider.ts";

/** What a configuration may fill in: `{{name}}`. */
const values = {
  number: (d: Delivery) => d.number,
  /** The national number with a leading 0, for Syrian numbers. */
  number_local: (d: Delivery) => d.number.replace(/^963/, "0"),
  text: (d: Delivery) => d.text,
  /** Upper-case hexadecimal UCS-2 big-endian, as some operators want Arabic. */
  text_ucs2_hex: (d: Delivery) => Buffer.from(d.text, "utf16le").swap16().toString("hex").toUpperCase(),
  code: (d: Delivery) => d.code,
  language: (d: Delivery) => String(d.language),
  template_id: (d: Delivery) => String(d.templateId),
  message_id: (d: Delivery) => String(d.messageId),
  segments: (d: Delivery) => String(d.segments),
} satisfies Record<string, (delivery: Delivery) => string>;

export type Place = "url" | "json" | "xml" | "header" | "plain";

const escapes: Record<Place, (value: string) => string> = {
  url: encodeURIComponent,
  json: (value) => JSON.stringify(value).slice(1, -1),
  xml: (value) =>
    value.replace(/[<>&"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/[^\t\n\r\u0020-\uffff]/g, ""),
  header: (value) => value.replace(/[^\t\u0020-\u007e]/g, "?"),
  plain: (value) => value,
};

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** The placeholders of a text, and those of them that nothing can fill. */
export function placeholders(text: string): { names: string[]; unknown: string[] } {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1]!);
  return { names, unknown: names.filter((name) => !Object.hasOwn(values, name)) };
}

/**
 * Placeholders in the path of an address that may not stand there. A code or a text of dots is a step up the path
 * however it is escaped, so it would never arrive; and paths are what every proxy writes into its log.
 */
export function unfitForPath(url: string): string[] {
  const path = url.replace(/[?#].*$/s, "");
  return placeholders(path).names.filter((name) => name === "code" || name === "text");
}

/** Fills in a text, each value escaped for the place where it stands, so that no text can break out of it. */
export function fillIn(template: string, delivery: Delivery, place: Place): string {
  return template.replace(PLACEHOLDER, (_, name: keyof typeof values) =>
    escapes[place](values[name](delivery)),
  );
}
