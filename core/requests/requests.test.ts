import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { details, KEY_INVALID } from "#core/api/details.ts";
import { requestError } from "#db/schema/api-requests.ts";
import { fullBucket, takes } from "./kept-share.ts";
import { faultOf, requestErrorCodes, requestErrors } from "./request-error.ts";
import { firstRequestIdAt, requestIdIn, requestIdOf, timeOfRequest } from "./request-id.ts";

test("ids are version 7 UUIDs that sort by time and contain it", () => {
  const time = fc.integer({ min: 0, max: 2 ** 47 });
  fc.assert(
    fc.property(time, time, (one, other) => {
      const [a, b] = [requestIdOf(one, randomUUID()), requestIdOf(other, randomUUID())];
      expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(timeOfRequest(a)).toBe(one);
      expect(requestIdIn(` ${a.toUpperCase()} `)).toBe(a);
      if (one < other) expect(a < b).toBe(true);
      expect(firstRequestIdAt(one) <= a && a < firstRequestIdAt(one + 1)).toBe(true);
    }),
  );
});

test.each(["", "x", "963944123456", "0195f2a0-0000-7000-8000", `${randomUUID()}0`])("%j is no id", (text) => {
  expect(requestIdIn(text)).toBeNull();
});

test("a bucket admits its burst, then its rate, and only a burst after a pause", () => {
  const rate = { burst: 5, perSecond: 2 };
  const bucket = fullBucket(rate, 0);
  const taken = (at: number, times: number) =>
    Array.from({ length: times }, () => takes(bucket, rate, at)).filter(Boolean).length;
  expect(taken(0, 100)).toBe(5);
  expect(taken(400, 100)).toBe(0);
  expect(taken(1_000, 100)).toBe(2);
  expect(taken(1_000_000, 100)).toBe(5);
  // A clock that stands still or goes back gives nothing.
  expect(taken(0, 100)).toBe(0);
});

test("the listed errors are those of the validation rules", () => {
  expect(requestError.enumValues.toSorted()).toEqual(requestErrorCodes.toSorted());
});

test("the reason is derived from the answer", () => {
  expect(faultOf(201, {})).toEqual({ error: null, field: null });
  expect(faultOf(400, { gsm: ["x"], language: ["y"] })).toEqual({ error: "invalid", field: "gsm, language" });
  expect(faultOf(400, { detail: "JSON parse error - x" })).toEqual({ error: "unreadable", field: null });
  expect(faultOf(400, { detail: KEY_INVALID })).toEqual({ error: "invalid", field: "Idempotency-Key" });
  expect(faultOf(403, { detail: details.address }).error).toBe("address");
  expect(faultOf(403, { detail: details.suspended }).error).toBe("suspended");
  for (const code of requestErrorCodes) {
    const body = { detail: code === "suspended" || code === "scope" ? details[code] : "x" };
    if (code !== "invalid") expect(faultOf(requestErrors[code], body).error).toBe(code);
  }
});
