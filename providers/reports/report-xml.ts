import { SaxesParser } from "saxes";
import type { CarrierJson } from "../carrier-json.ts";

/** Reports are flat; SOAP adds about three levels. */
const MAX_DEPTH = 50;

type Element = { [name: string]: CarrierJson };

/**
 * Parses an XML document into the tree that equivalent JSON would give: an element's attributes and children are its
 * fields, children of the same name form a list, and an element that contains only text is that text. Namespace
 * prefixes are removed.
 *
 * @throws if it is not well-formed, has a document type (which could define entities that expand without end), or is
 * nested too deeply.
 */
export function parseReportXml(text: string): CarrierJson {
  const document = newElement();
  const open: { element: Element; name: string; text: string }[] = [
    { element: document, name: "", text: "" },
  ];
  const parser = new SaxesParser({ position: false, xmlns: false as const });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("a document type is not taken");
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (open.length > MAX_DEPTH) throw new Error("nested too deeply");
    const element = newElement();
    for (const attribute in attributes) {
      if (!/^xmlns(:|$)/.test(attribute)) element[localName(attribute)] = attributes[attribute]!;
    }
    open.push({ element, name: localName(name), text: "" });
  });
  const addText = (more: string) => {
    open.at(-1)!.text += more;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const { element, name, text } = open.pop()!;
    const parent = open.at(-1)!.element;
    const isText = Object.keys(element).length === 0;
    if (!isText && text.trim() !== "") element["#text"] = text;
    const value = isText ? text : element;
    const before = parent[name];
    if (before === undefined) parent[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else parent[name] = [before, value];
  });
  parser.write(text).close();
  return document;
}

/** Without a prototype, so that `__proto__` and `constructor` are ordinary names. */
function newElement(): Element {
  return Object.create(null) as Element;
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
