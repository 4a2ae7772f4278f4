import { gzipSync } from "node:zlib";
import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { callbackReader } from "./callback.ts";
import { callbackConfig } from "./callback-config.ts";
import { readReportBody, UnreadableBody } from "./report-body.ts";
import { parseReportXml } from "./report-xml.ts";

const bytes = (text: string, encoding: BufferEncoding = "utf8") =>
  new Uint8Array(Buffer.from(text, encoding));
const read = (text: string, contentType = "") => readReportBody(bytes(text), contentType);

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json";
const types = [
  "",
  FORM,
  JSON_TYPE,
  "text/plain",
  "text/xml; charset=utf-8",
  "multipart/form-data; boundary=other",
  "x",
];

const multipart = ["message_id", "status"]
  .map(
    (name, index) =>
      `--b0\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${["17", "DELIVRD"][index]}\r\n`,
  )
  .join("")
  .concat("--b0--\r\n");

const shapes: [string, string][] = [
  ["JSON", '{"message_id": 17, "status": "DELIVRD"}'],
  [
    "JSON with a mark, blanks and a NUL around it",
    '\ufeff \r\n[{"message_id": 17, "status": "DELIVRD"}]\r\n\0',
  ],
  ["a form", "message_id=17&status=DELIVRD\r\n"],
  ["a form that holds JSON", `response=${encodeURIComponent('[{"message_id": 17, "status": "DELIVRD"}]')}`],
  ["JSON that was encoded as a form", encodeURIComponent('{"message_id": 17, "status": "DELIVRD"}')],
  ["multipart", multipart],
  ["XML", '<?xml version="1.0"?><r><message_id>17</message_id><status>DELIVRD</status></r>'],
  ["XML of attributes", '<r><dlr message_id="17" status="DELIVRD"/></r>'],
  [
    "SOAP",
    '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><n:dlr xmlns:n="urn:x"><n:message_id>17</n:message_id><n:status code="0"> DELIVRD </n:status></n:dlr></s:Body></s:Envelope>',
  ],
];
const reader = callbackReader(callbackConfig.parse({}));
const delivered = [{ kind: "delivered", id: "17", word: "DELIVRD" }];

for (const [name, text] of shapes) {
  test.each(types)(`${name} is read as what it is under %j`, async (type) => {
    const body = await read(text, type);
    expect(reader.read({ query: new URLSearchParams(), body })).toEqual(delivered);
  });
}

test.each(["", "\r\n", "\ufeff", " \0"])("an empty body has no fields (%j)", async (text) => {
  expect(await read(text, JSON_TYPE)).toBeNull();
});

test.each<[BufferEncoding, string, string]>([
  ["utf16le", "\ufeff", "text/xml"],
  ["utf16le", "", "application/json; charset=utf-16"],
  ["latin1", "", `${FORM}; charset=windows-1256`],
  ["latin1", "", `${FORM}; charset=no-such-charset`],
])("of the charset %s", async (encoding, mark, type) => {
  const text = type.includes("form")
    ? "message_id=17&status=DELIVRD"
    : '{"message_id": 17, "status": "DELIVRD"}';
  const body = await readReportBody(bytes(mark + text, encoding), type);
  expect(reader.read({ query: new URLSearchParams(), body })).toEqual(delivered);
});

test("Arabic in XML of windows-1256", async () => {
  const head = '<?xml version="1.0" encoding="windows-1256"?><r><s>';
  const body = new Uint8Array([...bytes(head), 0xe3, 0xd1, 0xcd, 0xc8, 0xc7, ...bytes("</s></r>")]);
  expect(await readReportBody(body, "")).toEqual({ r: { s: "مرحبا" } });
});

test("a compressed body has the same limit after decompression", async () => {
  const body = await readReportBody(gzipSync(shapes[0]![1]), JSON_TYPE);
  expect(reader.read({ query: new URLSearchParams(), body })).toEqual(delivered);
  for (const bad of [gzipSync(" ".repeat(1024 * 1024 + 1)), gzipSync("{}").subarray(0, 12)]) {
    await expect(readReportBody(bad, JSON_TYPE)).rejects.toThrow(UnreadableBody);
  }
});

test.each([
  ["{", "JSON"],
  ['{"a": 1,}', "JSON"],
  ['"text', "JSON"],
  ["[".repeat(500_000), "JSON"],
  ["<a>", "XML"],
  ["<a><b></a></b>", "XML"],
  ["<a>&unknown;</a>", "XML"],
  ["--b\r\nContent-Disposition: form-data\r\n\r\nx", "multipart"],
])("%.30s is unreadable, and the response says what was expected", async (text, language) => {
  await expect(read(text, JSON_TYPE)).rejects.toThrow(UnreadableBody);
  await expect(read(text, JSON_TYPE)).rejects.toThrow(language);
});

describe("hostile XML", () => {
  const billion = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join(
    "",
  );
  test.each([
    ["entities that expand without end", `<!DOCTYPE r [<!ENTITY l0 "lol">${billion}]><r>&l9;</r>`],
    ["a file of ours", '<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><r>&f;</r>'],
    ["a document type elsewhere", '<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd"><r/>'],
    ["nesting without end", `${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`],
  ])("%s", (_, text) => {
    expect(() => parseReportXml(text)).toThrow();
  });

  test("names with a meaning in JavaScript are ordinary names", () => {
    const tree = parseReportXml(
      '<r constructor="1"><__proto__><id>17</id></__proto__><toString>2</toString></r>',
    );
    expect(Object.keys((tree as { r: object }).r)).toEqual(["constructor", "__proto__", "toString"]);
    expect("id" in {}).toBe(false);
    expect(reader.read({ query: new URLSearchParams(), body: tree })).toEqual([
      { kind: "unreadable", field: "message_id" },
    ]);
  });
});

test("XML as a tree: lists, attributes, text beside attributes, CDATA and references", () => {
  const xml =
    '<r n="2"><m id="1">a &amp; b</m><m id="2"><![CDATA[<c>]]></m><x> &#49;&#x32; </x><y/><!-- no --></r>';
  expect(JSON.parse(JSON.stringify(parseReportXml(xml)))).toEqual({
    r: {
      n: "2",
      m: [
        { id: "1", "#text": "a & b" },
        { id: "2", "#text": "<c>" },
      ],
      x: " 12 ",
      y: "",
    },
  });
});

property.prop([fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...types)])(
  "any bytes are read, or are unreadable; nothing else is thrown",
  async (body, type) => {
    const result = await readReportBody(body, type).catch((error: unknown) => error);
    expect(result instanceof Error && !(result instanceof UnreadableBody)).toBe(false);
  },
);

property.prop([fc.dictionary(fc.stringMatching(/^[a-z_]{1,9}$/), fc.string())])(
  "any form",
  async (fields) => {
    const form = new URLSearchParams(fields);
    const body = await read(String(form), FORM);
    if (body instanceof URLSearchParams) expect([...body]).toEqual([...form]);
    else expect(form.size).toBe(0);
  },
);
