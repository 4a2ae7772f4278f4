import { type Escape, escaped } from "./escaping.ts";
import { type Format, formatOf, inUrl, markers, type Positions, positionsIn } from "./format.ts";
import {
  isFree,
  mayStandInPath,
  type PlaceholderName,
  pieces,
  type Values,
  valueFor,
} from "./placeholders.ts";

/** A configuration's text, parsed and ready to have values inserted. */
export interface Template {
  /** Why values cannot be inserted safely; empty if they can. */
  problems: string[];
  /** Inserts each value, escaped for its position, so that no value can break out of it. */
  fill(values: Values): string;
}

export interface BodyTemplate extends Template {
  format: Format | "plain";
}

/**
 * Puts markers in place of the values that may hold any character, and lets `examine` determine what each position
 * needs.
 */
function template(
  source: string,
  examine: (text: string, marks: ReturnType<typeof markers>, names: PlaceholderName[]) => Positions,
) {
  const parts = pieces(source);
  const free = parts.flatMap((part) => (typeof part !== "string" && isFree(part.name) ? [part.name] : []));
  const marks = markers(free.length, source);
  let next = 0;
  const marked = parts.map((part) => {
    if (typeof part === "string") return part;
    // Stands for the digits of every other value.
    return isFree(part.name) ? marks.all[next++]! : "1";
  });
  const positions = examine(marked.join(""), marks, free);

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
    fill(values: Values) {
      if (problems.size > 0) throw new Error("not to be filled in");
      return steps
        .map((step) => (typeof step === "string" ? step : escaped(valueFor(step.name, values), step.chain)))
        .join("");
    },
  } satisfies Template;
}

const everywhere = (marks: ReturnType<typeof markers>, chain: readonly Escape[]): Positions =>
  new Map(marks.all.map((marker) => [marker, chain]));

/**
 * A URL. `{{code}}` and `{{text}}` are allowed only in query values: in the path, dots would act as path segments
 * however they are escaped, and proxies log paths.
 */
export function urlTemplate(source: string): Template {
  return template(source, (text, marks, names) => {
    const path = text.replace(/[?#].*$/s, "");
    const inPath = marks.all.filter(
      (marker, index) => path.includes(marker) && !mayStandInPath(names[index]!),
    );
    return new Map([
      ...inUrl(text, marks),
      ...inPath.map(
        (marker) =>
          [marker, { refused: "must not stand in the path; put it behind the ? or into the body" }] as const,
      ),
    ]);
  });
}

/**
 * A header value. A customer's value must be the whole value, or percent-encoded: a blank or a comma could otherwise be
 * taken for the header's own syntax.
 */
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
 * A body, escaped for its format: JSON, XML or a form.
 * @param given.plain accepts any other text, without escaping.
 * @param given.form treats any other text as a form, because the configuration declares it to be one.
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
