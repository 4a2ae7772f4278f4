import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePhone } from "#core/phone/phone.ts";
import { maskedAnswer, maskedBody, maskedPath } from "./masked-request.ts";

const phoneOf = (gsm: string) => parsePhone(gsm, ["SY"]);
const masked = (body: unknown) =>
  maskedBody(Buffer.from(typeof body === "string" ? body : JSON.stringify(body)), undefined, phoneOf);

test("a valid send", () => {
  expect(masked({ gsm: "963944123456", template_id: 12, code: "482910", language: 0 })).toEqual({
    text: '{"gsm":"9639******56","template_id":12,"code":"******","language":0}',
    number: "963944123456",
  });
});

test.each([
  ['{"gsm":"0944 123 456"}', '{"gsm":"9639******56"}', "963944123456"],
  ['{"gsm":963944123456}', '{"gsm":"9639******56"}', "963944123456"],
  // The form of what is wrong stays visible.
  ['{"gsm":"+963 944-12x"}', '{"gsm":"+*** ***-**x"}', null],
  ['{"gsm":null,"code":true}', '{"gsm":null,"code":true}', null],
  ['{"gsm":["963944123456"],"code":{"a":"482910"}}', '{"gsm":["…"],"code":{"…":"…"}}', null],
  [
    '{"phone":"963944123456","otp":"482910","templateId":1}',
    '{"phone":"…","otp":"…","templateId":"…"}',
    null,
  ],
  // Names that may be a value are left out.
  ['{"482910":1,"a b":2}', "{}", null],
  // The code in the field of the template, or of the language.
  ['{"template_id":482910}', '{"template_id":"******"}', null],
  ['{"template_id":"482910","code":"482910"}', '{"template_id":"******","code":"******"}', null],
  ['{"template_id":12345,"code":"482910"}', '{"template_id":12345,"code":"******"}', null],
  ['{"language":"4829"}', '{"language":"****"}', null],
  ['{"language":"ar"}', '{"language":"xx"}', null],
  ['{"gsm":"482910"', "", null],
  ['["482910"]', "", null],
  ["482910", "", null],
  ["", "", null],
])("%s is stored as %s", (body, text, number) => {
  expect(masked(body)).toEqual({ text, number });
});

test("the code is never stored, in whatever field it is sent", () => {
  const digits = fc.stringMatching(/^\d{4,8}$/);
  const name = fc.oneof(
    fc.constantFrom("gsm", "template_id", "code", "language", "text", "__proto__"),
    fc.string({ maxLength: 12 }),
  );
  fc.assert(
    fc.property(
      digits,
      name,
      name,
      fc.jsonValue({ maxDepth: 2 }),
      fc.integer({ min: 0, max: 4 }),
      (code, where, other, value, form) => {
        fc.pre(!JSON.stringify([where, other]).includes(code));
        // With another code in its own field, what is in the template's field is its id.
        fc.pre(other !== "code" || String(value).trim().length < 4);
        const shapes = [code, Number(code), [code], { [code]: code }, `your code is ${code}`];
        const body = JSON.stringify({ [other]: value, [where]: shapes[form] });
        const { text } = masked(body);
        // A value of up to three digits may be a template's id or a language, also where it is a part of the code.
        expect(text).not.toContain(code);
      },
    ),
  );
});

test("an answer is stored without code, number and quoted input", () => {
  const sent = {
    id: 7,
    gsm: "963944123456",
    template: 1,
    template_name: "Login",
    template_code: "482910",
    message: "482910 is your code: 482910",
    status: "sent",
  };
  expect(JSON.parse(maskedAnswer(sent))).toEqual({
    ...sent,
    gsm: "9639******56",
    template_code: "******",
    message: "****** is your code: ******",
  });
  expect(maskedAnswer({ language: ['"482910" is not a valid choice.'] })).toBe(
    '{"language":["\\"******\\" is not a valid choice."]}',
  );
  expect(maskedAnswer({ detail: 'Unsupported media type "text/plain" in request.' })).toContain("text/plain");
  expect(maskedAnswer({ detail: 'Unsupported media type "482910" in request.' })).not.toContain("482910");
  expect(maskedAnswer({ detail: 'Method "PUT" not allowed.' })).toContain("PUT");
});

test("a path is stored without its query and without numbers in it", () => {
  expect(maskedPath("/api/otp/send/?code=482910")).toBe("/api/otp/send/");
  expect(maskedPath("http://host/api/otp/messages/963944123456/")).toBe("/api/otp/messages/9639******56/");
  expect(maskedPath(`/api/otp/messages/${"x".repeat(500)}`)).toBe("/api/otp/messages/…");
});
