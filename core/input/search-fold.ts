/**
 * Normalises names for comparison in searches, so that spelling variants match. PostgreSQL's `search_fold` (in
 * `drizzle/`) returns the same for every text; `db/search-fold.test.ts` compares the two, and a change here needs a
 * migration that replaces the function and rebuilds the indexes on it.
 *
 * The tables are our own rather than Unicode's properties, because those change with each version of Node and
 * PostgreSQL.
 */

/** Tatweel, vowel marks, accents and invisible characters: removed. */
const DROPPED =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each of these characters is meant on its own
  /[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08e1\u08e3-\u08ff\u115f\u1160\u17b4\u17b5\u180b-\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufe20-\ufe2f\ufeff\ufff0-\ufffb]/g;

/** Letter-for-letter replacements. `search_fold` has the same pairs for `translate`. */
const PAIRS: readonly [from: string, to: string][] = [
  ["ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"],
  // Latin letters that have no decomposition.
  ["ØøŁłĐđÐðĦħŦŧıŊƏÞ", "oollddddhhttiŋəþ"],
  ["ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩς", "αβγδεζηθικλμνξοπρστυφχψωσ"],
  ["АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ", "абвгдежзийклмнопрстуфхцчшщъыьэюя"],
  ["ЂЄЅІЈЉЊЋЏҐ", "ђєѕіјљњћџґ"],
  ["ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ", "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ"],
  // Alef, teh marbuta, alef maksura, and the same letters of Persian, Urdu and Kurdish keyboards.
  ["\u0671\u0629\u0649\u06cc\u06d0\u06d2\u06a9\u06aa\u06c1\u06be\u06d5\u06c3", "\u0627هيييي\u0643\u0643هههه"],
  ["\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669", "0123456789"],
  ["\u06f0\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6\u06f7\u06f8\u06f9", "0123456789"],
  // Typographic quotes and dashes, and the punctuation of an Arabic keyboard.
  ["\u2018\u2019\u201b\u02bc\u2032", "'''''"],
  ["\u201c\u201d\u201f\u00ab\u00bb", '"""""'],
  ["\u2010\u2012\u2013\u2014\u2015\u2212", "------"],
  ["\u060c\u061b\u061f\u066a\u066b\u066c", ",;?%.,"],
  ["\u2800", " "],
];
const SINGLE = new Map(PAIRS.flatMap(([from, to]) => [...from].map((char, at) => [char, [...to][at]!])));
const DOUBLE = new Map([
  ["ß", "ss"],
  ["ẞ", "ss"],
  ["æ", "ae"],
  ["Æ", "ae"],
  ["œ", "oe"],
  ["Œ", "oe"],
]);

/**
 * A name or search term in the form in which searches compare it: أحمد and احمد, شركة and شركه, É and e, ٢ and 2 are
 * the same.
 */
export function searchFold(text: string): string {
  const bare = text.normalize("NFKD").replace(DROPPED, "");
  return Array.from(bare, (char) => SINGLE.get(char) ?? DOUBLE.get(char) ?? char).join("");
}

/** Whether a name contains the typed text. An empty text matches every name. */
export function nameMatches(name: string, typed: string): boolean {
  return searchFold(name).includes(searchFold(typed).trim());
}

const PIECE = 3;

/**
 * The trigrams of a folded text, as PostgreSQL's `search_pieces` returns them; none for a text of fewer than three
 * letters.
 */
export function searchPieces(folded: string): string[] {
  const chars = Array.from(folded);
  const starts = chars.slice(PIECE - 1);
  return [...new Set(starts.map((_, at) => chars.slice(at, at + PIECE).join("")))];
}

/** The tables as SQL literals, from which the migration's function was written. */
export const foldTables = {
  dropped: DROPPED.source,
  from: PAIRS.map(([from]) => from).join(""),
  to: PAIRS.map(([, to]) => to).join(""),
};
