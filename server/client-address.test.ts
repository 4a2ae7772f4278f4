import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { originReader } from "./client-address.ts";

const request = (remoteAddress: string | undefined, headers: Record<string, string> = {}) =>
  ({ socket: { remoteAddress }, headers, connection: { remoteAddress } }) as unknown as IncomingMessage;

describe("without a trusted proxy", () => {
  test("the client is the socket's address, whatever it claims", () => {
    const names = fc.constantFrom(
      "x-forwarded-for",
      "x-forwarded-proto",
      "x-forwarded-host",
      "forwarded",
      "x-real-ip",
      "x-client-address",
      "cf-connecting-ip",
    );
    const claims = fc.dictionary(names, fc.oneof(fc.ipV4(), fc.ipV6(), fc.string()));
    const read = originReader(["10.0.0.0/8"]);
    fc.assert(
      fc.property(claims, (headers) => {
        const origin = read(request("203.0.113.9", { ...headers, host: "gate.example" }));
        expect(origin).toEqual({
          address: "203.0.113.9",
          proxied: false,
          host: "gate.example",
          protocol: "http",
        });
      }),
    );
  });

  test.each([
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::1", "::1"],
    ["fe80::1%eth0", "fe80::1"],
    [undefined, null],
  ])("%s is %s", (peer, address) => {
    expect(originReader([])(request(peer)).address).toBe(address);
  });
});

describe("behind trusted proxies", () => {
  const read = originReader(["10.0.0.0/8", "::1"]);

  test.each([
    ["the address before it", "10.0.0.1", "198.51.100.7", "198.51.100.7"],
    ["not what the client wrote in front", "10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"],
    ["the right-most that is not trusted", "10.0.0.1", "1.2.3.4, 198.51.100.7, 10.9.9.9", "198.51.100.7"],
    ["the proxy itself where it names nobody", "10.0.0.1", undefined, "10.0.0.1"],
    ["the left-most where all are trusted", "10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"],
    ["an IPv4 address in IPv6's clothes", "::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"],
    ["over IPv6, too", "::1", "2001:DB8::7", "2001:db8::7"],
    ["nobody where it names what is no address", "10.0.0.1", "unknown", null],
    ["without its port, as Azure and IIS write it", "10.0.0.1", "203.0.113.7:51234", "203.0.113.7"],
    ["without brackets and port", "10.0.0.1", "[2001:DB8::7]:443", "2001:db8::7"],
    ["without brackets alone", "10.0.0.1", "[2001:db8::7]", "2001:db8::7"],
    ["without quotes", "10.0.0.1", '"[2001:db8::7]:443"', "2001:db8::7"],
    ["without quotes, IPv4 too", "10.0.0.1", ' "203.0.113.7:1" ', "203.0.113.7"],
    ["without a zone", "10.0.0.1", "fe80::1%eth0", "fe80::1"],
    ["without a zone in brackets", "10.0.0.1", "[fe80::1%25eth0]:80", "fe80::1"],
    ["an IPv4 address in IPv6's clothes, with a port", "10.0.0.1", "[::ffff:203.0.113.7]:80", "203.0.113.7"],
    ["with blanks around", "10.0.0.1", "  1.1.1.1 ,\t203.0.113.7  ", "203.0.113.7"],
    [
      "past trusted proxies with ports",
      "10.0.0.1",
      "1.1.1.1, 203.0.113.7:5, 10.0.0.2:443, [::1]:80",
      "203.0.113.7",
    ],
    ["the proxy itself where the header is empty", "10.0.0.1", "", "10.0.0.1"],
    ["the proxy itself where the header is blank", "10.0.0.1", " , ", "10.0.0.1"],
    ["past empty elements of the list", "10.0.0.1", "1.1.1.1, 203.0.113.7, ", "203.0.113.7"],
    ["past empty elements beside a proxy", "10.0.0.1", "1.1.1.1,203.0.113.7,\t, 10.0.0.2,", "203.0.113.7"],
    ["empty entries that a client wrote do not matter", "10.0.0.1", "1.1.1.1,, ,203.0.113.7", "203.0.113.7"],
    ["nobody for a port without end", "10.0.0.1", "203.0.113.7:512345", null],
    ["nobody for a port of letters", "10.0.0.1", "203.0.113.7:_secret", null],
    ["nobody for a bracket left open", "10.0.0.1", "[2001:db8::7", null],
    ["nobody for IPv4 in brackets", "10.0.0.1", "[203.0.113.7]:443", null],
    ["nobody for two addresses in one entry", "10.0.0.1", "203.0.113.7 203.0.113.8", null],
    ["nobody for an element of Forwarded", "10.0.0.1", "for=203.0.113.7", null],
  ])("%s", (_, peer, forwarded, address) => {
    const headers: Record<string, string> = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
    expect(read(request(peer, headers))).toMatchObject({ address, proxied: true });
  });

  test("nothing to the left of the client's own address counts", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.ipV4(), fc.string({ unit: "grapheme-ascii" }))), (forged) => {
        const header = [...forged.map((text) => text.replaceAll(",", "")), "198.51.100.7"].join(", ");
        expect(read(request("10.0.0.1", { "x-forwarded-for": header })).address).toBe("198.51.100.7");
      }),
    );
  });

  test("nothing to the left of an invalid entry counts", () => {
    const garbage = fc.string({ unit: "grapheme-ascii" }).filter((text) => {
      const bare = text.trim().replace(/^"|"$|:\d+$/g, "");
      return !text.includes(",") && !/^[\d.]+$|:/.test(bare) && bare !== "";
    });
    fc.assert(
      fc.property(
        garbage,
        fc.array(fc.constantFrom("10.0.0.7", "10.1.2.3:443", "[::1]:1")),
        (entry, proxies) => {
          const header = ["198.51.100.7", entry, ...proxies].join(",");
          expect(read(request("10.0.0.1", { "x-forwarded-for": header })).address).toBeNull();
        },
      ),
    );
  });

  test("the port of an entry is ignored", () => {
    const port = fc.integer({ min: 0, max: 65_535 });
    const written = fc.oneof(
      fc.tuple(fc.ipV4(), port).map(([address, n]) => [address, `${address}:${n}`]),
      fc.tuple(fc.ipV6(), port).map(([address, n]) => [address, `[${address}]:${n}`]),
      fc.ipV6().map((address) => [address, `"[${address}]"`]),
    );
    const address = (text: string) =>
      originReader(["10.0.0.1/32"])(request("10.0.0.1", { "x-forwarded-for": text })).address;
    fc.assert(
      fc.property(written, ([plain, entry]) => {
        expect(address(entry!)).toBe(address(plain!));
        expect(address(entry!)).not.toBeNull();
      }),
    );
  });

  test("host and protocol come from the proxy or from PUBLIC_URL", () => {
    const headers = { host: "inside", "x-forwarded-host": "gate.example", "x-forwarded-proto": "https" };
    expect(read(request("10.0.0.1", headers))).toMatchObject({ host: "gate.example", protocol: "https" });
    expect(read(request("9.9.9.9", headers))).toMatchObject({ host: "inside", protocol: "http" });
    const fixed = originReader([], "https://otp.example");
    expect(fixed(request("9.9.9.9", headers))).toMatchObject({ host: "otp.example", protocol: "https" });
  });
});
