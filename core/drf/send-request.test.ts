import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPlain } from "#core/drf/body.ts";
import { loads } from "#core/drf/python-json.ts";
import { renderJson } from "#core/drf/render.ts";
import fixtures from "#core/drf/send-request.fixtures.json" with { type: "json" };
import { parseSendRequest } from "#core/drf/send-request.ts";

type Row = { text?: string; base64?: string; status: number; answer: string };

const encoder = new TextEncoder();

function bytesOf(row: Row): Uint8Array {
  return row.base64 === undefined ? encoder.encode(row.text) : Buffer.from(row.base64, "base64");
}

function parse(body: string | Uint8Array, options: Parameters<typeof parseSendRequest>[1] = {}) {
  return parseSendRequest(typeof body === "string" ? encoder.encode(body) : body, options);
}

function answerTo(bytes: Uint8Array): { status: number; answer: string } {
  const parsed = parseSendRequest(bytes);
  if (!parsed.ok) return { status: 400, answer: renderJson(parsed.body) };
  const { gsm, templateId, code, language } = parsed.value;
  return { status: 200, answer: renderJson({ gsm, template_id: templateId, code, language }) };
}

/** Where ours is another answer on purpose: see the tests below. */
function isOurs(row: Row): boolean {
  if (row.status !== 200) return false;
  return row.base64 !== undefined || !Number.isSafeInteger(JSON.parse(row.answer).template_id);
}

// The answers of Django REST framework 3.14 on CPython 3.11 (Debian 12's packages) to a POST of each body, without
// those to which it answers 500. A 200 is its validated data.
describe("matches Django REST framework 3.14", () => {
  const rows = fixtures as Row[];

  test("there are hundreds of valid and of invalid rows", () => {
    expect(rows.filter((row) => row.status === 400).length).toBeGreaterThan(500);
    expect(rows.filter((row) => row.status === 200).length).toBeGreaterThan(100);
    expect(rows.filter(isOurs).length).toBeLessThan(15);
  });

  for (const [index, row] of rows.entries()) {
    if (isOurs(row)) continue;
    test(`${index}: ${JSON.stringify(row.text ?? row.base64).slice(0, 90)}`, () => {
      expect(answerTo(bytesOf(row))).toEqual({ status: row.status, answer: row.answer });
    });
  }
});

describe("where the gateway decides itself", () => {
  const body = (templateId: string) => `{"gsm":"1","template_id":${templateId},"code":"1"}`;
  const notAnInteger = {
    ok: false,
    templateId: null,
    language: 1,
    body: { template_id: ["A valid integer is required."] },
  };

  test("a template id beyond 64 bits is not a valid integer", () => {
    for (const id of [
      "9223372036854775808",
      "-9223372036854775809",
      '"9223372036854775808"',
      "9".repeat(400),
    ]) {
      expect(parse(body(id))).toEqual(notAnInteger);
    }
  });

  test("a template id within 64 bits becomes the nearest safe integer", () => {
    for (const id of ["9223372036854775807", "9007199254740993", '"9007199254740992"']) {
      expect(parse(body(id))).toMatchObject({ ok: true, value: { templateId: Number.MAX_SAFE_INTEGER } });
    }
    expect(parse(body("-9223372036854775808"))).toMatchObject({
      value: { templateId: Number.MIN_SAFE_INTEGER },
    });
  });

  test("a truncated character after valid JSON is invalid UTF-8", () => {
    const bytes = Uint8Array.of(...encoder.encode("{}"), 0xe2, 0x82);
    const reason = "'utf-8' codec can't decode bytes in position 2-3: unexpected end of data";
    expect(parse(bytes)).toEqual({
      ok: false,
      templateId: null,
      language: null,
      body: { detail: `JSON parse error - ${reason}` },
    });
  });

  test("deep nesting is a 400, even in an unused field", () => {
    for (const body of ["[".repeat(16_384), `{"x":${"[".repeat(1_000)}${"]".repeat(1_000)}}`]) {
      expect(parse(body)).toMatchObject({
        ok: false,
        body: { detail: expect.stringMatching(/levels of nesting/) },
      });
    }
  });

  test("a lone surrogate in a choice is answered with JSON that every client can parse", () => {
    const parsed = parse('{"gsm":"1","template_id":1,"code":"1","language":"\\ud83d"}');
    expect(parsed.ok ? null : renderJson(parsed.body)).toBe(
      String.raw`{"language":["\"\ud83d\" is not a valid choice."]}`,
    );
  });

  test("an empty body is an empty object", () => {
    expect(parse("")).toEqual(parse("{}"));
  });
});

