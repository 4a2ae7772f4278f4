import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linkSecret } from "#core/access/sign-in.ts";
import { secondFactor } from "#core/access/two-factor.ts";
import { email } from "#core/access/user.ts";
import { accountChange } from "#core/customer/account.ts";
import { normaliseCidr } from "#core/customer/address.ts";
import { newPlan } from "#core/customer/subscription.ts";
import { newWhitelistEntry } from "#core/customer/whitelist.ts";
import { readTokenHeader } from "#core/drf/authorization.ts";
import { parseSendRequest } from "#core/drf/send-request.ts";
import { providerName } from "#core/gateway/provider.ts";
import { contact, retention, timeZone } from "#core/gateway/settings.ts";
import { messagesOf } from "#core/message/message-input.ts";
import { logParams } from "#core/message/message-log.ts";
import { readNumberSearch } from "#core/message/number-search.ts";
import { countriesSetting } from "#core/phone/countries.ts";
import { parsePhone } from "#core/phone/phone.ts";
import { readParams } from "#core/table/table-params.ts";
import arabicWords from "#i18n/ar/whitelist.json" with { type: "json" };
import englishWords from "#i18n/en/whitelist.json" with { type: "json" };
import { cleaned, visible } from "./cleaned.ts";
import { wholeNumber } from "./digits.ts";
import { id, longId } from "./id.ts";

/** By their numbers, whatever regular expression the cleaner has. */
const marks = [
  0x00ad, 0x034f, 0x061c, 0x115f, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c,
  0x202d, 0x202e, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2065, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a,
  0x206f, 0x3164, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffb, 0x1d173, 0xe0001, 0xe0020,
].map((code) => String.fromCodePoint(code));
const blanks = [
  0x09, 0x0a, 0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x2003, 0x2009, 0x200a, 0x2028, 0x202f, 0x205f, 0x2800,
  0x3000,
].map((code) => String.fromCodePoint(code));
const keyboards = [
  (digit: string) => digit,
  (digit: string) => String.fromCharCode(0x660 + Number(digit)),
  (digit: string) => String.fromCharCode(0x6f0 + Number(digit)),
  (digit: string) => String.fromCharCode(0xff10 + Number(digit)),
];

/** A value as it arrives from pages, chats and keyboards: marks anywhere in it, blanks around it, digits of any script. */
function pasted(text: string, { digits = true } = {}) {
  const chars = [...text];
  const mark = fc.option(fc.constantFrom(...marks), { nil: "", freq: 2 });
  const around = fc.string({ unit: fc.constantFrom(...blanks, ...marks), maxLength: 3 });
  return fc
    .tuple(
      fc.array(mark, { minLength: chars.length, maxLength: chars.length }),
      around,
      around,
      fc.constantFrom(...(digits ? keyboards : keyboards.slice(0, 1))),
    )
    .map(([between, before, after, write]) => {
      const written = chars.map((char) => (/\d/.test(char) ? write(char) : char));
      return before + written.map((char, at) => char + between[at]).join("") + after;
    });
}

