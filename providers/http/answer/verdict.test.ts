import { describe, expect, test } from "vitest";
import { httpConfig } from "#providers/http/configuration.ts";
import type { Answer } from "./answer.ts";
import { verdictOf } from "./verdict.ts";

const whole = (text: string): Answer => ({ text, whole: true });
const part = (text: string): Answer => ({ text, whole: false });
const read = (config: object, status: number, answer: Answer) =>
  verdictOf(httpConfig.parse({ url: "https://op.example/", ...config }))(status, answer);

const accepted = { kind: "accepted" };
const unknown = { kind: "unknown" };
const rejected = (scope: string) => ({ kind: "rejected", scope });

describe("without a table", () => {
  test.each([
    [200, accepted],
    [202, accepted],
    [204, unknown],
    [302, unknown],
    [400, rejected("provider")],
    [408, rejected("not_taken")],
    [429, rejected("not_taken")],
    [500, unknown],
    [503, unknown],
  ])("%i", (status, expected) => {
    expect(read({}, status, whole("x"))).toEqual(expected);
  });

  const several = {
    success: { status: ["2xx"], body_pattern: ["^OK", "^Queued"] },
    rejection: { status: ["500-502"], body_pattern: ["no credit", "bad number"] },
  };
  test.each([
    [200, "OK 1", accepted],
    [299, "Queued", accepted],
    [200, "Done", rejected("provider")],
    [200, "OK, but no credit", rejected("provider")],
    [300, "bad number", rejected("provider")],
    [500, "x", rejected("provider")],
    [502, "x", rejected("provider")],
    [503, "x", unknown],
    [503, "no credit", rejected("not_taken")],
  ])("several texts and ranges: %i %s", (status, text, expected) => {
    expect(read(several, status, whole(text))).toEqual(expected);
  });
});

describe("the first row of the table that applies decides", () => {
  const answers = [
    { status: [200], body_pattern: "^0:", means: "accepted" },
    { status: [503], body_pattern: "later", means: "not_taken" },
    { body_pattern: ["^1701", "^1702"], means: "recipient" },
    { body_pattern: "too long", means: "text" },
    { status: ["4xx"], body_pattern: "maybe", means: "unknown" },
    { status: [200], means: "provider" },
  ];
  test.each([
    [200, "0: taken, too long", accepted],
    [503, "try again later", rejected("not_taken")],
    [503, "broken", unknown],
    [200, "1702", rejected("recipient")],
    [500, "1701", rejected("recipient")],
    [400, "too long", rejected("text")],
    [404, "maybe", unknown],
    [404, "no", rejected("provider")],
    [200, "anything", rejected("provider")],
    [201, "anything", accepted],
  ])("%i %s", (status, text, expected) => {
    expect(read({ answers }, status, whole(text))).toEqual(expected);
  });
});

describe("a truncated answer counts only for patterns that it matches", () => {
  const success = { success: { status: [200], body_pattern: "OK" } };
  const rejection = { success: { status: [200] }, rejection: { body_pattern: "ERR" } };
  const table = (...answers: object[]) => ({ answers });
  test.each([
    ["success is seen", success, 200, part("OK…"), accepted],
    ["success is not seen", success, 200, part("…"), unknown],
    ["a rejection is seen", rejection, 200, part("ERR…"), rejected("provider")],
    ["a rejection is not seen", rejection, 200, part("…"), unknown],
    ["nobody asks for words", {}, 200, part("…"), accepted],
    ["the status says it", success, 400, part("…"), rejected("provider")],
    ["success is not there", success, 200, whole("…"), rejected("provider")],
    ["a row is seen", table({ body_pattern: "A", means: "text" }), 200, part("A…"), rejected("text")],
    [
      "a row is not seen, and the next one asks for a status only",
      table({ body_pattern: "A", means: "accepted" }, { status: [500], means: "provider" }),
      500,
      part("…"),
      unknown,
    ],
    [
      "a row of another status is not looked for",
      table({ status: [200], body_pattern: "A", means: "text" }, { status: [500], means: "provider" }),
      500,
      part("…"),
      rejected("provider"),
    ],
  ])("%s", (_, config, status, answer, expected) => {
    expect(read(config, status, answer)).toEqual(expected);
  });
});
