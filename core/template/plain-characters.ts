import { isGsm, type Measure, measure } from "./segments.ts";
import { CODE_PLACE, render } from "./template.ts";

/** What kind of character it is, for the words of the screen. */
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

/** A character that is not in the GSM alphabet: one of them makes a whole text UCS-2. */
export interface CostlyCharacter {
  text: string;
  kind: CostlyKind;
  /** What says the same in the GSM alphabet; empty where it is best left out, null where there is nothing. */
  plain: string | null;
  count: number;
  /** The text around the first of them, with an ellipsis where it goes on. */
  before: string;
  after: string;
}

export interface PlainAdvice {
  characters: CostlyCharacter[];
  /** What the message takes now, and with every plain character that there is. */
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
/** Cyrillic and Greek letters that a Latin text has by mistake, or by somebody's intent. */
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
 * Which characters of a body keep it out of the GSM alphabet, what could stand in their place, and what that saves. Null
 * where there is nothing to say: it is GSM already, or in a script that needs UCS-2 in any case, such as Arabic.
 */
export function plainAdvice(body: string, sampleCode: string): PlainAdvice | null {
  const costly = piecesOf(body).flatMap((piece) => (piece === CODE_PLACE || isGsm(piece) ? [] : [piece]));
  if (costly.length === 0) return null;
  // A letter of another script is no slip: the text is in that script.
  if (costly.some((piece) => plainOf(piece) === null && /\p{L}/u.test(piece))) return null;
  // Nor is a text all in lookalikes, which is then Cyrillic or Greek.
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

/** A character's numbers, such as `U+2019`: what tells two apart that look the same. */
export function codePointsOf(text: string): string {
  return Array.from(
    text,
    (char) => `U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}`,
  ).join(" ");
}

/** The body with plain characters in the place of all that have one, or of `only` this one. Nothing else changes. */
export function inPlainCharacters(body: string, only?: string): string {
  return piecesOf(body)
    .map((piece) =>
      piece === CODE_PLACE || (only !== undefined && piece !== only) ? piece : (plainOf(piece) ?? piece),
    )
    .join("");
}

/** The characters as people see them, a letter with its accents being one; the code's place is one, too. */
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
  // Braces have a meaning in a body.
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
