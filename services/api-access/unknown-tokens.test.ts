import { expect, test } from "vitest";
import { holdBackMs } from "./unknown-tokens.ts";

test("twenty at once are answered at once; many in a closed loop wait a second each", () => {
  const at = 1_000_000;
  const waits = Array.from({ length: 400 }, () => holdBackMs("198.51.100.7", at));
  expect(waits.slice(0, 20)).toEqual(Array(20).fill(0));
  expect(waits.at(-1)).toBe(1_000);
  expect(Math.max(...waits)).toBe(1_000);
  // Another address is not touched; one of the same IPv6 /64 is.
  expect(holdBackMs("198.51.100.8", at)).toBe(0);
  for (let n = 0; n < 40; n++) holdBackMs(`2001:db8::${n + 1}`, at);
  expect(holdBackMs("2001:db8::ffff", at)).toBeGreaterThan(900);
});

test("a client that keeps to the rate never waits, and one that stops is forgotten in seconds", () => {
  for (let n = 0; n < 200; n++) expect(holdBackMs("203.0.113.1", 2_000_000 + n * 50)).toBe(0);
  for (let n = 0; n < 400; n++) holdBackMs("203.0.113.2", 3_000_000);
  expect(holdBackMs("203.0.113.2", 3_002_100)).toBe(0);
});
