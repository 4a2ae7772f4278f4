import { fc, test as property } from "@fast-check/vitest";
import { describe, expect, test } from "vitest";
import { parseCarrierJson } from "../carrier-json.ts";
import { httpConfig } from "../http/configuration.ts";
import { httpProvider } from "../http/provider.ts";
import { type Callback, callbackReader } from "./callback.ts";
import { callbackConfig } from "./callback-config.ts";

const read = (config: object, callback: Partial<Callback>) =>
  callbackReader(callbackConfig.parse(config)).read({
    query: new URLSearchParams(),
    body: null,
    ...callback,
  });

const ours = { id_field: "ref", status_field: "dlr", delivered: "^DELIVRD$", failed: "^(UNDELIV|EXPIRED)" };
const delivered = [{ kind: "delivered", id: "17", word: "DELIVRD" }];

describe("where a report can be", () => {
  test.each([
    ["the address", { query: new URLSearchParams("ref=17&dlr=DELIVRD") }],
    ["a form", { body: new URLSearchParams("ref=17&dlr=DELIVRD&x=1") }],
    ["JSON", { body: { ref: "17", dlr: "DELIVRD" } }],
    ["the body and the address", { query: new URLSearchParams("ref=17"), body: { dlr: "DELIVRD" } }],
  ])("%s", (_, callback) => {
    expect(read(ours, callback)).toEqual(delivered);
  });

  test("nested in JSON, by a dotted path", () => {
    const config = { ...ours, id_field: "data.0.id", status_field: "data.0.state.name" };
    const body = { data: [{ id: "17", state: { name: "DELIVRD" } }] };
    expect(read(config, { body })).toEqual(delivered);
  });

  test("a long query is searched once, not again for each entry of a list", () => {
    let searches = 0;
    class Counted extends URLSearchParams {
      override getAll(name: string) {
        searches++;
        return super.getAll(name);
      }
    }
    const query = new Counted("dlr=DELIVRD");
    const body = Array.from({ length: 1_000 }, (_, index) => ({ ref: String(index + 1) }));
    expect(read(ours, { query, body })).toHaveLength(1_000);
    expect(searches).toBeLessThan(10);
  });

  test("several in a list, each separately", () => {
    const body = {
      results: [
        { ref: "17", dlr: "DELIVRD" },
        { ref: "18", dlr: "ENROUTE" },
        { ref: "19", dlr: "EXPIRED 7" },
      ],
    };
    expect(read({ ...ours, list_field: "results" }, { body })).toEqual([
      ...delivered,
      { kind: "intermediate", id: "18", word: "ENROUTE" },
      { kind: "failed", id: "19", word: "EXPIRED" },
    ]);
    expect(read({ ...ours, list_field: "results" }, { body: { results: "3" } })).toEqual([
      { kind: "unreadable", field: "results" },
    ]);
  });

  test.each([
    [{ body: { dlr: "DELIVRD" } }, "ref"],
    [{ body: { ref: "17" } }, "dlr"],
    [{ body: { ref: "", dlr: "DELIVRD" } }, "ref"],
    [{ body: { ref: { a: 1 }, dlr: "DELIVRD" } }, "ref"],
    [{ body: null }, "ref"],
    [{ body: "text" }, "ref"],
    // What an object has without having been given it.
    [{ body: JSON.parse('{"__proto__": {"ref": "17"}, "dlr": "DELIVRD"}') }, "ref"],
  ])("%j lacks a field", (callback, field) => {
    expect(read(ours, callback)).toEqual([{ kind: "unreadable", field }]);
  });
});

