import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { openapi } from "./openapi.ts";
import { postman } from "./postman.ts";

const description = openapi("https://otp.example.sy", "Damascus OTP");
// biome-ignore lint/suspicious/noExplicitAny: both documents are trees of anything
const [api, collection] = [description, postman(description)] as any[];

test("it has every operation of the description, and nothing else", () => {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
  );
  const items = collection.item.map(
    ({ request }: { request: { method: string; url: { path: string[] } } }) =>
      `${request.method} /${request.url.path.map((each) => each.replace(/^:(.+)$/, "{$1}")).join("/")}`,
  );
  expect(items).toEqual(operations);
  expect(items).toContain("POST /api/otp/send/");
});

test("its bodies are what the description's schemas take, and its answers are the description's examples", () => {
  const ajv = new Ajv2020({ strict: false });
  // biome-ignore lint/suspicious/noExplicitAny: its types name the default export twice
  (addFormats as any)(ajv);
  ajv.addSchema({ $id: "api", ...description });
  const [send] = collection.item;
  const valid = ajv.getSchema("api#/components/schemas/SendRequest")!;
  expect(valid(JSON.parse(send.request.body.raw))).toBe(true);
  const responses = api.paths["/api/otp/send/"].post.responses;
  for (const { code, name, body } of send.response) {
    const examples = responses[code].content["application/json"].examples;
    expect(examples[name.slice(4)].value).toEqual(JSON.parse(body));
  }
  const count = Object.values(responses as Record<string, { content: object }>).flatMap(({ content }) =>
    Object.keys((content as never as Record<string, { examples: object }>)["application/json"]!.examples),
  );
  expect(send.response).toHaveLength(count.length);
});

test("address and token are variables, and the token is sent as the API wants it", () => {
  expect(collection.variable.map(({ key, value }: { key: string; value: string }) => [key, value])).toEqual([
    ["baseUrl", "https://otp.example.sy"],
    ["token", ""],
  ]);
  expect(JSON.stringify(collection.auth)).toContain("Token {{token}}");
  expect(
    collection.item.every((item: { request: { url: { raw: string } } }) =>
      item.request.url.raw.startsWith("{{baseUrl}}/api/otp/"),
    ),
  ).toBe(true);
  expect(collection.info.schema).toMatch(/v2\.1\.0/);
});
