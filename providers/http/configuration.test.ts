import { describe, expect, test } from "vitest";
import { adapters } from "../registry.ts";
import selfSigned from "../self-signed.fixtures.json" with { type: "json" };
import { httpConfig, storedHttpConfig } from "./configuration.ts";
import { requestTemplate } from "./request/request-template.ts";

const url = "https://op.example/";
const problemsOf = (config: object) => {
  const result = adapters.http.check({ url, ...config });
  return result.ok ? [] : result.problems;
};

describe("is refused with the name of the field", () => {
  test.each<[string, object, RegExp]>([
    ["a host that a number would choose", { url: "https://{{number}}.example/" }, /^url: .*host/],
    [
      "a text in the path",
      { url: { arabic: "https://op.example/?t={{text}}", english: "https://op.example/{{text}}" } },
      /^url\.english: .*path/,
    ],
    ["no host", { url: "https:///x" }, /^url: /],
    ["another scheme", { url: "ftp://op.example/" }, /^url: /],
    ["a port that there is not", { url: "https://op.example:99999/" }, /^url: .*port/],
    ["a blank in the host", { url: "https://op .example/" }, /^url: /],
    ["a line break in the query", { url: "https://op.example/?a=1\n&b=2" }, /^url: /],
    ["half an IPv6 address", { url: "https://[::1/" }, /^url: /],
    ["a list of addresses", { url: [url] }, /^url: /],
    ["an unknown placeholder", { body: "{{secret}}" }, /^body: .*secret/],
    ["an unknown placeholder of a header", { headers: { "X-A": "{{secret}}" } }, /^headers\.X-A: .*secret/],
    ["a method that there is not", { method: "DELETE" }, /^method: /],
    ["a method in lower case", { method: "post" }, /^method: /],
    ["a pattern that is none", { id_pattern: "(" }, /^id_pattern: /],
    ["a pattern of success that is none", { success: { body_pattern: "[" } }, /^success\.body_pattern: /],
    [
      "a pattern of rejection that is none",
      { rejection: { body_pattern: "a{2,1}" } },
      /^rejection\.body_pattern: /,
    ],
    ["a status that there is not", { success: { status: [99] } }, /^success\.status\.0: /],
    ["a range that is none", { rejection: { status: ["4x"] } }, /^rejection\.status\.0: .*4xx/],
    ["a range the wrong way round", { rejection: { status: ["499-400"] } }, /^rejection\.status\.0: /],
    ["one pattern of several", { success: { body_pattern: ["OK", "["] } }, /^success\.body_pattern\.1: /],
    ["no pattern at all", { success: { body_pattern: [] } }, /^success\.body_pattern: /],
    ["a row of answers for any answer", { answers: [{ means: "provider" }] }, /^answers\.0: needs/],
    ["a meaning that there is not", { answers: [{ status: [500], means: "lost" }] }, /^answers\.0\.means: /],
    ["no request at a time", { concurrency: 0 }, /^concurrency: /],
    ["a text for one encoding only", { url: { gsm: url } }, /^url: must be a text/],
    ["the address of reports without reports", { body: "r={{report_url}}" }, /^reports: .*report_url/],
    ["an id that is not known when a message is sent", { body: "r={{provider_id}}" }, /^body: .*provider_id/],
    [
      "a base address with a path",
      { body: "i={{message_id}}", reports: { base_url: "http://10.8.0.1:3000/gate" } },
      /^reports\.base_url: /,
    ],
    [
      "a line break in a header",
      { headers: { authorization: "Bearer x\r\nX-To: 1" } },
      /^headers\.authorization: .*line break/,
    ],
    ["a NUL in a header", { headers: { "X-A": "a\0b" } }, /^headers\.X-A: /],
    ["Arabic in a header", { headers: { "X-From": "أمان" } }, /^headers\.X-From: .*ASCII/],
    ["a curly quote in a header", { headers: { "X-From": "Aman’s" } }, /^headers\.X-From: .*ASCII/],
    ["a name of a header with a blank", { headers: { "not a name": "x" } }, /^headers\.not a name: /],
    ["no name of a header", { headers: { "": "x" } }, /^headers\.: /],
    ["a length of its own", { headers: { "Content-Length": "5" } }, /^headers\.Content-Length: /],
    ["Expect", { headers: { expect: "100-continue" } }, /^headers\.expect: /],
    ["a host that is none", { headers: { Host: "a b" } }, /^headers\.Host: /],
    ["a connection that is none", { headers: { Connection: "upgrade" } }, /^headers\.Connection: /],
    [
      "a ca that is none",
      { ca: "-----BEGIN CERTIFICATE-----\nnothing\n-----END CERTIFICATE-----" },
      /^ca: certificate 1/,
    ],
    ["a ca that is cut off", { ca: selfSigned.cert.slice(0, 300) }, /^ca: /],
    [
      "a ca whose second one is none",
      { ca: `${selfSigned.cert}\n${selfSigned.cert.replace(/\n.{40}/, "\n")}` },
      /^ca: certificate 2/,
    ],
    ["a key in the place of a ca", { ca: selfSigned.key }, /^ca: /],
    ["a ca that is a file's name", { ca: "/etc/ssl/ca.pem" }, /^ca: /],
    ["a setting that there is not", { retries: 3 }, /retries/],
    [
      "a text in no format",
      { body: { arabic: "a={{text}}", english: "{{text}}" } },
      /^body\.english: .*body_format/,
    ],
    ["another format", { body: "{{text}}", body_format: "json" }, /^body_format: /],
    ["plain for JSON", { body: '{"a":"{{text}}"}', body_format: "plain" }, /^body_format: .*JSON/],
    ["plain for nothing", { body_format: "plain" }, /^body_format: /],
  ])("%s", (_, config, problem) => {
    expect(problemsOf(config)).toEqual([expect.stringMatching(problem)]);
  });

  test("is refused without quoting a credential", () => {
    const headers = { authorization: "Bearer hunter2\n", "X-كلمة": "hunter2" };
    expect(
      problemsOf({ headers, ca: `hunter2${selfSigned.key}`, id_pattern: "hunter2(" }).join(),
    ).not.toContain("hunter2");
  });
});