describe("lists", () => {
  const two = [
    { ref: "17", dlr: "DELIVRD" },
    { ref: "18", dlr: "EXPIRED" },
  ];
  const both = [...delivered, { kind: "failed", id: "18", word: "EXPIRED" }];
  const text = JSON.stringify(two);
  const form = (fields: Record<string, string>) => new URLSearchParams(fields);

  test.each<[string, object, Partial<Callback>]>([
    ["is the whole body", {}, { body: two }],
    ["is named", { list_field: "dlrs" }, { body: { dlrs: two, n: "2" } }],
    [
      "is named within each entry of a list",
      { list_field: "dlrs" },
      { body: two.map((one) => ({ dlrs: [one] })) },
    ],
    [
      "has numbers for names, as PHP writes it",
      { list_field: "dlrs" },
      { body: { dlrs: { 0: two[0]!, 2: two[1]! } } },
    ],
    ["stands in a form's field", { list_field: "response" }, { body: form({ response: text, n: "2" }) }],
    ["stands in the address", { list_field: "response" }, { query: form({ response: text }) }],
    ["stands in a form's only field", {}, { body: form({ response: text }) }],
    ["is the only field", {}, { body: { results: two } }],
    ["stands in wrappers", {}, { body: { envelope: { body: { results: two } } } }],
    ["is JSON within JSON", { list_field: "Message" }, { body: { Type: "Notification", Message: text } }],
    ["has entries that are JSON", {}, { body: { results: two.map((each) => JSON.stringify(each)) } }],
    // Configurations that could only ask for the first entry.
    ["is asked for its first entry", { id_field: "0.ref", status_field: "0.dlr" }, { body: two }],
    [
      "is asked for its first entry by name",
      { id_field: "a.b.0.ref", status_field: "a.b.0.dlr" },
      { body: { a: { b: two } } },
    ],
    [
      "in a form is asked for its first entry",
      { id_field: "r.0.ref", status_field: "r.0.dlr" },
      { body: form({ r: text, n: "2" }) },
    ],
  ])("that %s: every entry is a report", (_, config, callback) => {
    const reports = read({ ...ours, ...config }, callback);
    expect(reports).toEqual(both);
  });

  test("an entry that is not a report does not affect the others", () => {
    const body = ["17", null, [], { ref: {} }, { ref: "1", dlr: "x".repeat(5_000) }, two[1]!];
    expect(read(ours, { body }).filter(({ kind }) => kind === "failed")).toEqual([both[1]]);
    expect(read(ours, { body })).toHaveLength(body.length);
  });

  test("a single entry without a list, as in XML", () => {
    expect(read({ ...ours, list_field: "dlrs" }, { body: { dlrs: two[0]!, n: "1" } })).toEqual(delivered);
  });

  test("an empty list has no report", () => {
    expect(read(ours, { body: [] })).toEqual([]);
    expect(read({ ...ours, list_field: "dlrs" }, { body: { dlrs: [] } })).toEqual([]);
  });
});

describe("several ids in one report", () => {
  const failed = (...ids: string[]) => ids.map((id) => ({ kind: "failed", id, word: "UNDELIV" }));

  test.each<[string, object, Callback["body"]]>([
    ["ours, between commas", {}, { ref: "17, 18,,19", dlr: "UNDELIV" }],
    ["in a list", {}, { ref: ["17", "18", "19"], dlr: "UNDELIV" }],
    ["in a field that comes several times", {}, new URLSearchParams("ref=17&ref=18&ref=19&dlr=UNDELIV")],
    ["as PHP names such a field", {}, new URLSearchParams("ref[]=17&ref[]=18&ref[]=19&dlr=UNDELIV")],
    ["each with its own status", {}, { ref: "17,18,19", dlr: "UNDELIV,UNDELIV,UNDELIV" }],
    ["and statuses in lists", {}, { ref: ["17", "18", "19"], dlr: ["UNDELIV", "UNDELIV", "UNDELIV"] }],
    [
      "theirs, by the separator that is configured",
      { id: "provider_id", id_separator: ";" },
      { ref: "17;18;19", dlr: "UNDELIV" },
    ],
  ])("%s", (_, config, body) => {
    expect(read({ ...ours, ...config }, { body })).toEqual(failed("17", "18", "19"));
  });

  test("the provider's own ids may contain a comma", () => {
    const body = { ref: "a,b", dlr: "UNDELIV" };
    expect(read({ ...ours, id: "provider_id" }, { body })).toEqual(failed("a,b"));
    expect(read({ ...ours, id: "provider_id", id_separator: "," }, { body })).toEqual(failed("a", "b"));
  });

  test("ambiguous statuses are not guessed", () => {
    const body = { ref: ["17", "18", "19"], dlr: ["UNDELIV", "DELIVRD"] };
    expect(read(ours, { body })).toEqual([{ kind: "unreadable", field: "dlr" }]);
  });
});

describe("ids and words", () => {
  const blanks = fc
    .array(fc.constantFrom(" ", "\t", "\r\n", "\0", "\u00a0", "\u200f", "\ufeff"))
    .map((all) => all.join(""));
  const word = fc.constantFrom("DELIVRD", "UNDELIV", "ENROUTE");
  const kindOf = { DELIVRD: "delivered", UNDELIV: "failed", ENROUTE: "intermediate" } as Record<
    string,
    string
  >;

  property.prop([fc.bigInt({ min: 1n }), word, fc.tuple(blanks, blanks, blanks, blanks)])(
    "are the same with blanks around them, wherever they stand",
    (id, status, [a, b, c, d]) => {
      const fields = { ref: a + id + b, dlr: c + status + d };
      const expected = { kind: kindOf[status], id: String(id), word: status };
      for (const callback of [
        { query: new URLSearchParams(fields) },
        { body: new URLSearchParams(fields) },
        { body: fields },
        { body: [fields] },
        { body: { ref: { "#text": fields.ref, type: "x" }, dlr: fields.dlr } },
      ]) {
        expect(read(ours, callback)).toEqual([expected]);
      }
    },
  );

  property.prop([fc.array(fc.tuple(fc.bigInt({ min: 1n }), word), { minLength: 1 })])(
    "of a list keep their digits and their order",
    (entries) => {
      const json = `[${entries.map(([id, status]) => `{"ref": ${id}, "dlr": "${status}"}`).join(",")}]`;
      expect(read(ours, { body: parseCarrierJson(json) })).toEqual(
        entries.map(([id, status]) => ({ kind: kindOf[status], id: String(id), word: status })),
      );
    },
  );

  property.prop([
    fc.jsonValue(),
    fc.constantFrom({}, { list_field: "a" }, { id_field: "0.a", status_field: "0.b" }),
  ])("whatever else comes, something is read and nothing throws", (value, config) => {
    const body = parseCarrierJson(JSON.stringify(value));
    expect(Array.isArray(read({ ...ours, ...config }, { body }))).toBe(true);
  });
});