describe("the phone rule", () => {
  const validateGsm = (gsm: string) =>
    gsm === "good" ? { value: "963911000000" } : { error: `${gsm}: not a phone` };

  test("replaces the text with its value", () => {
    const parsed = parse('{"gsm":" good ","template_id":1,"code":"1"}', { validateGsm });
    expect(parsed).toEqual({
      ok: true,
      value: { gsm: "963911000000", templateId: 1, code: "1", language: 1 },
    });
  });

  test("reports its error with the other fields' errors, in field order", () => {
    const parsed = parse('{"language":7,"gsm":" bad "}', { validateGsm });
    expect(parsed.ok ? null : Object.entries(parsed.body)).toEqual([
      ["gsm", ["bad: not a phone"]],
      ["template_id", ["This field is required."]],
      ["code", ["This field is required."]],
      ["language", ['"7" is not a valid choice.']],
    ]);
  });

  test("is not applied to an invalid string", () => {
    for (const gsm of ["null", '""', '" "', "[]", '"\\u0000"', '"\\ud83d"']) {
      const parsed = parse(`{"gsm":${gsm},"template_id":1,"code":"1"}`, { validateGsm });
      expect(JSON.stringify(parsed)).not.toContain("not a phone");
      expect(parsed.ok).toBe(false);
    }
  });
});

describe("charsets", () => {
  const body = (code: number) => {
    const text = encoder.encode('{"gsm":"1","template_id":1,"code":"?"}');
    return text.map((byte) => (byte === 0x3f ? code : byte));
  };

  test.each([
    ["latin-1", 0xe9, "é"],
    ["ISO-8859-1", 0x80, "\x80"],
    ["windows-1256", 0xc7, "ا"],
  ])("%s", (charset, byte, code) => {
    expect(parse(body(byte), { charset })).toMatchObject({ value: { code } });
  });

  // The framework's own answers.
  test.each([
    ["ascii", '{"gsm":"1","template_id":1,"code":"é"}', "0xc3 in position 35"],
    ["US-ASCII", '{"code":"\u0663', "0xd9 in position 9"],
  ])("%s refuses what is not ASCII", (charset, text, where) => {
    expect(parse(text, { charset })).toMatchObject({
      body: {
        detail: `JSON parse error - 'ascii' codec can't decode byte ${where}: ordinal not in range(128)`,
      },
    });
    expect(parse(body(0x41), { charset })).toMatchObject({ value: { code: "A" } });
  });

  test("an unknown charset is treated as UTF-8", () => {
    expect(parse(body(0xe9), { charset: "klingon" })).toEqual(parse(body(0xe9)));
    expect(parse(body(0x41), { charset: "klingon" })).toMatchObject({ value: { code: "A" } });
  });

  test("bytes that are invalid in the charset are a 400", () => {
    expect(parse(Uint8Array.of(0xff), { charset: "shift_jis" })).toMatchObject({ ok: false });
  });
});

describe("for any input", () => {
  const name = fc.constantFrom("gsm", "template_id", "code", "language", "__proto__", "other");
  const scalar = fc.oneof(
    fc.constantFrom(
      "null",
      "true",
      "false",
      "1.0",
      "-0",
      "1e2",
      "9007199254740993",
      '"\\ud800"',
      '" 7 "',
      "[1]",
      "{}",
    ),
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.string({ unit: "binary" }).map((text) => JSON.stringify(text)),
  );
  const object = fc
    .array(fc.tuple(name, scalar))
    .map((pairs) => `{${pairs.map(([k, v]) => `"${k}": ${v}`).join()}}`);

  test("bytes never throw, and what is accepted is well formed", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((t) => encoder.encode(t)),
        ),
        fc.string(),
        (bytes, charset) => {
          for (const parsed of [parse(bytes), parse(bytes, { charset })]) {
            if (!parsed.ok) expect(Object.keys(parsed.body).length).toBeGreaterThan(0);
          }
        },
      ),
    );
  });

  test("an accepted send is trimmed, bounded, and fit for a database", () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, fc.constantFrom("0", "1", '"0"'), (gsm, id, code, language) => {
        const parsed = parse(`{"gsm":${gsm},"template_id":${id},"code":${code},"language":${language}}`);
        if (!parsed.ok) return;
        expect(parsed.value.gsm).toMatch(/^\S(.*\S)?$/su);
        expect(Array.from(parsed.value.code).length).toBeLessThanOrEqual(20);
        expect(parsed.value.code.isWellFormed() && !parsed.value.code.includes("\0")).toBe(true);
        expect(Number.isSafeInteger(parsed.value.templateId)).toBe(true);
        expect([0, 1]).toContain(parsed.value.language);
      }),
    );
  });

  test("the fast path through JSON.parse gives the same result as the slow one", () => {
    const names = ["gsm", "template_id", "code", "language"];
    let short = 0;
    fc.assert(
      fc.property(object, (text) => {
        const plain = readPlain(text, names);
        if (plain === null) return;
        short++;
        const loaded = loads(text);
        const all = loaded.ok && loaded.value instanceof Map ? loaded.value : new Map();
        for (const key of names) expect(plain.get(key)).toStrictEqual(all.get(key));
      }),
      { numRuns: 500 },
    );
    expect(short).toBeGreaterThan(50);
  });
});
