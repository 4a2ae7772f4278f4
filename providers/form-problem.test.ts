import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { problemOfWords } from "#core/gateway/config-problem.ts";
import type { ProviderKind } from "#core/gateway/provider.ts";
import { adapters } from "./registry.ts";

const smpp = { host: "a", port: 1, system_id: "x", password: "", sender: "X" };
const http = { url: "https://a.example/?n={{number}}&t={{text}}" };

test.each<[ProviderKind, unknown, [field: string, code: string, value: string][]]>([
  [
    "smpp",
    {},
    [
      ["host", "required", ""],
      ["port", "required", ""],
      ["system_id", "required", ""],
      ["password", "required", ""],
      ["sender", "required", ""],
    ],
  ],
  ["smpp", { ...smpp, port: 70_000 }, [["port", "at_most", "65535"]]],
  ["smpp", { ...smpp, port: 1.5 }, [["port", "whole_number", ""]]],
  ["smpp", { ...smpp, system_id: "x".repeat(16) }, [["system_id", "at_most_long", "15"]]],
  ["smpp", { ...smpp, sender: "رمز" }, [["sender", "ascii", ""]]],
  ["smpp", { ...smpp, sender: "A sender too long" }, [["sender", "sender_form", ""]]],
  ["smpp", { ...smpp, host: "a b" }, [["host", "host", ""]]],
  ["smpp", { ...smpp, bind: "x" }, [["bind", "one_of", "transceiver, transmitter_receiver"]]],
  ["smpp", { ...smpp, rejections: { x: "retry" } }, [["rejections", "command_status", ""]]],
  [
    "smpp",
    { ...smpp, ca: "x" },
    [
      ["ca", "certificates", ""],
      ["ca", "needs_tls", ""],
    ],
  ],
  ["smpp", { ...smpp, colour: 1 }, [["", "unknown_setting", "colour"]]],
  ["http", { url: "ftp://a" }, [["url", "url", ""]]],
  ["http", { url: "https://a/{{nonsense}}" }, [["url", "placeholder", "{{nonsense}}"]]],
  ["http", { url: "https://a/{{code}}" }, [["url", "placeholder_path", "{{code}}"]]],
  ["http", { ...http, url: 7 }, [["url", "variants", ""]]],
  ["http", { ...http, headers: { "a b": "x" } }, [["headers", "header_name", ""]]],
  ["http", { ...http, body_format: "plain" }, [["body_format", "needs_body", ""]]],
  ["http", { ...http, body: '{"a": {{text}}}' }, [["body", "placeholder_place", "{{text}}"]]],
  ["http", { ...http, proxy: "10.8.0.2" }, [["proxy", "proxy", ""]]],
  ["syriatel", { user: "u", password: "p", sender: "s", base_url: "x" }, [["base_url", "address", ""]]],
])("of %s %j a form is told the field, the problem and what it names", (kind, config, expected) => {
  const result = adapters[kind].check(config);
  const found = result.ok ? [] : result.issues;
  expect(found.map(({ path, problem }) => [path[0] ?? "", problem.code, problem.value])).toEqual(expected);
});

test("every message of a schema's rules has a code for forms", () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((name) =>
    /^(smpp\/config|certificates|http\/(configuration|(request|connection|answer)\/(poll-config|answer-config|proxy|fields|request-template))|reports\/callback-config|syria\/config|http\/presets\/fill)\.ts$/.test(
      name,
    ),
  );
  expect(files).toHaveLength(11);
  // Words of a rule: the last argument of regex and refine, or behind `error:`, `message:`, `problem:` and `return`.
  const rule =
    /(?:, |error: |message: |complain\((?:\[[^\]]*\]|[\w.]+)?,? ?|return |problem: )(["'])((?:is|has|must|needs|and|can|counts|begins|matches) .*?)\1/g;
  const words = files.flatMap((name) => [
    ...readFileSync(join(import.meta.dirname, name), "utf8").matchAll(rule),
  ]);
  expect(words.length).toBeGreaterThan(40);
  expect(words.map(([, , text]) => text!).filter((text) => problemOfWords(text).code === "unfit")).toEqual(
    [],
  );
});
