/** How a value is escaped so that it remains a single value in the surrounding format. */
export type Escape = keyof typeof escapes;

const reference = (character: string) => `&#${character.charCodeAt(0)};`;

/** Characters that XML 1.0 cannot represent in any form are dropped. */
const inXml = (value: string) =>
  value.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");

const escapes = {
  /** In a URL or a form: their fields. */
  percent: encodeURIComponent,
  /** Inside a JSON string. */
  json: (value: string) => JSON.stringify(value).slice(1, -1),
  /**
   * Text or a quoted attribute. Line breaks and tabs become character references, because parsers normalise them to
   * blanks.
   */
  xml: (value: string) => inXml(value).replace(/[<>&"'\t\n\r]/g, reference),
  /** CDATA has no escapes: the section is closed and reopened wherever "]]>" could arise. */
  cdata: (value: string) =>
    inXml(value)
      .replace(/\]/g, "]]]><![CDATA[")
      .replace(/(?<!\])>/g, "]]><![CDATA[>"),
  /** A whole header value. Only printable ASCII is safe there. */
  header: (value: string) => value.replace(/[^\t\u0020-\u007e]/g, "?"),
} satisfies Record<string, (value: string) => string>;

/** @param chain from the innermost format outwards; JSON within a form is `["json", "percent"]`. */
export function escaped(value: string, chain: readonly Escape[]): string {
  return chain.reduce((text, name) => escapes[name](text), value);
}
