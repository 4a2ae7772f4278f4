import fc from "fast-check";
import { makeAccount } from "#e2e/account.ts";
import { exchange, rawRequest } from "#e2e/raw-http.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";

/** Every status of the API's table but 5xx, and 431, with which Node's parser refuses. */
const EXPECTED = [201, 400, 401, 402, 403, 404, 405, 409, 413, 415, 417, 431];

const oddNumbers = fc.constantFrom(
  "-0",
  "1e309",
  "1E-400",
  "9".repeat(25),
  "0.1",
  "-1",
  "NaN",
  "1.0",
  "01",
  "+1",
);
const oddTexts = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.constantFrom(
    "\u0000",
    "\ud800",
    "\u2028",
    "{code}",
    "$&",
    "'; drop table messages; --",
    "٠٩١١٠٠٠٠٠٠",
    "\u200f1",
  ),
);
const oddValue = fc.oneof(
  oddTexts.map((text) => JSON.stringify(text)),
  oddNumbers,
  fc.json({ maxDepth: 3 }),
);

/** Valid numbers whose fate in the sandbox is to be accepted. */
const phone = fc
  .integer({ min: 10_000, max: 9_999_999 })
  .map((n) => `"96391${String(n).padStart(5, "0").slice(0, 3)}${1000 + (n % 8_999)}"`);

const headerValue = fc
  .array(fc.integer({ min: 0x20, max: 0xff }), { maxLength: 60 })
  .map((codes) => String.fromCharCode(...codes.map((code) => (code === 0x7f ? 0x20 : code))));
const headerName = fc.oneof(
  fc.constantFrom(
    "Idempotency-Key",
    "Accept",
    "Accept-Encoding",
    "Accept-Language",
    "Content-Encoding",
    "Cookie",
    "Origin",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "X-HTTP-Method-Override",
    "Range",
    "If-None-Match",
    "Forwarded",
    "Next-Action",
    "RSC",
  ),
  fc.stringMatching(/^X-[A-Za-z0-9-]{1,20}$/),
);
const headers = fc.array(fc.tuple(headerName, headerValue), { maxLength: 4 });

test("no body or header causes a 5xx, and a request that is not sent changes nothing", async ({
  gateway,
}) => {
  test.setTimeout(240_000);
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 100_000 }] });
  const template = fc.constantFrom(String(account.templateId), `"${account.templateId}"`);
  const field = (name: string, likely: fc.Arbitrary<string>) =>
    fc.oneof(
      { weight: 3, arbitrary: likely.map((value) => `"${name}":${value}`) },
      { weight: 1, arbitrary: oddValue.map((value) => `"${name}":${value}`) },
      { weight: 1, arbitrary: fc.constant("") },
    );
  const nearlyValid = fc
    .tuple(
      field("gsm", phone),
      field("template_id", template),
      field(
        "code",
        oddTexts.map((text) => JSON.stringify(text)),
      ),
      field("language", fc.constantFrom("0", "1", '"0"', '"1"')),
    )
    .map((fields) => Buffer.from(`{${fields.filter(Boolean).join(",")}}`));
  const body = fc.oneof(
    { weight: 5, arbitrary: nearlyValid },
    { weight: 2, arbitrary: fc.json().map((text) => Buffer.from(text)) },
    { weight: 2, arbitrary: fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes)) },
    { weight: 1, arbitrary: fc.integer({ min: 16_000, max: 17_000 }).map((n) => Buffer.alloc(n, "[")) },
  );
  const contentType = fc.oneof(
    { weight: 6, arbitrary: fc.constant("application/json") },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom("utf-16", "latin1", "nonsense", '"')
        .map((set) => `application/json; charset=${set}`),
    },
    { weight: 1, arbitrary: headerValue },
  );
  const method = fc.oneof(
    { weight: 8, arbitrary: fc.constant("POST") },
    fc.constantFrom("GET", "PUT", "OPTIONS", "TRACE"),
  );
  const target = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom("/api/otp/send/", "/api/otp/send") },
    fc.webQueryParameters().map((query) => `/api/otp/send/?${query}`),
    fc.webPath().map((path) => `/api/otp${path}`),
  );

  const seen = new Map<number, number>();
  let before = await standingOf(gateway, account);
  await fc.assert(
    fc.asyncProperty(
      method,
      target,
      headers,
      contentType,
      body,
      async (method, target, extra, type, content) => {
        const answers = await exchange(
          gateway,
          rawRequest({
            method,
            target,
            headers: [
              `Authorization: Token ${account.token}`,
              `Content-Type: ${type}`,
              ...extra.map(([name, value]) => `${name}: ${value}`),
            ],
            body: content,
          }),
        );
        expect(answers).toHaveLength(1);
        const { status, body } = answers[0]!;
        expect(EXPECTED, body).toContain(status);
        seen.set(status, (seen.get(status) ?? 0) + 1);
        const after = await standingOf(gateway, account);
        // A replay of an Idempotency-Key is a 201 that adds nothing.
        const added = status === 201 && !answers[0]!.headers["idempotent-replayed"] ? 1 : 0;
        expect(after).toEqual({ messages: before.messages + added, used: before.used + added });
        before = after;
      },
    ),
    { numRuns: 600, endOnFailure: true },
  );
  // It would prove little if nothing had got through, or everything.
  for (const status of [201, 400, 405, 413, 415]) expect(seen.get(status), String(status)).toBeGreaterThan(0);
  const doctor = await gateway.gate("doctor", "--json");
  expect(doctor.json()).toMatchObject({ ok: true });
});
