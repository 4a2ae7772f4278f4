import { BLANKS, type BlankName, type Preset } from "./preset.ts";

/** Why the blanks of a preset cannot be filled in like this, by the name of the blank. */
export type BlankProblems = { name: string; problem: string }[];

export type Filled = { ok: true; config: Record<string, unknown> } | { ok: false; problems: BlankProblems };

/**
 * Fills in the blanks of a preset. The result is a configuration of kind `http` like any other, for its `check`.
 * @param values by the names of the blanks; what is missing has the blank's default.
 */
export function fillPreset({ blanks, configuration }: Preset, values: Record<string, unknown>): Filled {
  const problems: BlankProblems = [];
  const given = new Map<string, string>();
  for (const { name, default: preset } of blanks) {
    const value = Object.hasOwn(values, name) ? values[name] : preset;
    const problem = problemOf(name, value);
    if (problem) problems.push({ name, problem });
    else given.set(name, isAddress(name) ? (value as string).replace(/\/+$/, "") : (value as string));
  }
  for (const name of Object.keys(values)) {
    if (!blanks.some((blank) => blank.name === name)) problems.push({ name, problem: "is no blank of it" });
  }
  const config = problems.length === 0 ? filled(configuration, given, "text", problems) : undefined;
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, config: config as Record<string, unknown> };
}

const isAddress = (name: string) => BLANKS[name as BlankName].kind === "address";

/** A sender that stays a placeholder. */
const OF_ACCOUNT = "{{sender}}";

function problemOf(name: BlankName, value: unknown): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return "is needed";
  if (value.length > 500 || /\p{Cc}/u.test(value)) return "is too long or has a line break";
  if (isAddress(name)) {
    const fits = URL.canParse(value) && /^https?:\/\/[^/?#@\s{}]+(\/[^?#\s{}[\]]*)?$/i.test(value);
    return fits ? undefined : "must be an address without user and query, such as http://10.8.0.2:13013";
  }
  return undefined;
}

/** How a value is written so that it stays one value. */
type Place = "address" | "form" | "json" | "text";

const BLANK = /\[\[(basic )?(\w+)(?: (\w+))?\]\]/g;

function filled(
  setting: unknown,
  given: ReadonlyMap<string, string>,
  place: Place,
  problems: BlankProblems,
): unknown {
  if (typeof setting === "string") {
    return setting.replace(
      BLANK,
      (_, basic: string | undefined, name: string, second: string | undefined) => {
        const value = given.get(name)!;
        if (basic) return `Basic ${Buffer.from(`${value}:${given.get(second!)}`).toString("base64")}`;
        if (isAddress(name) || (name === "sender" && value === OF_ACCOUNT)) return value;
        // It would be read as a placeholder, and there is no escape for it.
        if (place === "text" && value.includes("{{")) problems.push({ name, problem: "must not have {{" });
        return written(value, place);
      },
    );
  }
  if (Array.isArray(setting)) return setting.map((each) => filled(each, given, place, problems));
  if (typeof setting !== "object" || setting === null) return setting;
  return Object.fromEntries(
    Object.entries(setting).map(([name, each]) => [
      name,
      filled(each, given, placeIn(name, each, place), problems),
    ]),
  );
}

function placeIn(name: string, value: unknown, around: Place): Place {
  if (name === "url") return "address";
  if (name !== "body") return around;
  const [text] = typeof value === "string" ? [value] : Object.values(value as object);
  return String(text).startsWith("{") ? "json" : "form";
}

/** Braces are escaped as well: they would be read as a placeholder. */
function written(value: string, place: Place): string {
  if (place === "text") return value;
  if (place !== "json") return encodeURIComponent(value.toWellFormed());
  return JSON.stringify(value).slice(1, -1).replaceAll("{", "\\u007b");
}