describe("is accepted", () => {
  test.each<[string, object]>([
    ["an IPv6 address with a port", { url: "http://[::1]:8080/send?t={{text}}" }],
    ["an international name", { url: "https://أمان.example/?t={{text}}" }],
    ["a sender in the address as it is", { url: "https://op.example/?from=شركة&t={{text}}" }],
    [
      "several certificates, with words between",
      { ca: `first\n${selfSigned.cert}\nsecond\n${selfSigned.cert}` },
    ],
    ["a host of its own", { headers: { Host: "sms.example:8443", Connection: "close" } }],
    [
      "a form that a header calls JSON",
      { headers: { "content-type": "application/JSON" }, body: "to=1&t={{text}}" },
    ],
    ["JSON without a header", { body: '{"t":"{{text}}","c":"{{code}}","n":{{number}}}' }],
    [
      "several texts, ranges and a table of answers",
      {
        success: { status: ["2xx"], body_pattern: ["^OK", "^Queued"] },
        rejection: { status: ["400-404", 422], body_pattern: ["no credit", "bad number"] },
        answers: [
          { status: [503], body_pattern: "later", means: "not_taken" },
          { body_pattern: ["^1701", "^1702"], means: "recipient" },
        ],
        concurrency: 4,
        per_second: 0.5,
      },
    ],
    [
      "the address of reports",
      {
        url: `${url}?dlr={{report_url}}%3Fid%3D{{message_id}}`,
        reports: { base_url: "http://10.8.0.1:3000" },
      },
    ],
    [
      "a form of Arabic by its encoding",
      { url: { gsm: `${url}?t={{text}}`, ucs2: `${url}?h={{text_ucs2_hex}}` } },
    ],
    ["a body without what customers choose", { body: "{{number}} {{text_ucs2_hex}}" }],
  ])("%s", (_, config) => {
    expect(problemsOf(config)).toEqual([]);
  });
});

test("a plain-text body stored by an earlier release keeps working, and nothing else is exempted", () => {
  const plain = { url, body: "{{text}}", headers: { "Content-Type": "text/plain; charset=utf-8" } };
  expect(problemsOf(plain)).toEqual([expect.stringMatching(/body_format/)]);
  expect(storedHttpConfig.parse(plain)).toMatchObject({ body_format: "plain" });
  for (const other of [
    { ...plain, headers: {} },
    { ...plain, headers: { "content-type": "application/json" } },
    { ...plain, url: "https://op.example/{{text}}" },
    { ...plain, ca: "none" },
    "x",
    null,
  ]) {
    expect(storedHttpConfig.safeParse(other).success, JSON.stringify(other)).toBe(false);
  }
});

test("a body without a header gets the type of its syntax", () => {
  const typeOf = (body: string, more = {}) =>
    requestTemplate(httpConfig.parse({ url, body, ...more }), { language: "english", encoding: "gsm" })
      .headers.find(([name]) => name === "content-type")?.[1]
      .fill({} as never);
  expect(typeOf('{"t":"{{text}}"}')).toBe("application/json");
  expect(typeOf("<t>{{text}}</t>")).toBe("application/xml");
  expect(typeOf("t={{text}}")).toBe("application/x-www-form-urlencoded");
  expect(typeOf("{{text}}", { body_format: "plain" })).toBe("text/plain; charset=utf-8");
  expect(typeOf("t={{text}}", { headers: { "Content-Type": "text/x" } })).toBe("text/x");
});
