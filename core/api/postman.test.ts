import { expect, test } from "vitest";
import { schemasOf } from "#bin/fixtures/schemas.ts";
import { openapi } from "./openapi.ts";
import { postman } from "./postman.ts";

const api = openapi("https://otp.example.sy", "Damascus OTP");
const collection = postman(api);

test("it has every operation of the description, and nothing else", () => {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const items = collection.item.map(
    ({ request }) =>
      `${request.method} /${request.url.path.map((each) => each.replace(/^:(.+)$/, "{$1}")).join("/")}`,
  );
  expect(items).toEqual(operations);
  expect(items).toContain("POST /api/otp/send/");
});

test("its bodies are what the description's schemas take, and its answers are the description's examples", () => {
  const send = collection.item[0]!;
  const valid = schemasOf(api)("#/components/schemas/SendRequest");
  expect(valid(JSON.parse(send.request.body!.raw))).toBe(true);
  const { responses } = api.paths["/api/otp/send/"]!.post!;
  for (const { code, name, body } of send.response) {
    const examples = responses[code]!.content["application/json"].examples;
    expect(examples[name.slice(4)]!.value).toEqual(JSON.parse(body));
  }
  const count = Object.values(responses).flatMap(({ content }) =>
    Object.keys(content["application/json"].examples),
  );
  expect(send.response).toHaveLength(count.length);
});

test("address and token are variables, and the token is sent as the API wants it", () => {
  expect(collection.variable.map(({ key, value }) => [key, value])).toEqual([
    ["baseUrl", "https://otp.example.sy"],
    ["token", ""],
  ]);
  expect(JSON.stringify(collection.auth)).toContain("Token {{token}}");
  expect(collection.item.every((item) => item.request.url.raw.startsWith("{{baseUrl}}/api/otp/"))).toBe(true);
  expect(collection.info.schema).toMatch(/v2\.1\.0/);
});
