import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SNIPPET_KINDS, SNIPPET_LANGUAGES, TOKEN_PLACE } from "./snippets/places.ts";
import { snippet, snippetOrigin } from "./snippets.ts";

/** The reference's own, which its customers' apps were written after; its PHP client looks at no error. */
const clients = { curl: "send.sh", python: "send.py", javascript: "send.mjs" } as const;

test.each(Object.entries(clients))("the %s snippet matches the reference's client", (language, file) => {
  const client = readFileSync(join(import.meta.dirname, "../../e2e/clients", file), "utf8");
  const places = { origin: "https://api.example.com", templateId: 1, token: TOKEN_PLACE };
  expect(`${snippet("send", language as keyof typeof clients, places)}\n`).toBe(client);
});

test("every snippet contains address, template and token", () => {
  const places = { origin: "https://otp.example.sy:8443", templateId: 77, token: "ag_x" };
  for (const language of SNIPPET_LANGUAGES) {
    for (const kind of SNIPPET_KINDS) {
      const text = snippet(kind, language, places);
      expect(text).toContain("https://otp.example.sy:8443/api/otp/");
      expect(text).toContain("Token ag_x");
      expect(text).not.toContain(TOKEN_PLACE);
      if (kind === "send" || kind === "idempotent") expect(text).toMatch(/template_id"?(?::| =>) 77,/);
    }
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
