import type { Delivery } from "../provider.ts";
import { type Escape, escaped } from "./escaping.ts";
import { type Format, formatOf, inUrl, markers, type Positions, positionsIn } from "./format.ts";
import { isFree, type PlaceholderName, pieces, valueFor } from "./placeholders.ts";

/** A text of a configuration that is ready to be filled in. */
export interface Template {
  /** Why it cannot be filled in safely; empty where it can. */
  problems: string[];
  /** Fills in each placeholder, escaped for the place where it stands, so that no value can break out of it. */
  fill(delivery: Delivery): string;
}

export interface BodyTemplate extends Template {
  format: Format | "plain";
}

/** Puts markers into the places of the values that customers choose, and lets `examine` say what each place needs. */
function template(source: string, examine: (text: string, marks: ReturnType<typeof markers>) => Positions) {
  const parts = pieces(source);
  const free = parts.filter((part) => typeof part !== "string" && isFree(part.name));
  const marks = markers(free.length, source);
  let next = 0;
  const marked = parts.map((part) => {
    if (typeof part === "string") return part;
    // Stands for the digits that every other value is.
    return isFree(part.name) ? marks.all[next++]! : "1";
  });
  const positions = examine(marked.join(""), marks);

  const problems = new Set<string>();
  const steps: (string | { name: PlaceholderName; chain: readonly Escape[] })[] = parts.map((part, index) => {
    if (typeof part === "string") return part;
    if (!isFree(part.name)) return { name: part.name, chain: [] };
    const found = positions.get(marked[index]!) ?? {
      refused: "stands where nothing can be filled in safely",
    };
    if (!("refused" in found)) return { name: part.name, chain: found };
    problems.add(`{{${part.name}}} ${found.refused}`);
    return { name: part.name, chain: [] };
  });
  return {
    problems: [...problems],
    fill(delivery: Delivery) {
      if (problems.size > 0) throw new Error("not to be filled in");
      return steps
        .map((step) => (typeof step === "string" ? step : escaped(valueFor(step.name, delivery), step.chain)))
        .join("");
    },
  } satisfies Template;
}

const everywhere = (marks: ReturnType<typeof markers>, chain: readonly Escape[]): Positions =>
  new Map(marks.all.map((marker) => [marker, chain]));

/**
 * An address. `{{code}}` and `{{text}}` may stand in values of the query only: in the path, dots would be a step up
 * however they are escaped, and every proxy writes paths into its log.
 */
export function urlTemplate(source: string): Template {
  return template(source, (text, marks) => {
    const path = text.replace(/[?#].*$/s, "");
    const inPath = marks.all.filter((marker) => path.includes(marker));
    return new Map([
      ...inUrl(text, marks),
      ...inPath.map(
        (marker) =>
          [marker, { refused: "must not stand in the path; put it behind the ? or into the body" }] as const,
      ),
    ]);
  });
}

/** A header's value. A customer's value is alone in it, or percent-encoded: a blank or a comma could be the header's own. */
export function headerTemplate(source: string): Template {
  return template(source, (text, marks) => {
    if (marks.all[0] === text.trim()) return everywhere(marks, ["header"]);
    if (formatOf(text, marks) !== "json") return everywhere(marks, ["percent"]);
    const positions = positionsIn(text, "json", marks);
    return new Map(
      [...positions].map(([marker, found]) => [marker, "refused" in found ? found : [...found, "header"]]),
    );
  });
}

/**
 * A body, escaped by what it is: JSON, XML or a form.
 * @param given.plain takes what is nothing of the kind as it is, unescaped.
 * @param given.form takes what is nothing of the kind as a form, since the configuration calls it one.
 */
export function bodyTemplate(source: string, given: { plain: boolean; form: boolean }): BodyTemplate {
  let format: BodyTemplate["format"] = "plain";
  const made = template(source, (text, marks) => {
    format = formatOf(text, marks) ?? (given.form && !given.plain ? "form" : "plain");
    if (format !== "plain") return positionsIn(text, format, marks);
    if (given.plain) return everywhere(marks, []);
    return new Map(
      marks.all.map((marker) => [
        marker,
        {
          refused:
            'would not be escaped, as this is neither JSON nor XML nor a form; "body_format": "plain" allows that',
        },
      ]),
    );
  });
  return { ...made, format };
}
