/** How a value is written so that it stays one value in the format around it. */
export type Escape = keyof typeof escapes;

const reference = (character: string) => `&#${character.charCodeAt(0)};`;

/** What XML 1.0 cannot hold in any form is left out. */
const inXml = (value: string) =>
  value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");

const escapes = {
  /** A query or a form: their fields, and everything within a URL. */
  percent: encodeURIComponent,
  /** Within the quotes of a JSON string. */
  json: (value: string) => JSON.stringify(value).slice(1, -1),
  /** Text or a quoted attribute. Line breaks and tabs as references, because a parser turns them into blanks. */
  xml: (value: string) => inXml(value).replace(/[<>&"'\t\n\r]/g, reference),
  /** A CDATA section has no escapes: it is closed and opened again wherever "]]>" could come about. */
  cdata: (value: string) =>
    inXml(value)
      .replace(/\]/g, "]]]><![CDATA[")
      .replace(/(?<!\])>/g, "]]><![CDATA[>"),
  /** A whole header. Only printable ASCII is safe there. */
  header: (value: string) => value.replace(/[^\t\u0020-\u007e]/g, "?"),
} satisfies Record<string, (value: string) => string>;

/** @param chain from the innermost format outwards, such as JSON within a form: `["json", "percent"]`. */
export function escaped(value: string, chain: readonly Escape[]): string {
  return chain.reduce((text, name) => escapes[name](text), value);
}