describe("an address check", () => {
  const query = (text: string) => new URLSearchParams(text);
  test.each([
    { method: "GET" },
    { method: "GET", query: query("challenge=abc&_=1764357000") },
    { method: "HEAD" },
    { method: "HEAD", query: query("ref=17&dlr=DELIVRD") },
  ])("%j contains no report", (callback) => {
    expect(read(ours, callback)).toEqual([]);
  });

  test.each([
    [{ method: "GET", query: query("ref=17") }, "dlr"],
    [{ method: "GET", query: query("dlr=DELIVRD") }, "ref"],
    // Its fields are called otherwise: whoever set it up must hear of it.
    [{ method: "GET", query: query("msgid=17&state=DELIVRD%0d") }, "ref"],
    [{ method: "POST" }, "ref"],
    [{ method: "POST", query: query("challenge=abc") }, "ref"],
  ])("is not what %j is", (callback, field) => {
    expect(read(ours, callback)).toEqual([{ kind: "unreadable", field }]);
  });
});

describe("what is stored of a provider's text", () => {
  test("only what the operator's pattern matched, without digits", () => {
    const config = { ...ours, failed: "FAILED\\W+\\S+" };
    const body = { ref: "1", dlr: "your code 482910: FAILED, 482٩10 and more" };
    expect(read(config, { body })).toEqual([{ kind: "failed", id: "1", word: "FAILED, ******" }]);
  });

  test("instead of a number, of which nothing would be left, what it means", () => {
    const config = { ...ours, delivered: "^1$", failed: "^(2|16)$" };
    const words = ["1", "16"].map((dlr) => read(config, { body: { ref: "1", dlr } })[0]);
    expect(words).toEqual([
      { kind: "delivered", id: "1", word: "delivered" },
      { kind: "failed", id: "1", word: "failed" },
    ]);
  });

  test("at most a word's length, without characters that break a database or a terminal", () => {
    const config = { ...ours, failed: "^BAD.*" };
    const [report] = read(config, { body: { ref: "1", dlr: `BAD\u0000\u001b${"x".repeat(500)}` } });
    expect(report).toMatchObject({ kind: "failed", word: `BAD  ${"x".repeat(35)}` });
  });
});

describe("a configuration", () => {
  const base = { url: "https://op.example/send?ref={{message_id}}" };

  test.each([
    ["of a pattern for anything", { ...base, reports: { delivered: ".*" } }, "matches any text"],
    ["of a pattern for any number", { ...base, reports: { failed: "\\d{6}" } }, "matches any text"],
    ["of a pattern that is none", { ...base, reports: { failed: "(" } }, "not a regular expression"],
    ["whose requests carry no id of ours", { url: "https://op.example/", reports: {} }, "{{message_id}}"],
    ["without a way to read theirs", { ...base, reports: { id: "provider_id" } }, "id_pattern"],
    [
      "of an answer that is no media type",
      { ...base, reports: { answer: { body: "OK", content_type: "text/plain\r\nx: y" } } },
      "media type",
    ],
    ["of a separator that ids may hold", { ...base, reports: { id_separator: "a" } }, "letters or digits"],
    ["with another setting", { ...base, reports: { secret: "x" } }, "secret"],
  ])("%s is refused, and says why", (_, config, why) => {
    const result = httpConfig.safeParse(config);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(why);
  });

  test("without reports has no reader; with them it knows the words of SMPP and common English ones", async () => {
    const without = httpProvider(httpConfig.parse(base));
    expect(without.callbacks).toBeUndefined();
    const provider = httpProvider(httpConfig.parse({ ...base, reports: {} }));
    const kinds = (status: string) =>
      provider.callbacks!.read({ query: new URLSearchParams({ message_id: "1", status }), body: null })[0]!
        .kind;
    expect(["DELIVRD", "delivered"].map(kinds)).toEqual(["delivered", "delivered"]);
    expect(["UNDELIV", "EXPIRED", "REJECTD", "failed"].map(kinds)).toEqual(Array(4).fill("failed"));
    expect(["ENROUTE", "ACCEPTD", "queued"].map(kinds)).toEqual(Array(3).fill("intermediate"));
    await Promise.all([without.close(), provider.close()]);
  });
});
