import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { testDelivery } from "#providers/test-delivery.ts";
import { bodyTemplate, headerTemplate, urlTemplate } from "./template.ts";

const delivery = testDelivery({ reference: () => "17", number: "963911000000", text: "Your code is 482910" });

/** What breaks out of one format or another, mixed with any characters there are. */
const hostile = fc.constantFrom(
  ..."\"'\\<>&=?#%+,;:{}[]()/]-\r\n\t \0\u2028ا😀".split(""),
  "]]>",
  "&to=",
  '","to":"',
);
const codes = fc
  .array(fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 1 })), { maxLength: 20 })
  .map((parts) => parts.join("").slice(0, 20).toWellFormed());

const asBody = (source: string, given: { plain?: boolean; form?: boolean } = {}) =>
  bodyTemplate(source, { plain: false, form: false, ...given });

/** The characters that XML can hold. */
const xmlChars = (text: string) =>
  text.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "");
/** The elements of XML in their order with their attributes, and all text of each, whatever it was written as. */
function readXml(xml: string): unknown[] {
  const open: { result: unknown[]; text: string }[] = [{ result: [], text: "" }];
  const parser = new SaxesParser({ position: false });
  parser.on("error", (error) => {
    throw error;
  });
  const add = (text: string) => {
    open.at(-1)!.text += text;
  };
  parser.on("text", add);
  parser.on("cdata", add);
  parser.on("opentag", ({ name, attributes }) => open.push({ result: [name, attributes], text: "" }));
  parser.on("closetag", () => {
    const { result, text } = open.pop()!;
    open.at(-1)!.result.push(text === "" ? result : [...result, text]);
  });
  parser.write(xml).close();
  return open[0]!.result;
}

/** Each: a template, and what its body says when it is read as its receiver reads it. */
const bodies: [string, string, (body: string) => unknown, (code: string) => unknown][] = [
  [
    "JSON",
    '{"to":["{{number}}"],"text":"Code {{code}}!","n":{{segments}}}',
    JSON.parse,
    (code) => ({ to: ["963911000000"], text: `Code ${code}!`, n: 1 }),
  ],
  [
    "JSON in JSON",
    '{"payload":"{\\"to\\":\\"{{number}}\\",\\"text\\":\\"{{code}}\\"}"}',
    (body) => JSON.parse(JSON.parse(body).payload),
    (code) => ({ to: "963911000000", text: code }),
  ],
  [
    "a form in JSON",
    '{"body":"to={{number}}&text={{code}}"}',
    (body) => [...new URLSearchParams(JSON.parse(body).body)],
    (code) => [
      ["to", "963911000000"],
      ["text", code],
    ],
  ],
  [
    "an address in JSON",
    '{"link":"https://app.example/v?c={{code}}&x=1"}',
    (body) => [...new URL(JSON.parse(body).link).searchParams],
    (code) => [
      ["c", code],
      ["x", "1"],
    ],
  ],
  [
    "a form",
    "to={{number}}&text={{code}}&from=Brand",
    (body) => [...new URLSearchParams(body)],
    (code) => [
      ["to", "963911000000"],
      ["text", code],
      ["from", "Brand"],
    ],
  ],
  [
    "JSON in a form",
    'data={"to":"{{number}}","text":"{{code}}"}&key=1',
    (body) => {
      const form = new URLSearchParams(body);
      return [[...form.keys()], JSON.parse(form.get("data")!)];
    },
    (code) => [["data", "key"], { to: "963911000000", text: code }],
  ],
  [
    "encoded JSON in a form",
    "data=%7B%22text%22%3A%22{{code}}%22%7D",
    (body) => JSON.parse(new URLSearchParams(body).get("data")!),
    (code) => ({ text: code }),
  ],
];

