import { type AccountName, namesOf } from "#core/customer/account-name.ts";
import { likeness, type Pieces, piecesOf, plain } from "./likeness.ts";
import { CODE_PLACE, checkBody, reviewBody } from "./template.ts";

export const BODY_LANGUAGES = ["arabic", "english"] as const;
export type BodyLanguage = (typeof BODY_LANGUAGES)[number];
export type ReviewedBodies = Record<BodyLanguage, string | null>;

/** What a reviewer checks, in the screen's order. */
export const REVIEW_CHECKS = ["code", "length", "link", "brand", "others", "similar"] as const;
export type ReviewCheckName = (typeof REVIEW_CHECKS)[number];

export interface ReviewCheck {
  name: ReviewCheckName;
  passed: boolean;
  /** The languages whose texts fail the check. */
  languages: BodyLanguage[];
  /** Other accounts' names or texts that were found. */
  found: SimilarText[];
}

export interface SimilarText {
  account: AccountName;
  text: string | null;
}

/** A text of another account that is approved or awaits review. */
export interface OtherText {
  account: AccountName;
  text: string;
}

export interface ReviewContext {
  /** The account's own names, of which the recipient should find one in the message. */
  brands: readonly string[];
  /** The names of other accounts. */
  otherNames: readonly AccountName[];
  otherTexts: readonly OtherText[];
}

/**
 * From this similarity on, a text counts as a rewording of another. Common phrases such as "your code is" stay below
 * it.
 */
const SIMILARITY_WARNING = 0.8;
const SHOWN = 3;
/** Shorter names are likely to be everyday words. */
const NAME_MIN = 4;

/** All rule-based findings about a version, for the reviewer to decide upon. */
export function reviewChecks(bodies: ReviewedBodies, context: ReviewContext): ReviewCheck[] {
  const texts = BODY_LANGUAGES.flatMap((language) => {
    const body = bodies[language];
    return body === null ? [] : [{ language, body }];
  });
  const where = (isAtFault: (body: string) => boolean) =>
    texts.filter(({ body }) => isAtFault(body)).map(({ language }) => language);
  const warned = new Map(texts.map(({ body }) => [body, reviewBody(body, { brands: context.brands })]));

  const languages: Record<ReviewCheckName, BodyLanguage[]> = {
    code: where((body) => checkBody(body).length > 0),
    length: where((body) => warned.get(body)!.includes("over_one_segment")),
    link: where((body) => warned.get(body)!.includes("contains_link")),
    brand: where((body) => warned.get(body)!.includes("lacks_brand")),
    others: where((body) => namesIn(body, context).length > 0),
    similar: [],
  };
  const named = [...new Set(texts.flatMap(({ body }) => namesIn(body, context)))];
  const similar = similarTexts(texts, context.otherTexts);
  languages.similar = similar.languages;
  return REVIEW_CHECKS.map((name) => ({
    name,
    passed: languages[name].length === 0,
    languages: languages[name],
    found:
      name === "others"
        ? named.slice(0, SHOWN).map((account) => ({ account, text: null }))
        : name === "similar"
          ? similar.found
          : [],
  }));
}

/** Names of other accounts that occur in a text as separate words, but not within the account's own name. */
function namesIn(body: string, { brands, otherNames }: ReviewContext): AccountName[] {
  const own = brands.map(plain);
  const text = ` ${own.reduce((rest, name) => rest.replaceAll(name || "\0", " "), plain(body))} `;
  return otherNames.filter((other) =>
    namesOf(other).some((name) => {
      const words = plain(name);
      return (
        words.length >= NAME_MIN && !own.some((mine) => mine.includes(words)) && text.includes(` ${words} `)
      );
    }),
  );
}

function similarTexts(texts: { language: BodyLanguage; body: string }[], others: readonly OtherText[]) {
  const languages = new Set<BodyLanguage>();
  const found: (SimilarText & { score: number })[] = [];
  const candidates = others.map((other) => ({ ...other, pieces: fingerprint(other.text) }));
  for (const { language, body } of texts) {
    const own = fingerprint(body);
    for (const { account, text, pieces } of candidates) {
      const score = likeness(own, pieces);
      if (score < SIMILARITY_WARNING) continue;
      languages.add(language);
      found.push({ account, text, score });
    }
  }
  found.sort((a, b) => b.score - a.score);
  return {
    languages: [...languages],
    found: found.slice(0, SHOWN).map(({ account, text }) => ({ account, text })),
  };
}

const fingerprint = (body: string): Pieces => piecesOf(body.replaceAll(CODE_PLACE, " "));
