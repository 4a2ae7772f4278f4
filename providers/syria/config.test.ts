import { describe, expect, test } from "vitest";
import { adapters } from "../registry.ts";
import { FINGERPRINT } from "./test-operators.ts";

const needed = { user: "brand", password: "a-long-secret", sender: "Brand" };
const templates = { "3": { arabic: "Brand_T1", english: "Brand_T2" } };

describe("a refusal names the field, and never its value", () => {
  const either = [
    [{ user: undefined }, "user: "],
    [{ password: undefined }, "password: "],
    [{ password: "a-long-secret\n" }, "password: "],
    [{ sender: undefined }, "sender: "],
    [{ sender: "TwelveLetter" }, "sender: "],
    [{ sender: "علامة" }, "sender: "],
    [{ sender: "9639330000051234" }, "sender: "],
    [{ sender: " Brand" }, "sender: "],
    [{ base_url: "services.example" }, "base_url: "],
    [{ base_url: "https://brand:a-long-secret@services.example/" }, "base_url: "],
    [{ base_url: "https://services.example/?User=brand" }, "base_url: "],
    [{ base_url: "https://services.example/{{number}}" }, "base_url: "],
    [{ base_url: "http://10.0.0.1/", certificate_sha256: FINGERPRINT }, "certificate_sha256: "],
    [{ certificate_sha256: "a-long-secret" }, "certificate_sha256: "],
    [{ ca: "a-long-secret" }, "ca: "],
    [{ timeout_ms: 0 }, "timeout_ms: "],
    [{ concurrency: 0 }, "concurrency: "],
    [{ per_second: -1 }, "per_second: "],
    [{ success: "Done" }, "success: "],
    [{ success: [" . "] }, "success.0: "],
    [{ failure: { "No credit": "accepted" } }, "failure.No credit: "],
    [{ fields: { user: "a&b" } }, "fields.user: "],
    [{ parameters: { "a=b": "1" } }, "parameters.a=b: "],
    [{ pasword: "a-long-secret" }, "configuration: "],
  ] as const;
  test.each([
    ...either.flatMap(([more, field]) => [
      ["syriatel", { templates, ...more }, field] as const,
      ["mtn_syria", more, field] as const,
    ]),
    ["syriatel", { templates: { T3: templates["3"] } }, "templates.T3: "],
    ["syriatel", { templates: { "3": {} } }, "templates.3: "],
    ["syriatel", { templates: { "3": { arabic: "" } } }, "templates.3.arabic: "],
    ["syriatel", { templates, mode: "text" }, "templates: "],
    ["syriatel", { templates, mode: "soap" }, "mode: "],
    ["syriatel", { templates, param_list: "Acme" }, "param_list: "],
    ["syriatel", { templates, poll: {} }, "poll: needs a text"],
    ["mtn_syria", { poll: { delivered: ["Delivered"] } }, "configuration: "],
    ["syriatel", { templates, param_list: "{{code}};{{code}}" }, "param_list: "],
    ["syriatel", { templates, param_list: "{{code}};{{text}}" }, "param_list: "],
    ["syriatel", { templates, pages: { template: "../x?y" } }, "pages.template: "],
    ["mtn_syria", { lang: { arabic: { value: "0", text: "ucs2" } } }, "lang.arabic.text: "],
    ["mtn_syria", { lang: { english: { text: "plain" } } }, "lang.english.value: "],
    ["mtn_syria", { empty: "rejected" }, "empty: "],
  ] as const)("%s %j", (kind, more, field) => {
    const result = adapters[kind].check({ ...needed, ...more });
    const problems = result.ok ? [] : result.problems;
    expect(problems.some((problem) => problem.startsWith(field))).toBe(true);
    expect(problems.join()).not.toContain("a-long-secret");
  });
});

test.each([
  ["syriatel", { templates }],
  ["syriatel", {}],
  ["syriatel", { mode: "text", sender: "+963933000005", base_url: "http://10.8.0.2:8080/API" }],
  [
    "mtn_syria",
    {
      sender: "1234",
      certificate_sha256: FINGERPRINT,
      lang: { arabic: { value: "1", text: "hexadecimal" } },
    },
  ],
] as const)("%s accepts %j", (kind, more) => {
  expect(adapters[kind].check({ ...needed, ...more })).toMatchObject({ ok: true });
});
