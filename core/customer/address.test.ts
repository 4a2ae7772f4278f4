import { BlockList, isIPv6 } from "node:net";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isWide, normaliseAddress, normaliseCidr } from "./address.ts";

describe("an address or a range", () => {
  test.each([
    ["1.2.3.4", "1.2.3.4/32"],
    [" 1.2.3.4\n", "1.2.3.4/32"],
    ["10.0.0.5/8", "10.0.0.0/8"],
    ["10.255.255.255/9", "10.128.0.0/9"],
    ["1.2.3.4/0", "0.0.0.0/0"],
    ["1.2.3.4/31", "1.2.3.4/31"],
    ["::1", "::1/128"],
    ["::", "::/128"],
    ["::/0", "::/0"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1/128"],
    ["2001:db8:0:1::/48", "2001:db8::/48"],
    ["2001:db8::1:0:0:1", "2001:db8::1:0:0:1/128"],
    ["1:0:0:2:0:0:0:3", "1:0:0:2::3/128"],
    ["1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7/128"],
    ["ffff::/4", "f000::/4"],
    ["::ffff:1.2.3.4", "1.2.3.4/32"],
    ["::FFFF:102:304", "1.2.3.4/32"],
    ["::ffff:1.2.3.4/120", "1.2.3.0/24"],
    ["::ffff:1.2.3.4/96", "0.0.0.0/0"],
    ["::ffff:1.2.3.4/95", "::fffe:0:0/95"],
    ["::1.2.3.4", "::102:304/128"],
    ["64:ff9b::1.2.3.4", "64:ff9b::102:304/128"],
  ])("%j is %s", (input, expected) => {
    expect(normaliseCidr(input)).toBe(expected);
  });

  test.each([
    "",
    "/",
    "/8",
    "1.2.3",
    "1.2.3.256",
    "01.2.3.4",
    "0x1.2.3.4",
    "1.2.3.4/",
    "1.2.3.4/33",
    "1.2.3.4/-1",
    "1.2.3.4/08",
    "1.2.3.4/8/8",
    "1.2.3.4/255.0.0.0",
    "1.2.3.4 /8",
    "1.2.3.4/ 8",
    "::1/129",
    ":::",
    "1::2::3",
    "12345::",
    "fe80::1%eth0",
    "fe80::1%eth0/64",
    "::ffff:1.2.3.4/24/1",
    "[::1]",
    "1.2.3.4:80",
    "localhost",
    "1.2.3.4\0",
    "1.2.3.4 5",
    "1".repeat(100_000),
  ])("%j is not one", (input) => {
    expect(normaliseCidr(input)).toBeNull();
  });
});

describe("a client's address", () => {
  test.each([
    ["127.0.0.1", "127.0.0.1"],
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["FE80::1%eth0.100", "fe80::1"],
    [" 1.2.3.4 ", "1.2.3.4"],
    ["1.2.3.4/32", null],
    ["2001:db8::1%eth0", null],
    ["fe80::1%", null],
    ["unknown", null],
    ["", null],
  ])("%j is %j", (input, expected) => {
    expect(normaliseAddress(input)).toBe(expected);
  });
});

/** An address written out, without any shortening. */
function plain(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join(".");
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.match(/.{4}/g)!.join(":");
}

describe("for any address", () => {
  const address = fc.oneof(fc.ipV4(), fc.ipV6());

  test("a normal form is its own normal form, also for the URL parser", () => {
    fc.assert(
      fc.property(address, fc.nat(128), (text, bits) => {
        const range = normaliseCidr(`${text}/${isIPv6(text) ? bits : bits % 33}`)!;
        expect(normaliseCidr(range)).toBe(range);
        const [network] = range.split("/") as [string];
        const host = isIPv6(network) ? `[${network}]` : network;
        expect(new URL(`http://${host}/`).hostname).toBe(host);
      }),
    );
  });

  test("a range and its normal form contain the same addresses according to Node's BlockList", () => {
    const four = fc.array(fc.nat(255), { minLength: 4, maxLength: 4 });
    const six = fc.array(fc.nat(255), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(fc.oneof(four, six), fc.nat(128), fc.nat(127), (bytes, size, flip) => {
        const bits = bytes.length * 8;
        const family = bits === 32 ? "ipv4" : "ipv6";
        const prefix = size % (bits + 1);
        const flipped = flip % bits;
        // Beside the mask's border lies the neighbour that a wrong mask would let in or shut out.
        const neighbour = bytes.map((byte, i) =>
          i === flipped >> 3 ? byte ^ (0x80 >> (flipped & 7)) : byte,
        );
        const range = new BlockList();
        range.addSubnet(normaliseCidr(`${plain(bytes)}/${prefix}`)!.split("/")[0]!, prefix, family);
        expect(range.check(plain(bytes), family)).toBe(true);
        expect(range.check(plain(neighbour), family)).toBe(flipped >= prefix);
      }),
      { numRuns: 500 },
    );
  });

  test("no text causes an exception", () => {
    const noise = fc.string({ unit: fc.constantFrom(..."0123456789abf:./% ") });
    fc.assert(
      fc.property(fc.oneof(noise, fc.string()), (text) => {
        expect(normaliseCidr(text) ?? "0.0.0.0/0").toMatch(/^[0-9a-f.:]+\/\d+$/);
        expect(normaliseAddress(text) ?? "::").toMatch(/^[0-9a-f.:]+$/);
      }),
    );
  });
});

test.each([
  ["0.0.0.0/0", true],
  ["128.0.0.0/1", true],
  ["10.0.0.0/7", true],
  ["10.0.0.0/8", false],
  ["203.0.113.7/32", false],
  ["::/0", true],
  ["2000::/3", true],
  ["2001::/15", true],
  ["2001::/16", false],
  ["2001:db8::1/128", false],
])("of %s that it is wide is %s", (range, wide) => {
  expect(isWide(range)).toBe(wide);
});
