import type { Delivery } from "#providers/provider.ts";
import { ucs2Hex } from "#providers/ucs2-hex.ts";

/** What placeholders are filled from: a message to send, or one whose status is asked for. */
export interface Values extends Partial<Delivery> {
  number: string;
  /** The address for delivery reports. */
  reportUrl?: string | undefined;
  /** The provider's id for the message. */
  providerId?: string | undefined;
}

interface Placeholder {
  value: (values: Values) => string;
  /** Whether it may hold any character. The other values consist of digits (or hexadecimal), which are safe anywhere. */
  free?: true;
  /** Whether it may stand in the path of an address, although it is free. */
  inPath?: true;
}

const secondsLeft = ({ expiresAt }: Values) =>
  Math.max(1, Math.ceil(((expiresAt ?? 0) - performance.now()) / 1_000));

/** The placeholders that a configuration may use: `{{name}}`. */
const known = {
  number: { value: (v) => v.number },
  /** The national number with a leading 0, for Syrian numbers. */
  number_local: { value: (v) => v.number.replace(/^963/, "0") },
  text: { value: (v) => v.text ?? "", free: true },
  /** Upper-case hexadecimal UCS-2 big-endian, as some operators want Arabic. */
  text_ucs2_hex: { value: (v) => ucs2Hex(v.text ?? "") },
  code: { value: (v) => v.code ?? "", free: true },
  language: { value: (v) => String(v.language ?? "") },
  template_id: { value: (v) => String(v.templateId ?? "") },
  message_id: { value: (v) => v.reference?.("text") ?? "" },
  /** For carriers that accept only an integer. */
  message_id_digits: { value: (v) => v.reference?.("digits") ?? "" },
  segments: { value: (v) => String(v.segments ?? "") },
  sender: { value: (v) => v.sender ?? "", free: true },
  /** The operator's code of the template as which it has accepted the text. */
  template_code: { value: (v) => v.acceptance?.templateCode ?? "", free: true },
  report_url: { value: (v) => v.reportUrl ?? "", free: true },
  provider_id: { value: (v) => v.providerId ?? "", free: true, inPath: true },
  /** For how long the carrier should try to deliver: what is left of the message's life. */
  validity_seconds: { value: (v) => String(secondsLeft(v)) },
  validity_minutes: { value: (v) => String(Math.ceil(secondsLeft(v) / 60)) },
} satisfies Record<string, Placeholder>;

export type PlaceholderName = keyof typeof known;

/** Those of a request that asks for a message's status: its text and code are no longer known. */
const ASKING = ["number", "number_local", "message_id", "message_id_digits", "provider_id"];
const SENDING = Object.keys(known).filter((name) => name !== "provider_id");
export const USES = { sending: new Set(SENDING), asking: new Set(ASKING) };
export type Use = keyof typeof USES;

/** A part of a template: a literal text or a placeholder. */
export type Piece = string | { name: PlaceholderName };

const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** The placeholders of a text, and those of them that are unknown, or have no value in requests of this kind. */
export function placeholders(text: string, use: Use = "sending"): { names: string[]; unknown: string[] } {
  const names = [...text.matchAll(PLACEHOLDER)].map((match) => match[1]!);
  return { names, unknown: names.filter((name) => !USES[use].has(name)) };
}

/** Whether it may contain any character, because a customer or a carrier chooses it. */
export function isFree(name: PlaceholderName): boolean {
  return "free" in known[name];
}

export function mayStandInPath(name: PlaceholderName): boolean {
  return "inPath" in known[name];
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
export function valueFor(name: PlaceholderName, values: Values): string {
  return known[name].value(values).toWellFormed();
}