describe("a code of any characters stays one value", () => {
  test.each(bodies)("in %s", (_, source, read, expected) => {
    const { problems, fill } = asBody(source);
    expect(problems).toEqual([]);
    fc.assert(
      fc.property(codes, (code) => {
        expect(read(fill({ ...delivery, code }))).toEqual(expected(code));
      }),
    );
  });

  test.each([
    ["text", "<sms><to>{{number}}</to><text>a {{code}} b</text></sms>", "a ", " b"],
    ["an attribute", `<?xml version="1.0"?><sms to="{{number}}" text='{{code}}'/>`, "", ""],
    ["CDATA", "<sms><to>{{number}}</to><text><![CDATA[]]{{code}}>]]></text></sms>", "]]", ">"],
    ["after a DOCTYPE", '<!DOCTYPE sms SYSTEM "sms.dtd"><sms><text>{{code}}</text></sms>', "", ""],
  ])("in XML: %s", (_, source, before, after) => {
    const { problems, fill, format } = asBody(source);
    expect([problems, format]).toEqual([[], "xml"]);
    const sample = JSON.stringify(readXml(fill({ ...delivery, code: "SAMPLE" })));
    fc.assert(
      fc.property(codes, (code) => {
        // What the parser makes of line ends and references in attributes is its own matter; structure is not.
        const plain = xmlChars(code).replace(/[\t\r\n]/g, "_");
        const filled = fill({ ...delivery, code: plain });
        const expected = sample.replace(JSON.stringify(`${before}SAMPLE${after}`), () =>
          JSON.stringify(`${before}${plain}${after}`),
        );
        if (plain === "") return;
        expect(JSON.stringify(readXml(filled))).toBe(expected);
      }),
    );
  });

  test("in XML within XML, as references and as CDATA", () => {
    for (const source of [
      "<soap><arg>&lt;sms&gt;&lt;text&gt;{{code}}&lt;/text&gt;&lt;/sms&gt;</arg></soap>",
      "<soap><arg><![CDATA[<sms><text>{{code}}</text></sms>]]></arg></soap>",
    ]) {
      const { problems, fill } = asBody(source);
      expect(problems).toEqual([]);
      fc.assert(
        fc.property(codes, (code) => {
          const plain = `x${xmlChars(code).replace(/[\t\r\n]/g, "_")}`;
          const [[, , [, , inner]]] = readXml(fill({ ...delivery, code: plain })) as [[0, 0, [0, 0, string]]];
          expect(readXml(inner)).toEqual([["sms", {}, ["text", {}, plain]]]);
        }),
      );
    }
  });

  test("in an address", () => {
    const { problems, fill } = urlTemplate(
      'https://op.example/x/{{number}}?a={{code}}&j={"t":"{{code}}"}&b=1#f',
    );
    expect(problems).toEqual([]);
    fc.assert(
      fc.property(codes, (code) => {
        const url = new URL(fill({ ...delivery, code }));
        expect([url.host, url.pathname]).toEqual(["op.example", "/x/963911000000"]);
        const [a, j, b] = [...url.searchParams];
        expect([a, b, url.searchParams.size]).toEqual([["a", code], ["b", "1"], 3]);
        expect(JSON.parse(j![1])).toEqual({ t: code });
      }),
    );
  });

  test("in headers", () => {
    const alone = headerTemplate("{{code}}");
    const among = headerTemplate("to={{number}}; code={{code}}, x=1");
    const json = headerTemplate('{"to":"{{number}}","code":"{{code}}"}');
    fc.assert(
      fc.property(codes, (code) => {
        expect(alone.fill({ ...delivery, code })).toMatch(/^[\t\x20-\x7e]*$/);
        expect(among.fill({ ...delivery, code })).toMatch(/^to=963911000000; code=[\w.~!*'()%-]*, x=1$/);
        const sent = json.fill({ ...delivery, code });
        expect(sent).toMatch(/^[\t\x20-\x7e]*$/);
        expect(Object.keys(JSON.parse(sent))).toEqual(["to", "code"]);
      }),
    );
  });
});

describe("a code or a text is refused", () => {
  test.each([
    ["as a number of JSON", '{"code":{{code}}}', /quotes/],
    ["as a part of JSON's escape", '{"code":"\\u000{{code}}"}', /backslash/],
    ["as a number of JSON within JSON", '{"p":"{\\"code\\":{{code}}}"}', /quotes/],
    ["in a name of JSON", '{"{{code}}":1}', /name of a field/],
    ["in a name of a form", "to=1&{{code}}=2", /name of a field/],
    ["as a flag of a form", "to=1&{{text}}", /name of a field/],
    ["in a comment of XML", "<a><!-- {{code}} --><b/></a>", /safely/],
    ["in a name of XML", "<a><{{code}}/></a>", /safely/],
    ["in an instruction of XML", "<a><?note {{code}}?><b/></a>", /safely/],
    ["in an attribute without quotes", "<a b={{code}}>x</a>", /body_format/],
    ["in an entity of its own", '<!DOCTYPE a [<!ENTITY e "{{code}}">]><a>&e;</a>', /body_format/],
    ["in plain text", "{{text}}", /body_format/],
    ["in lines", "to: {{number}}\ntext: {{text}}", /body_format/],
    ["in JSON that is not well formed", '{"text":"{{text}}",}', /body_format/],
    [
      "in a multipart body",
      '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n{{code}}\r\n--b--',
      /body_format/,
    ],
  ])("%s", (_, source, why) => {
    const { problems, fill } = asBody(source);
    expect(problems).toEqual([expect.stringMatching(why)]);
    expect(() => fill(delivery)).toThrow();
  });

  test.each([
    ["in a path", "https://op.example/{{code}}?a=1", /path/],
    ["in a name of the query", "https://op.example/?{{text}}=1", /name of a field/],
  ])("%s", (_, source, why) => {
    expect(urlTemplate(source).problems).toEqual([expect.stringMatching(why)]);
  });
});

test("other bodies can contain other values, and any value as plain text", () => {
  expect(asBody("to: {{number}}").problems).toEqual([]);
  const plain = asBody("to: {{number}}\n{{text}}", { plain: true });
  expect([plain.format, plain.fill({ ...delivery, text: '"<&' })]).toEqual([
    "plain",
    'to: 963911000000\n"<&',
  ]);
  const form = asBody("my text={{text}}", { form: true });
  expect([form.format, form.fill({ ...delivery, text: "a&b" })]).toEqual(["form", "my text=a%26b"]);
});

test("inserted values are not expanded again, and unpaired surrogates cause no failure", () => {
  const { fill } = asBody("a={{text}}", {});
  expect(fill({ ...delivery, text: "{{code}} $& $1" })).toBe("a=%7B%7Bcode%7D%7D%20%24%26%20%241");
  expect(fill({ ...delivery, text: "\ud800" })).toBe("a=%EF%BF%BD");
});
