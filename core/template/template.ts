import { measure } from "./segments.ts";

/** The placeholder for the code in a body. */
export const CODE_PLACE = "{code}";

/** Maximum length in UTF-16 units. */
export const BODY_MAX_LENGTH = 1_000;

export const TEMPLATE_FAULTS = [
  "blank",
  "too_long",
  "code_missing",
  "code_repeated",
  "other_braces",
  "control_character",
  "lone_surrogate",
] as const;
export type TemplateFault = (typeof TEMPLATE_FAULTS)[number];

/** Normalises a submitted body for storage: lines end in a single line feed, and the body is trimmed. */
export function tidyBody(body: string): string {
  return body.replace(/\r\n?/g, "\n").trim();
}

/** Every rule that a template's body breaks, in the order of `TEMPLATE_FAULTS`; empty if it may be submitted. */
export function checkBody(body: string): TemplateFault[] {
  const pieces = body.split(CODE_PLACE);
  const broken: Record<TemplateFault, boolean> = {
    blank: body.trim() === "",
    too_long: body.length > BODY_MAX_LENGTH,
    code_missing: pieces.length < 2,
    code_repeated: pieces.length > 2,
    other_braces: pieces.some((piece) => /[{}]/.test(piece)),
    control_character: /[^\P{Cc}\n]/u.test(body),
    lone_surrogate: !body.isWellFormed(),
  };
  return TEMPLATE_FAULTS.filter((fault) => broken[fault]);
}

/** The text of a message: the code replaces `{code}` literally, whatever characters it contains. */
export function render(body: string, code: string): string {
  return body.split(CODE_PLACE).join(code);
}

/** As many asterisks as the code has characters. */
export function maskCode(length: number): string {
  return "*".repeat(length);
}

/** The text of a message whose code is no longer known, only its length. */
export function renderMasked(body: string, codeLength: number): string {
  return render(body, maskCode(codeLength));
}

/** The locale of the API's `language`. */
export function languageOf(language: 0 | 1): "ar" | "en" {
  return language === 0 ? "ar" : "en";
}

export const REVIEW_WARNINGS = ["over_one_segment", "contains_link", "lacks_brand"] as const;
export type ReviewWarning = (typeof REVIEW_WARNINGS)[number];

// A link with a scheme or www, or a bare domain under a top-level domain common in phishing or in Syria.
const link =
  /https?:|www\.|[\p{L}\p{N}-]\.(?:app|biz|cc|co|com|dev|gl|info|io|link|ly|me|net|online|org|ru|shop|site|sy|to|top|xyz|سوريا)(?![\p{L}\p{N}])/iu;

/** What a reviewer should look at before approving; `brands` are the names by which the account's users know it. */
export function reviewBody(
  body: string,
  { brands = [] }: { brands?: readonly string[] } = {},
): ReviewWarning[] {
  const warnings: ReviewWarning[] = [];
  if (measure(renderMasked(body, 6)).segments > 1) warnings.push("over_one_segment");
  if (link.test(body)) warnings.push("contains_link");
  if (brands.length > 0 && !brands.some((brand) => folded(body).includes(folded(brand))))
    warnings.push("lacks_brand");
  return warnings;
}

function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().trim();
}
