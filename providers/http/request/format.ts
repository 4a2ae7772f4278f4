import { SaxesParser } from "saxes";
import type { Escape } from "./escaping.ts";

/** The format of a text, judged by its syntax and not by a header. */
export type Format = "json" | "xml" | "form";

/**
 * The positions of markers in a text: for each, the escapes needed there, from the innermost format outwards, or why no
 * escape makes it safe. A missing marker stands where nothing may be inserted, such as in a comment.
 */
export type Positions = Map<string, readonly Escape[] | { refused: string }>;

/** Placeholders for values while a text is examined: they survive every format and have no meaning in any. */
export interface Markers {
  all: readonly string[];
  pattern: RegExp;
}

/** @param literal the text, in which the markers must not already occur. */
export function markers(count: number, literal: string): Markers {
  let stem = "zqv";
  while (literal.toLowerCase().includes(stem)) stem += "q";
  const all = Array.from({ length: count }, (_, index) => `${stem}${index}z`);
  return { all, pattern: new RegExp(`${stem}\\d+z`, "g") };
}

/** The text as it looks with plain digits inserted. */
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
 * The texts and attributes of well-formed XML, decoded; undefined for anything else. Fragments without a root element
 * are accepted; a document that defines entities is not, since their expansion is not visible in it.
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

/** `name=value&name=value`, on one line, with names that contain no blanks. */
function isForm(text: string): boolean {
  const pairs = text.trim().split("&").filter(Boolean);
  return /^[^\r\n]*=[^\r\n]*$/.test(text.trim()) && pairs.every((pair) => PAIR.test(pair));
}

/** @returns undefined if it has none of these formats. */
export function formatOf(text: string, marks: Markers): Format | undefined {
  if (isJson(text, marks)) return "json";
  if (xmlValues(text)) return "xml";
  return isForm(text) ? "form" : undefined;
}

/** The markers' positions in a text of this format, including in nested formats: JSON in a form, XML in CDATA. */
export function positionsIn(text: string, format: Format, marks: Markers): Positions {
  return { json: inJson, xml: inXml, form: inForm }[format](text, marks);
}

/** The positions within one value of the surrounding format. A value without a format of its own is plain text. */
function inValue(value: string, marks: Markers): Positions {
  if (markersIn(value, marks).length === 0) return new Map();
  if (isJson(value, marks) && hasStructure(json(withDigits(value, marks))!.value))
    return inJson(value, marks);
  if (xmlValues(value)) return inXml(value, marks);
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value)) return inUrl(value, marks);
  if (!/\s/.test(value) && value.includes("&") && isForm(value)) return inForm(value, marks);
  return new Map(markersIn(value, marks).map((marker) => [marker, []]));
}

/** "[1]" and "\"1\"" may be ordinary text; an object, or a list of more than numbers, is meant to be parsed. */
function hasStructure(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((each) => typeof each !== "number");
  return typeof value === "object" && value !== null;
}

/** Adds the escape of the outer format. */
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
    // It parses with digits but not with other characters, so the marker is in a number or in part of an escape.
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

/** Positions in a URL. */
export function inUrl(text: string, marks: Markers): Positions {
  const [, path, query = "", fragment = ""] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(text)!;
  const plain = (part: string): Positions =>
    new Map(markersIn(part, marks).map((marker) => [marker, ["percent"] as const]));
  return merged([plain(path!), inForm(query, marks), plain(fragment)]);
}
