import { type CarrierJson, parseCarrierJson } from "../carrier-json.ts";
import { trimmed } from "./carrier-id.ts";

/** What a report's fields are looked up in: a form, or a tree of JSON or XML; null where there is nothing. */
export type ReportBody = URLSearchParams | CarrierJson;

type Found = ReportBody | undefined;

/** Text that is JSON, as carriers put it into a field of a form or of other JSON; undefined where it is none. */
function jsonIn(text: string): CarrierJson | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return parseCarrierJson(text);
  } catch {
    return undefined;
  }
}

/** One field by its name. A form's field that came several times, or as `name[]`, is a list. */
function own(body: Found, name: string): Found {
  if (typeof body === "string") return own(jsonIn(body), name);
  if (body instanceof URLSearchParams) {
    const values = [...body.getAll(name), ...body.getAll(`${name}[]`)];
    return values.length > 1 ? values : values[0];
  }
  if (typeof body !== "object" || body === null || !Object.hasOwn(body, name)) return undefined;
  return (body as { [name: string]: CarrierJson })[name];
}

/** A field by its name, or by the names that lead to it: `results.0.status`. JSON within text is looked into. */
export function at(body: Found, path: string): Found {
  return own(body, path) ?? path.split(".").reduce(own, body);
}

/** The list that a value is: one in JSON text, one with numbers for names as PHP writes it, or a single entry without its list. */
export function listOf(value: Found): CarrierJson[] | undefined {
  const list = typeof value === "string" ? jsonIn(value) : value;
  if (Array.isArray(list))
    return list.flatMap((each) => (typeof each === "string" ? (listOf(each) ?? each) : each));
  if (typeof list !== "object" || list === null || list instanceof URLSearchParams) return undefined;
  const names = Object.keys(list);
  return names.length > 0 && names.every((name) => /^\d+$/.test(name)) ? Object.values(list) : [list];
}

/** The texts that a field holds, trimmed and without blank ones; none where it holds anything else. */
export function textsOf(value: Found): string[] {
  if (Array.isArray(value)) return value.flatMap((each) => (Array.isArray(each) ? [] : textsOf(each)));
  if (typeof value === "string" || typeof value === "boolean")
    return [trimmed(String(value))].filter(Boolean);
  // An element of XML with attributes.
  const text = own(value, "#text");
  return typeof text === "string" ? textsOf(text) : [];
}

/** What a body holds that has a single field, as `response=[…]`, `{"results": […]}` or an XML root do; else undefined. */
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
