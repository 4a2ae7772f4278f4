import { fc, test as property } from "@fast-check/vitest";
import { beforeAll, expect, test } from "vitest";
import { completeEnvironment } from "#runtime/env.ts";
import {
  isReferenceTo,
  messageReference,
  messageReferenceDigits,
  type Referenced,
  readReference,
} from "./message-reference.ts";

beforeAll(() => completeEnvironment({ APP_SECRET: "a secret of the test's own, long enough" }));

const message = fc.record({
  id: fc.integer({ min: 1, max: 999_999_999 }),
  number: fc.stringMatching(/^963\d{9}$/),
  createdAt: fc.date({ min: new Date("2026-01-01"), max: new Date("2030-01-01"), noInvalidDate: true }),
});
const since = new Date("2026-01-01");
const means = (text: string, which: Referenced, taggedSince = since) =>
  readReference(text).some((meant) => meant.id === which.id && isReferenceTo(which, meant, taggedSince));

property.prop([message])(
  "a reference means its message, as text, as digits, and read as a number",
  (sent) => {
    for (const text of [
      messageReference(sent),
      messageReferenceDigits(sent),
      String(Number(messageReference(sent))),
      JSON.stringify(JSON.parse(messageReference(sent))),
    ]) {
      expect(means(text, sent), text).toBe(true);
    }
  },
);

property.prop([message, message], { numRuns: 300 })(
  "it does not mean the message that got its id after a failover",
  (lost, next) => {
    fc.pre(lost.number !== next.number || lost.createdAt.getTime() !== next.createdAt.getTime());
    const again = { ...next, id: lost.id };
    // One in 810,000 pairs has the same tag by chance.
    expect(means(messageReference(lost), again) && messageReference(lost) !== messageReference(again)).toBe(
      false,
    );
    expect(means(String(lost.id), again)).toBe(false);
  },
);

test.each<[string, Partial<Referenced>]>([
  ["number", { number: "963911000001" }],
  ["time", { createdAt: new Date("2026-05-01T00:00:00.001Z") }],
  ["id", { id: 18 }],
])("its tag depends on the %s", (_, change) => {
  const sent = { id: 17, number: "963911000000", createdAt: new Date("2026-05-01") };
  const tagOf = (of: Referenced) => messageReference(of).split(".")[1];
  expect(tagOf({ ...sent, ...change })).not.toBe(tagOf(sent));
});

test("an id without a tag matches only messages from before tags", () => {
  const old = { id: 1_234_567, number: "963911000000", createdAt: new Date("2026-05-01") };
  expect(means("1234567", old, new Date("2026-05-02"))).toBe(true);
  expect(means("1234567", old, new Date("2026-05-01"))).toBe(false);
});

test.each([
  "",
  "0",
  "-1",
  "1e3",
  "17.",
  ".123456",
  "17.1234567",
  "17.12345",
  "x17.123456",
  "1 or 1=1",
  "17.123456 ",
])("%j is not a reference with a tag", (text) =>
  expect(readReference(text).filter(({ tag }) => tag !== null)).toEqual([]),
);
