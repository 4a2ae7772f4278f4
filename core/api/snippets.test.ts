import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lookSnippets, sendSnippet, snippetOrigin, TOKEN_PLACE } from "./snippets.ts";

const clients = { curl: "send.sh", python: "send.py", javascript: "send.mjs", php: "send.php" } as const;

test.each(Object.entries(clients))("the %s snippet is the client that the tests run", (language, file) => {
  const client = readFileSync(join(import.meta.dirname, "../../e2e/clients", file), "utf8");
  const places = { origin: "https://api.example.com", templateId: 1, token: TOKEN_PLACE };
  expect(`${sendSnippet(language as keyof typeof clients, places)}\n`).toBe(client);
});

test("address, template and token stand in every snippet", () => {
  const places = { origin: "https://otp.example.sy:8443", templateId: 77, token: "ag_x" };
  for (const language of Object.keys(clients) as (keyof typeof clients)[]) {
    const snippet = sendSnippet(language, places);
    expect(snippet).toContain("https://otp.example.sy:8443/api/otp/send/");
    expect(snippet).toContain("Token ag_x");
    expect(snippet).toMatch(/template_id"?(?::| =>) 77,/);
    expect(snippet).not.toContain(TOKEN_PLACE);
  }
  for (const snippet of Object.values(lookSnippets).map((make) => make(places))) {
    expect(snippet).toContain("https://otp.example.sy:8443/api/otp/");
    expect(snippet).toContain("Token ag_x");
  }
});

test.each([
  ["https", "otp.example.sy", "https://otp.example.sy"],
  ["http", "127.0.0.1:3000", "http://127.0.0.1:3000"],
  ["http", "[::1]:3000", "http://[::1]:3000"],
  [null, null, "http://localhost"],
  ["javascript", "a.example", "http://a.example"],
  ["https", 'x";rm -rf ~;"', "https://localhost"],
  ["https", "$(id).example", "https://localhost"],
])("of %s and %s the address is %s", (protocol, host, origin) => {
  expect(snippetOrigin(protocol, host)).toBe(origin);
});