describe("a pasted value is read the same in every form", () => {
  const grant = { name: "Plan", quota: 1, days: 30 };
  const enough: [what: string, text: string, read: (text: string) => unknown, expected: unknown][] = [
    ["a phone number", "+963911000000", (text) => parsePhone(text, ["SY"]), "963911000000"],
    ["an address", "203.0.113.7", normaliseCidr, "203.0.113.7/32"],
    ["a range", "2001:db8::/48", normaliseCidr, "2001:db8::/48"],
    [
      "a range in the form",
      "203.0.113.0/24",
      (text) => newWhitelistEntry.parse({ accountId: "1", range: text }).range,
      "203.0.113.0/24",
    ],
    ["an e-mail", "dev.2@Example.com", (text) => email.parse(text), "dev.2@example.com"],
    [
      "an e-mail of a contact",
      "ops@example.com",
      (text) => accountChange.parse({ id: 1, contactEmail: text }).contactEmail,
      "ops@example.com",
    ],
    [
      "a phone of a contact",
      "+963 11 332-2110",
      (text) => accountChange.parse({ id: 1, contactPhone: text }).contactPhone,
      "+963 11 332-2110",
    ],
    ["a code of the app", "482910", (text) => secondFactor.parse(text), { kind: "app", code: "482910" }],
    [
      "a recovery code",
      "k7mfq-2xz9a",
      (text) => secondFactor.parse(text),
      { kind: "recovery", code: "k7mfq-2xz9a" },
    ],
    ["a quota", "20000", (text) => newPlan.parse({ ...grant, quota: text }).quota, 20_000],
    ["days", "365", (text) => newPlan.parse({ ...grant, days: text }).days, 365],
    [
      "a retention",
      "90",
      (text) => retention.parse({ messages: text, refusals: 90, audit: "" }).messages,
      90,
    ],
    ["a limit", "100", (text) => messagesOf.parse({ accountId: 1, limit: text }).limit, 100],
    ["an id", "1427", (text) => id.parse(text), 1427],
    ["a long id", "9007199254740991", (text) => longId.parse(text), Number.MAX_SAFE_INTEGER],
    ["a message's id in the search", "#1427", (text) => readNumberSearch(text, ["SY"])?.id, 1427],
    ["a time zone", "Asia/Damascus", (text) => timeZone.parse(text), "Asia/Damascus"],
    ["a provider's name", "syriatel-2", (text) => providerName.parse(text), "syriatel-2"],
    ["a country", "sy", (text) => countriesSetting.parse({ countries: [text] }).countries, ["SY"]],
    [
      "days of a period",
      "2026-11-01..2026-11-30",
      (text) => readParams(logParams, { period: text }).period,
      {
        from: "2026-11-01",
        to: "2026-11-30",
      },
    ],
    ["a filter", "sent,failed", (text) => readParams(logParams, { status: text }).status, ["sent", "failed"]],
    ["an account in an address", "17", (text) => readParams(logParams, { account: text }).account, 17],
    ["what is searched for", "963911", (text) => readParams(logParams, { q: text }).q, "963911"],
  ];
  test.each(enough)("%s", (_, text, read, expected) => {
    fc.assert(
      fc.property(pasted(text), (given) => {
        expect(read(given)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test("a link keeps its letters", () => {
    const link = "https://example.com/صفحة-٢";
    fc.assert(
      fc.property(pasted(link, { digits: false }), (given) => {
        expect(contact.parse({ english: "", arabic: "", link: given }).link).toBe(link);
      }),
      { numRuns: 60 },
    );
  });

  test("ranges copied from the whitelist's hints, with the text around them", () => {
    for (const { rangeHint } of [arabicWords, englishWords]) {
      const ranges = rangeHint.split(" ").filter((word) => /\d\.\d|::/.test(word));
      expect(ranges).toHaveLength(2);
      for (const range of ranges) expect(normaliseCidr(range.replace(/[.,]$/, "")), range).not.toBeNull();
    }
  });

  test("the secret of a link, without text pasted after it", () => {
    const secret = "a-Z_0".repeat(8);
    for (const tail of ["", "%E2%80%8F", "\u200f", ".", "%20", "\u2069)"])
      expect(linkSecret(secret + tail)).toBe(secret);
    expect(linkSecret("%ff")).toBe("");
  });
});

describe("two values stay separate", () => {
  test.each(["203.0.113.7 203.0.113.8", "203.0.113.7\n8", "203.0.113.7\u00a00"])(
    "%j is not an address",
    (text) => {
      expect(normaliseCidr(text)).toBeNull();
    },
  );
  test.each(["1 427", "1,427", "1427 1428", "١٤٢٧، ١٤٢٨"])("%j is no id", (text) => {
    expect(id.safeParse(text).success).toBe(false);
  });
  test.each(["a@example.com b@example.com", "a@example.com,b@example.com"])("%j is no e-mail", (text) => {
    expect(email.safeParse(text).success).toBe(false);
  });
});

test.each([
  ["٢٠٬٠٠٠", 20_000],
  ["٢٠،٠٠٠", 20_000],
  ["\u200f20\u3000000\u200f", 20_000],
  ["１２", 12],
  ["١٫٥", null],
  ["1.5", null],
])("%j as a whole number is %j", (text, number) => {
  expect(wholeNumber(text)).toBe(number);
});

test("an address with the dots of an Arabic keyboard", () => {
  expect(normaliseCidr("٢٠٣٫٠٫١١٣٫٧")).toBe("203.0.113.7/32");
  expect(normaliseCidr("２０３．０．１１３．０／２４")).toBe("203.0.113.0/24");
});

describe("the cleaner itself", () => {
  const any = fc.string({ unit: "binary", maxLength: 40 });

  test("is idempotent, and changes nothing in ASCII except whitespace", () => {
    fc.assert(
      fc.property(any, fc.string({ maxLength: 40 }), (text, ascii) => {
        expect(cleaned(cleaned(text))).toBe(cleaned(text));
        expect(visible(visible(text))).toBe(visible(text));
        expect(cleaned(ascii)).toBe(ascii.replace(/\s/g, " ").trim());
      }),
    );
  });

  test("leaves letters, control characters and lone surrogates to each value's own rules", () => {
    for (const text of ["دمشق", "é", "a\0b", "\ud800", "०", "😀"]) expect(cleaned(text)).toBe(text);
  });
});

describe("the public API follows its contract exactly", () => {
  const send = (body: object) =>
    parseSendRequest(new TextEncoder().encode(JSON.stringify(body)), {
      validateGsm: (gsm) => {
        const value = parsePhone(gsm, ["SY"]);
        return value === null ? { error: "no" } : { value };
      },
    });

  test("a number is normalised, a code is sent unchanged, and an id is parsed as the framework does", () => {
    const gsm = "\u2068+963\u00a0911\u061c000\u200b000\u2069";
    expect(send({ gsm, template_id: 1, code: "\u200f4829" })).toMatchObject({
      ok: true,
      value: { gsm: "963911000000", code: "\u200f4829" },
    });
    expect(send({ gsm, template_id: "\u200f1", code: "4829" })).toMatchObject({
      ok: false,
      body: { template_id: ["A valid integer is required."] },
    });
  });

  test("a token with a direction mark is a different token", () => {
    const bytes = Buffer.from("Token \u200fag_abc", "utf8").toString("latin1");
    expect(readTokenHeader(bytes)).toEqual({ token: "\u200fag_abc" });
  });
});
