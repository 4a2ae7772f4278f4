import { SaxesParser } from "saxes";
import type { Escape } from "./escaping.ts";

/** What a text is by its own form, whatever a header calls it. */
export type Format = "json" | "xml" | "form";

/**
 * Where the markers of a text stand: for each the escapes that it needs there, from the innermost format outwards, or why
 * no escape makes it safe. A marker that is missing stands where nothing may be filled in, such as a comment.
 */
export type Positions = Map<string, readonly Escape[] | { refused: string }>;

/** Stands in the place of a value while a text is examined: it survives every format and means nothing in any. */
export interface Markers {
  all: readonly string[];
  pattern: RegExp;
}

/** @param literal the text in which they must not occur by themselves. */
export function markers(count: number, literal: string): Markers {
  let stem = "zqv";
  while (literal.toLowerCase().includes(stem)) stem += "q";
  const all = Array.from({ length: count }, (_, index) => `${stem}${index}z`);
  return { all, pattern: new RegExp(`${stem}\\d+z`, "g") };
}

/** As the text looks where plain digits are filled in. */
const withDigits = (text: string, { pattern }: Markers) => text.replace(pattern, "1");
const markersIn = (text: string, { pattern }: Markers) => text.match(pattern) ?? [];

function json(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

const isJson = (text: string, marks: Markers) =>
  /^\s*[[{"]/.test(text) && json(withDigits(text, marks)) !== undefined;

interface XmlValue {
  text: string;
  around: "xml" | "cdata";
}

/**
 * The texts and the attributes of well-formed XML, decoded; undefined where it is none. Elements without one around them
 * are taken as well; a document that defines its own entities is not, since what they become is not to be seen in it.
 */
function xmlValues(source: string): XmlValue[] | undefined {
  if (!/^\s*</.test(source)) return undefined;
  for (const fragment of [false, true]) {
    const values: XmlValue[] = [];
    const parser = new SaxesParser({ fragment, position: false, xmlns: false as const });
    const fail = () => {
      throw new SyntaxError("not XML");
    };
    parser.on("error", fail);
    parser.on("doctype", (doctype) => doctype.includes("[") && fail());
    parser.on("text", (text) => values.push({ text, around: "xml" }));
    parser.on("cdata", (text) => values.push({ text, around: "cdata" }));
    parser.on("opentag", ({ attributes }) => {
      for (const text of Object.values(attributes)) values.push({ text, around: "xml" });
    });
    try {
      parser.write(source).close();
      return values;
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

const PAIR = /^[\w.\-[\]%+$:@!*~(),'/]+(?:=|$)/;

/** `name=value&name=value`, in one line, with names that need no blanks. */
function isForm(text: string): boolean {
  const pairs = text.trim().split("&").filter(Boolean);
  return /^[^\r\n]*=[^\r\n]*$/.test(text.trim()) && pairs.every((pair) => PAIR.test(pair));
}

/** @returns undefined where it is nothing of the kind. */
export function formatOf(text: string, marks: Markers): Format | undefined {
  if (isJson(text, marks)) return "json";
  if (xmlValues(text)) return "xml";
  return isForm(text) ? "form" : undefined;
}

/** The markers' positions in a text of this format, also in what its values hold: JSON in a form, XML in XML's CDATA. */
export function positionsIn(text: string, format: Format, marks: Markers): Positions {
  return { json: inJson, xml: inXml, form: inForm }[format](text, marks);
}

/** The positions within one value of the format around it. What is of no format itself is a plain text. */
function inValue(value: string, marks: Markers): Positions {
  if (markersIn(value, marks).length === 0) return new Map();
  if (isJson(value, marks) && hasStructure(json(withDigits(value, marks))!.value))
    return inJson(value, marks);
  if (xmlValues(value)) return inXml(value, marks);
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return inUrl(value, marks);
  if (!/\s/.test(value) && value.includes("&") && isForm(value)) return inForm(value, marks);
  return new Map(markersIn(value, marks).map((marker) => [marker, []]));
}

/** "[1]" and "\"1\"" are what people write; an object, or a list of more than numbers, is meant to be parsed. */
function hasStructure(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((each) => typeof each !== "number");
  return typeof value === "object" && value !== null;
}

/** Adds what is needed around the values of one format. */
function within(outer: Escape, inner: Positions): Positions {
  return new Map(
    [...inner].map(([marker, found]) => [marker, "refused" in found ? found : [...found, outer]]),
  );
}

const merged = (all: Iterable<Positions>): Positions => new Map([...all].flatMap((each) => [...each]));

const refused = (text: string, marks: Markers, why: string): Positions =>
  new Map(markersIn(text, marks).map((marker) => [marker, { refused: why }]));

function inJson(text: string, marks: Markers): Positions {
  const parsed = json(text);
  if (!parsed) {
    // Digits would parse, other characters do not: it is a number, or a part of an escape.
    return refused(text, marks, "must stand between quotes in JSON, and not behind a backslash");
  }
  const walk = (value: unknown): Positions => {
    if (typeof value === "string") return within("json", inValue(value, marks));
    if (typeof value !== "object" || value === null) return new Map();
    return merged(
      Object.entries(value).flatMap(([name, each]) => [
        refused(name, marks, "must not stand in the name of a field"),
        walk(each),
      ]),
    );
  };
  return walk(parsed.value);
}

function inXml(text: string, marks: Markers): Positions {
  return merged((xmlValues(text) ?? []).map((value) => within(value.around, inValue(value.text, marks))));
}

function inForm(text: string, marks: Markers): Positions {
  return merged(
    text.split("&").flatMap((pair) => {
      const equals = pair.indexOf("=");
      const name = equals === -1 ? pair : pair.slice(0, equals);
      const value = equals === -1 ? "" : pair.slice(equals + 1);
      return [
        refused(name, marks, "must not stand in the name of a field; put it behind a name and ="),
        within("percent", inValue(percentDecoded(value), marks)),
      ];
    }),
  );
}

function percentDecoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll("+", " "));
  } catch {
    return value;
  }
}

/** Positions in an address. */
export function inUrl(text: string, marks: Markers): Positions {
  const [, path, query = "", fragment = ""] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text)!;
  const plain = (part: string): Positions =>
    new Map(markersIn(part, marks).map((marker) => [marker, ["percent"] as const]));
  return merged([plain(path!), inForm(query, marks), plain(fragment)]);
}
