import { readWholeBody } from "#core/drf/body.ts";
import { codePoints, type PythonValue, str } from "#core/drf/python-value.ts";
import { renderJson } from "#core/drf/render.ts";
import { maskPhone } from "#core/phone/phone.ts";
import { maskCode } from "#core/template/template.ts";

/** Maximum length of a kept body and of a kept answer. */
export const KEPT_LENGTH = 2_000;

export interface MaskedBody {
  /** JSON, or empty where the request had no body that can be read. */
  text: string;
  /** The number that the request names, if it is one. */
  number: string | null;
}

/** Names beyond these many are left out. */
const MOST_NAMES = 12;
/** Names that cannot hold a code or a number. */
const plainName = /^[A-Za-z][A-Za-z_-]{0,39}$/;

/**
 * A send's body as the request log keeps it: which fields it had and of what form, but neither the code, nor the full
 * number, nor the value of any other field. What cannot be parsed is not kept at all, because nothing tells where in it the code is.
 */
export function maskedBody(
  bytes: Uint8Array,
  charset: string | undefined,
  phoneOf: (gsm: string) => string | null,
): MaskedBody {
  const read = bytes.length === 0 ? null : readWholeBody(bytes, charset);
  if (!read?.ok || !(read.value instanceof Map)) return { text: "", number: null };
  const fields = read.value;
  const gsm = scalar(fields.get("gsm"));
  const number = gsm === null ? null : phoneOf(gsm.trim());
  const code = scalar(fields.get("code"));
  const shown: Record<string, unknown> = {};
  for (const [name, value] of fields) {
    if (Object.keys(shown).length >= MOST_NAMES) break;
    if (name === "gsm") shown.gsm = number === null ? maskedText(value) : maskPhone(number);
    else if (name === "code") shown.code = maskedCode(value);
    else if (name === "template_id" || name === "language") shown[name] = smallNumber(value, code);
    else if (plainName.test(name) && name !== code) shown[name] = "…";
  }
  return { text: renderJson(shown).slice(0, KEPT_LENGTH), number };
}

/** As a CharField reads it; null for what it refuses. */
function scalar(value: PythonValue | undefined): string | null {
  return typeof value === "string" || typeof value === "bigint" || typeof value === "number"
    ? str(value)
    : null;
}

function maskedCode(value: PythonValue): unknown {
  const text = scalar(value);
  return text === null ? outline(value) : maskCode(Math.min(codePoints(text), 40));
}

/**
 * A template's id or a language. A client that mixes up its fields may have put the code here: from four digits on it is
 * shown only where another code is in its own field, of four characters or more.
 */
function smallNumber(value: PythonValue, code: string | null): unknown {
  const text = scalar(value);
  if (text === null) return outline(value);
  const isPlain =
    /^\d{1,9}$/.test(text) &&
    (text.length < 4 || (code !== null && code.trim().length >= 4 && !code.includes(text)));
  return !isPlain ? maskedText(value) : typeof value === "string" ? text : Number(text);
}

/** The form of a text: its blanks and punctuation stay, letters and digits do not. */
function maskedText(value: PythonValue): unknown {
  const text = scalar(value);
  return text === null ? outline(value) : shapeOf(text);
}

function shapeOf(text: string): string {
  return [...text.slice(0, 64)]
    .map((character) => (/\p{N}/u.test(character) ? "*" : /[\p{L}\p{M}]/u.test(character) ? "x" : character))
    .join("")
    .toWellFormed();
}

/** What has no text: null and booleans as they are, of lists and objects only that they are one. */
function outline(value: PythonValue): unknown {
  if (value === null || typeof value === "boolean") return value;
  return Array.isArray(value) ? ["…"] : { "…": "…" };
}

/**
 * An answer of the API as the request log keeps it: number, code and text masked, and in the texts of errors whatever
 * they quote of the request.
 */
export function maskedAnswer(body: Record<string, unknown>): string {
  const shown: Record<string, unknown> = { ...body };
  const { gsm, template_code: code, message, detail } = body;
  if (typeof gsm === "string") shown.gsm = maskPhone(gsm);
  if (typeof code === "string") {
    const stars = maskCode(codePoints(code));
    shown.template_code = stars;
    if (typeof message === "string" && code !== "") shown.message = message.replaceAll(code, stars);
  }
  if (typeof detail === "string") shown.detail = unquoted(detail);
  for (const [name, value] of Object.entries(body)) {
    if (Array.isArray(value))
      shown[name] = value.map((each) => (typeof each === "string" ? unquoted(each) : each));
  }
  return renderJson(shown).slice(0, KEPT_LENGTH);
}

/** A media type or a method, in which there is no room for a code. */
const plainQuote = /^[a-z]+(?:\/[a-z.+-]+(?:; ?charset=[a-z]+-?\d?)?)?$/i;

function unquoted(text: string): string {
  return text.replace(/"(.*)"/s, (all, quoted: string) =>
    /^(?:Method|Unsupported) /.test(text) && plainQuote.test(quoted) ? all : `"${shapeOf(quoted)}"`,
  );
}

/** A request's path without its query. A number or a code may be in it where a message's id should be. */
export function maskedPath(url: string): string {
  const path = url.split(/[?#]/, 1)[0]!.replace(/^https?:\/\/[^/]*/i, "");
  return path
    .replace(/[^/]{25,}/g, "…")
    .replace(/\d{10,}/g, maskPhone)
    .slice(0, 200);
}
