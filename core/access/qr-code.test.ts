import { expect, test } from "vitest";
import { qrCode } from "./qr-code.ts";

test("draws the three finder patterns inside a quiet zone", () => {
  const { size, path } = qrCode("otpauth://totp/Aman%20Gate:dev@example.com?secret=GEZDGNBVGY3TQOJQ");
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`));
  const edge = size - 1;
  for (let at = 0; at < size; at++) {
    for (const margin of [0, 1, 2, 3, edge - 3, edge - 2, edge - 1, edge]) {
      expect(dark.has(`${at},${margin}`) || dark.has(`${margin},${at}`)).toBe(false);
    }
  }
  for (const [x, y] of [
    [4, 4],
    [edge - 4, 4],
    [4, edge - 4],
  ]) {
    expect(dark.has(`${x},${y}`)).toBe(true);
  }
});
