import { type CarrierJson, parseCarrierJson } from "../carrier-json.ts";
import { trimmed } from "./carrier-id.ts";

/** What a report's fields are looked up in: a form, or a JSON or XML tree; null if there is nothing. */
export type ReportBody = URLSearchParams | CarrierJson;

type Found = ReportBody | undefined;

/** Parses text that is JSON, as carriers embed it in a form field or in other JSON; undefined if it is not JSON. */
function jsonIn(text: string): CarrierJson | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return parseCarrierJson(text);
  } catch {
    return undefined;
  }
}

/** One field by its name. A form field that occurs several times, or as `name[]`, is a list. */
function own(body: Found, name: string): Found {
  if (typeof body === "string") return own(jsonIn(body), name);
  if (body instanceof URLSearchParams) {
    const values = [...body.getAll(name), ...body.getAll(`${name}[]`)];
    return values.length > 1 ? values : values[0];
  }
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return undefined;
  return (body as { [name: string]: CarrierJson })[name];
}

/** A field by its name, or by a path of names: `results.0.status`. JSON embedded in text is parsed on the way. */
export function at(body: Found, path: string): Found {
  return own(body, path) ?? path.split(".").reduce(own, body);
}

/**
 * A value as a list: a list in JSON text, an object with numeric keys as PHP writes lists, or a single entry without a
 * list.
 */
export function listOf(value: Found): CarrierJson[] | undefined {
  const list = typeof value === "string" ? jsonIn(value) : value;
  if (Array.isArray(list))
    return list.flatMap((each) => (typeof each === "string" ? (listOf(each) ?? each) : each));
  if (typeof list !== "object" || list === null || list instanceof URLSearchParams) return undefined;
  const names = Object.keys(list);
  return names.length > 0 && names.every((name) => /^\d+$/.test(name)) ? Object.values(list) : [list];
}

/** The non-blank texts of a field, trimmed; empty if it contains anything else. */
export function textsOf(value: Found): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => (Array.isArray(each) ? [] : textsOf(each)));
  if (typeof value === "string" || typeof value === "boolean")
    return [trimmed(String(value))].filter(Boolean);
  // An element of XML with attributes.
  const text = own(value, "#text");
  return typeof text === "string" ? textsOf(text) : [];
}

/**
 * The content of a body with a single field, such as `response=[…]`, `{"results": […]}` or an XML root; else undefined.
 */
export function unwrapped(body: ReportBody): ReportBody | undefined {
  if (body instanceof URLSearchParams) {
    const [first, second] = [...body];
    return first && !second ? jsonIn(first[1]) : undefined;
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
  const [value, another] = Object.values(body);
  if (another !== undefined || value === undefined) return undefined;
  return typeof value === "string" ? jsonIn(value) : value;
}
