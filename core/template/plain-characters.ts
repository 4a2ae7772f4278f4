import { isGsm, type Measure, measure } from "./segments.ts";
import { CODE_PLACE, render } from "./template.ts";

/** The kind of a character, for its label on the screen. */
export const COSTLY_KINDS = [
  "quote",
  "dash",
  "blank",
  "invisible",
  "decomposed",
  "lookalike",
  "letter",
  "emoji",
  "sign",
] as const;
export type CostlyKind = (typeof COSTLY_KINDS)[number];

/** A character outside the GSM alphabet: a single one makes a whole text UCS-2. */
export interface CostlyCharacter {
  text: string;
  kind: CostlyKind;
  /** The equivalent in the GSM alphabet; empty if the character is best left out, null if there is no equivalent. */
  plain: string | null;
  count: number;
  /** The text around its first occurrence, with an ellipsis where it is cut. */
  before: string;
  after: string;
}

export interface PlainAdvice {
  characters: CostlyCharacter[];
  /** The length of the message now, and after all possible replacements. */
  now: Measure;
  plain: Measure;
}

const QUOTES: Record<string, string> = {
  "`": "'",
  "´": "'",
  "\u2018": "'",
  "\u2019": "'",
  "\u201a": "'",
  "\u201b": "'",
  "\u02bc": "'",
  "\u2032": "'",
  "\u2039": "'",
  "\u203a": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u201f": '"',
  "\u2033": '"',
  "«": '"',
  "»": '"',
};
const SIGNS: Record<string, string> = {
  "\u2026": "...",
  "•": "-",
  "·": "-",
  "→": "->",
  "←": "<-",
  "×": "x",
  "÷": "/",
  "\u2044": "/",
  "©": "(c)",
  "®": "(R)",
  "₺": "TL",
  "°": "o",
  "｛": "(",
  "｝": ")",
};
const LETTERS: Record<string, string> = {
  ı: "i",
  ł: "l",
  Ł: "L",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "Th",
  œ: "oe",
  Œ: "OE",
  ħ: "h",
  Ħ: "H",
  ẞ: "ss",
};
/** Cyrillic and Greek letters that look like Latin ones, put into a Latin text by mistake or on purpose. */
const LOOKALIKES: Record<string, string> = Object.fromEntries(
  [..."аеорсухіѕјАВЕКМНОРСТУХІЅЈοαΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"].map((char, at) => [
    char,
    "aeopcyxisjABEKMHOPCTYXISJoaABEZHIKMNOPTYX"[at]!,
  ]),
);

const DASH = /^\p{Pd}$|^\u2212$/u;
const BLANK = /^[\p{Z}\t]$/u;
const INVISIBLE = /^[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]$/u;
// biome-ignore lint/suspicious/noMisleadingCharacterClass: the mark of a keycap is meant on its own
const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Lists the characters of a body that are not in the GSM alphabet, their replacements, and what replacing them saves.
 * Null if there is nothing to advise: the text is GSM already, or in a script that needs UCS-2 anyway, such as Arabic.
 */
export function plainAdvice(body: string, sampleCode: string): PlainAdvice | null {
  const costly = piecesOf(body).flatMap((piece) => (piece === CODE_PLACE || isGsm(piece) ? [] : [piece]));
  if (costly.length === 0) return null;
  // A letter of another script is no mistake: the text is written in that script.
  if (costly.some((piece) => plainOf(piece) === null && /\p{L}/u.test(piece))) return null;
  // A text made only of lookalikes is really Cyrillic or Greek.
  if (
    costly.some((piece) => kindOf(piece) === "lookalike") &&
    !/\p{Script=Latin}/u.test(body.replaceAll(CODE_PLACE, ""))
  )
    return null;
  const characters = [...new Set(costly)].map((text): CostlyCharacter => {
    const at = body.indexOf(text);
    const [before, after] = [Array.from(body.slice(0, at)), Array.from(body.slice(at + text.length))];
    return {
      text,
      kind: kindOf(text),
      plain: plainOf(text),
      count: costly.filter((each) => each === text).length,
      before: `${before.length > CONTEXT ? "…" : ""}${before.slice(-CONTEXT).join("")}`,
      after: `${after.slice(0, CONTEXT).join("")}${after.length > CONTEXT ? "…" : ""}`,
    };
  });
  const measured = (text: string) => measure(render(text, sampleCode));
  return { characters, now: measured(body), plain: measured(inPlainCharacters(body)) };
}

const CONTEXT = 8;

/** A character's code points, such as `U+2019`: they distinguish characters that look the same. */
export function codePointsOf(text: string): string {
  return Array.from(
    text,
    (char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`,
  ).join(" ");
}

/** The body with its replaceable characters replaced, or just the character `only`. Nothing else changes. */
export function inPlainCharacters(body: string, only?: string): string {
  return piecesOf(body)
    .map((piece) =>
      piece === CODE_PLACE || (only !== undefined && piece !== only) ? piece : (plainOf(piece) ?? piece),
    )
    .join("");
}

/**
 * The text split into what people see as characters: a letter with its accents is one, and so is the code placeholder.
 */
function piecesOf(body: string): string[] {
  return body
    .split(new RegExp(`(${CODE_PLACE})`))
    .flatMap((part) =>
      part === CODE_PLACE ? [part] : Array.from(graphemes.segment(part), ({ segment }) => segment),
    );
}

function plainOf(piece: string): string | null {
  if (isGsm(piece)) return piece;
  const composed = piece.normalize("NFC");
  if (isGsm(composed)) return composed;
  const plain = Array.from(composed, plainChar);
  if (!plain.includes(null)) return plain.join("");
  return PICTURE.test(piece) ? "" : null;
}

function plainChar(char: string): string | null {
  if (isGsm(char)) return char;
  const known = QUOTES[char] ?? SIGNS[char] ?? LETTERS[char] ?? LOOKALIKES[char];
  if (known !== undefined) return known;
  if (DASH.test(char)) return "-";
  if (BLANK.test(char)) return " ";
  if (INVISIBLE.test(char) || /^\p{M}$/u.test(char)) return "";
  const taken = Array.from(
    char.normalize("NFKD").replace(/\p{M}/gu, ""),
    (each) => SIGNS[each] ?? LETTERS[each] ?? each,
  ).join("");
  // Braces have a meaning in a body, so they cannot be a replacement.
  return taken !== "" && isGsm(taken) && !/[{}]/.test(taken) ? taken : null;
}

function kindOf(piece: string): CostlyKind {
  const [char = ""] = piece;
  if (isGsm(piece.normalize("NFC"))) return "decomposed";
  if (PICTURE.test(piece) && Array.from(piece, plainChar).includes(null)) return "emoji";
  if (char in QUOTES) return "quote";
  if (DASH.test(char)) return "dash";
  if (BLANK.test(char)) return "blank";
  if (Array.from(piece).some((each) => INVISIBLE.test(each))) return "invisible";
  if (char in LOOKALIKES) return "lookalike";
  return /\p{L}/u.test(piece) ? "letter" : "sign";
}
