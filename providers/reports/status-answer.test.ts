import fc from "fast-check";
import { expect, test } from "vitest";
import { openAnswer } from "./status-answer.ts";

const said = (status: number, text: string) => {
  const answer = openAnswer(status, text);
  return answer.kind === "open" ? answer.said : "final";
};

test.each([
  [200, " ", "HTTP 200, empty"],
  [200, "40518", "HTTP 200, a number"],
  [200, "Pending", "HTTP 200, text: pending"],
  [200, "Job 40518 for 963933000005 is in progress.", "HTTP 200, text: job, progress"],
  [200, '{"id":"1","state":"QUEUED","text":"Your code is 482910"}', "HTTP 200, JSON: queued"],
  [200, "<string xmlns='x'>Sent</string>", "HTTP 200, XML: sent"],
  [503, "<!DOCTYPE html><h1>Internal Error</h1>", "HTTP 503, a web page: internal, error"],
  [200, "resent unsentimental", "HTTP 200, text"],
])("an answer of %i with %j is described as %j", (status, text, expected) => {
  expect(said(status, text)).toBe(expected);
});

test("answers that differ in numbers and texts are of one kind", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{6,12}$/), fc.stringMatching(/^[A-Z0-9]{8}$/), (number, code) => {
      const described = said(200, `Job pending for ${number}: Code ${code}`);
      expect(described).toBe("HTTP 200, text: job, pending");
    }),
  );
});

test("nothing is quoted but the words of the list, whatever an answer says", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      expect(said(200, text)).toMatch(/^HTTP 200, (empty|a number|JSON|a web page|XML|text)(: [a-z, ]+)?$/);
    }),
  );
});
