import { z } from "zod";
import { isGsm } from "#core/template/segments.ts";
import { placeholders, type Use } from "./placeholders.ts";

/** A text whose placeholders have a value in requests of this kind. */
const textFor = (use: Use) =>
  z.string().superRefine((value, context) => {
    for (const name of placeholders(value, use).unknown) {
      context.addIssue({ code: "custom", message: `has an unknown placeholder {{${name}}}` });
    }
  });

const text = textFor("sending");
/** A text of a request that asks for a message's status. */
export const askingText = textFor("asking");

/**
 * One text for all messages, or one for each language or for each encoding that the message needs, because a carrier
 * may want Arabic in another form.
 */
export const perVariant = z.union(
  [text, z.strictObject({ arabic: text, english: text }), z.strictObject({ gsm: text, ucs2: text })],
  { error: 'must be a text, or {"arabic": …, "english": …}, or {"gsm": …, "ucs2": …}' },
);
export type PerVariant = z.output<typeof perVariant>;

/** What the choice among the texts of a configuration depends on. */
export interface Variant {
  language: "arabic" | "english";
  encoding: "gsm" | "ucs2";
}

export function variantOf({ language, text }: { language: 0 | 1; text: string }): Variant {
  return { language: language === 0 ? "arabic" : "english", encoding: isGsm(text) ? "gsm" : "ucs2" };
}

export function choose(value: PerVariant, { language, encoding }: Variant): string {
  if (typeof value === "string") return value;
  return "gsm" in value ? value[encoding] : value[language];
}

/** Each text with the path of its field. */
export function textsOf(field: string, value: PerVariant | undefined): [path: string[], text: string][] {
  if (value === undefined) return [];
  if (typeof value === "string") return [[[field], value]];
  return Object.entries(value).map(([variant, each]) => [[field, variant], each]);
}

/** RFC 9110: the name of a header is a token. */
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;
/** Headers that belong to the connection, or follow from the body. */
const OWN_HEADERS = new Set([
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "upgrade",
  "expect",
  "te",
  "trailer",
]);

function headersOf(value: z.ZodType<string, string>) {
  return z.record(z.string(), value).superRefine((all, context) => {
    for (const [name, given] of Object.entries(all)) {
      const problem = headerProblem(name, given);
      if (problem) context.addIssue({ code: "custom", path: [name], message: problem });
    }
  });
}

function headerProblem(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (!HEADER_NAME.test(name)) return "is not the name of a header";
  if (OWN_HEADERS.has(lower)) return "is set by the gateway itself";
  if (/[\r\n\0]/.test(value)) return "has a line break";
  if (/[^\t\u0020-\u007e]/.test(value)) return "has a character that is not ASCII";
  if (lower === "host" && (value.includes("{{") || hostOf(value) === undefined)) {
    return "is not the name of a host";
  }
  if (lower === "connection" && !/^\s*(close|keep-alive)\s*$/i.test(value)) {
    return "must be close or keep-alive";
  }
  return undefined;
}

function hostOf(authority: string): string | undefined {
  const url = `https://${authority}/`;
  return URL.canParse(url) && !/[/?#@\s]/.test(authority) ? new URL(url).hostname : undefined;
}

/** The host must be literal: a placeholder there would let a phone number choose where the code is sent. */
export function unusableUrl(url: string): string | undefined {
  if (!/^https?:\/\/[^/{}?#]+(?:[/?#]|$)/i.test(url)) {
    return "must start with http:// or https:// and a host without placeholders";
  }
  if (/[\s\p{Cc}]/u.test(url.replace(/[?#].*$/s, "")) || /[\r\n\t]/.test(url))
    return "has a blank or a line break";
  if (!URL.canParse(url)) return "is not an address: its host or its port cannot be used";
  return undefined;
}

export const headers = headersOf(text);
export const askingHeaders = headersOf(askingText);
