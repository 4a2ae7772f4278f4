import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { schemasOf } from "#bin/fixtures/schemas.ts";
import { sendFields } from "#core/drf/send-request.ts";
import { answerCases, CASES, exampleMessage, laterExample } from "./answers.ts";
import { balanceExample, openapi } from "./openapi.ts";

const document = openapi("https://otp.example.sy", "Damascus OTP");
const schemas = schemasOf(document);
const judge = (schema: string) => schemas(`#/components/schemas/${schema}`);

/** What stands at a path of the document. */
const at = (...path: string[]) =>
  path.reduce<unknown>((tree, key) => (tree as Record<string, unknown>)[key], document);

test("it is a valid OpenAPI 3.1 document", async () => {
  const validator = new Validator();
  const result = await validator.validate({ ...structuredClone(document) });
  expect(result.errors ?? []).toEqual([]);
  expect(result.valid).toBe(true);
  expect(validator.version).toBe("3.1");
});

test("every reference has a target", () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(10);
  for (const [, path] of references) expect(at(...path!.split("/")), path).toBeDefined();
});

test("the request is described by the fields that validate it", () => {
  const { required, properties } = document.components.schemas.SendRequest!;
  expect(Object.keys(properties!)).toEqual(Object.keys(sendFields));
  expect(required).toEqual(["gsm", "template_id", "code"]);
  expect(properties!.code!.maxLength).toBe(sendFields.code.maxLength);
  expect(properties!.language).toMatchObject({ enum: [0, 1], default: 1 });
  const valid = judge("SendRequest");
  expect(valid({ gsm: "963911000000", template_id: 1, code: "482910" })).toBe(true);
  expect(valid({ gsm: "963911000000", template_id: 1 })).toBe(false);
  expect(valid({ gsm: "963911000000", template_id: 1, code: "1".repeat(21) })).toBe(false);
  expect(valid({ gsm: "963911000000", template_id: 1, code: "1", language: 2 })).toBe(false);
});

describe("an example", () => {
  const cases = answerCases();

  test("exists for every case", () => {
    expect(cases.map(({ name }) => name)).toEqual([...CASES]);
  });

  test.each(cases.map((each) => [each.name, each] as const))("%s is what its schema says", (_, each) => {
    const path = each.status === 404 ? "/api/otp/messages/{id}/" : "/api/otp/send/";
    const method = each.status === 404 ? "get" : "post";
    const media = document.paths[path]![method]!.responses[each.status]!.content["application/json"];
    expect(media.examples[each.name]!.value).toEqual(each.body);
    const valid = schemas(media.schema.$ref);
    expect(valid(each.body), JSON.stringify(valid.errors)).toBe(true);
    expect(valid({ other: 1 })).toBe(false);
  });

  test("exists for a retrieved message and the balance too", () => {
    expect(judge("Message")(laterExample(exampleMessage))).toBe(true);
    expect(laterExample(exampleMessage)).toMatchObject({ template_code: "******", status: "delivered" });
    expect(judge("Balance")(balanceExample)).toBe(true);
  });
});
