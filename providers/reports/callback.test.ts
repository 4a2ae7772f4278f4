import { describe, expect, test } from "vitest";
import { httpConfig, httpProvider } from "../http.ts";
import { type Callback, callbackConfig, callbackReader } from "./callback.ts";

const read = (config: object, callback: Partial<Callback>) =>
  callbackReader(callbackConfig.parse(config)).read({
    query: new URLSearchParams(),
    body: null,
    ...callback,
  });

const ours = { id_field: "ref", status_field: "dlr", delivered: "^DELIVRD$", failed: "^(UNDELIV|EXPIRED)" };
const delivered = [{ kind: "delivered", id: "17", word: "DELIVRD" }];

describe("where a report may stand", () => {
  test.each([
    ["the address", { query: new URLSearchParams("ref=17&dlr=DELIVRD") }],
    ["a form", { body: new URLSearchParams("ref=17&dlr=DELIVRD&x=1") }],
    ["JSON", { body: { ref: "17", dlr: "DELIVRD" } }],
    ["the body and the address", { query: new URLSearchParams("ref=17"), body: { dlr: "DELIVRD" } }],
  ])("%s", (_, callback) => {
    expect(read(ours, callback)).toEqual(delivered);
  });

  test("deep in JSON, by the names that lead there", () => {
    const config = { ...ours, id_field: "data.0.id", status_field: "data.0.state.name" };
    const body = { data: [{ id: "17", state: { name: "DELIVRD" } }] };
    expect(read(config, { body })).toEqual(delivered);
  });

  test("several in a list, each on its own", () => {
    const body = {
      results: [
        { ref: "17", dlr: "DELIVRD" },
        { ref: "18", dlr: "ENROUTE" },
        { ref: "19", dlr: "EXPIRED 7" },
      ],
    };
    expect(read({ ...ours, list_field: "results" }, { body })).toEqual([
      ...delivered,
      { kind: "other" },
      { kind: "failed", id: "19", word: "EXPIRED" },
    ]);
    expect(read({ ...ours, list_field: "results" }, { body: { results: 3 } })).toEqual([
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

describe("what is kept of a provider's words", () => {
  test("only what the operator's pattern matched, and no digit of it", () => {
    const config = { ...ours, failed: "FAILED\\W+\\S+" };
    const body = { ref: "1", dlr: "your code 482910: FAILED, 482٩10 and more" };
    expect(read(config, { body })).toEqual([{ kind: "failed", id: "1", word: "FAILED, ******" }]);
  });

  test("not more than a word's length, and nothing that a database or a terminal stumbles over", () => {
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
    ["with another setting", { ...base, reports: { secret: "x" } }, "secret"],
  ])("%s is refused, and says why", (_, config, why) => {
    const result = httpConfig.safeParse(config);
    expect(result.success).toBe(false);
    expect(JSON.stringify(result.error?.issues)).toContain(why);
  });

  test("without reports has none, and with them knows the words of SMPP and of plain English", async () => {
    const without = httpProvider(httpConfig.parse(base));
    expect(without.callbacks).toBeUndefined();
    const provider = httpProvider(httpConfig.parse({ ...base, reports: {} }));
    const kinds = (status: string) =>
      provider.callbacks!.read({ query: new URLSearchParams({ message_id: "1", status }), body: null })[0]!
        .kind;
    expect(["DELIVRD", "delivered"].map(kinds)).toEqual(["delivered", "delivered"]);
    expect(["UNDELIV", "EXPIRED", "REJECTD", "failed"].map(kinds)).toEqual(Array(4).fill("failed"));
    expect(["ENROUTE", "ACCEPTD", "queued"].map(kinds)).toEqual(Array(3).fill("other"));
    await Promise.all([without.close(), provider.close()]);
  });
});
