import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { ask, send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { exchange, rawRequest } from "#e2e/raw-http.ts";
import { test as base, expect } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";

const METRICS_TOKEN = "a-token-of-the-test-for-metrics";

/** A process of the same installation behind a proxy: these tests are the proxy. */
const test = base.extend<object, { proxied: Gateway }>({
  proxied: [
    async ({ gateway }, use) => {
      const proxied = await gateway.sibling({
        env: { TRUSTED_PROXIES: "127.0.0.1, 10.0.0.0/8", METRICS_TOKEN },
      });
      try {
        await use(proxied);
      } finally {
        await proxied.discard();
      }
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

const ALLOWED = "203.0.113.7";
const CLAIMS = [
  "X-Forwarded-For",
  "x-FORWARDED-for",
  "X-Real-IP",
  "X-Client-Address",
  "x-client-address",
  "X-CLIENT-ADDRESS",
  "X-Client-IP",
  "True-Client-IP",
  "CF-Connecting-IP",
  "X-Cluster-Client-IP",
  "X-Original-Forwarded-For",
  "X-Forwarded",
  "Forwarded-For",
  "Fastly-Client-IP",
  "X-Remote-Addr",
  "Remote-Addr",
  "X-ProxyUser-Ip",
  "Client-IP",
  "Via",
];

/** The answer to a send with these header lines as they stand. */
async function statusOf(gateway: Gateway, account: TestAccount, lines: string[]): Promise<number> {
  const answers = await exchange(
    gateway,
    rawRequest({
      headers: [`Authorization: Token ${account.token}`, "Content-Type: application/json", ...lines],
      body: JSON.stringify({ gsm: "963911000000", template_id: account.templateId, code: "1" }),
    }),
  );
  return answers[0]!.status;
}

test("no forged header gets past the whitelist", async ({ gateway }) => {
  const account = await makeAccount(gateway, { whitelist: [`${ALLOWED}/24`, "2001:db8::/32"] });
  const lines = CLAIMS.map((name) => [`${name}: ${ALLOWED}`]);
  const forged = [
    ...lines,
    [`Forwarded: for=${ALLOWED};proto=https`],
    [`Forwarded: for="[2001:db8::7]"`],
    [`X-Forwarded-For: ${ALLOWED}, 127.0.0.1`],
    [`X-Forwarded-For: ${ALLOWED}`, `X-Forwarded-For: ${ALLOWED}`],
    [`X-Client-Address: ${ALLOWED}`, `x-client-address: ${ALLOWED}`],
    ["X-Forwarded-For: 2001:db8::7"],
    [`Connection: close, X-Client-Address`, `X-Client-Address: ${ALLOWED}`],
    [`X-Client_Address: ${ALLOWED}`],
    lines.flat(),
  ];
  for (const headers of forged) {
    expect(await statusOf(gateway, account, headers), headers.join(" | ")).toBe(403);
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 0, used: 0 });
  // What is counted and shown is where it really came from.
  const sql = await gateway.sql();
  await expect
    .poll(() => sql`select distinct host(address) as address from refusals where account_id = ${account.id}`)
    .toEqual([{ address: "127.0.0.1" }]);
});

test("no forged header locks out a client whose address is on the whitelist", async ({ gateway }) => {
  const account = await makeAccount(gateway, { whitelist: ["127.0.0.1"] });
  const lines = CLAIMS.map((name) => `${name}: 198.51.100.9`);
  for (const line of [...lines, "X-Forwarded-For: nonsense", "Forwarded: for=unknown"]) {
    expect(await statusOf(gateway, account, [line]), line).toBe(201);
  }
});

test("behind a trusted proxy the client is the right-most untrusted address", async ({
  gateway,
  proxied,
}) => {
  const account = await makeAccount(gateway, { whitelist: [`${ALLOWED}/32`, "2001:db8:5::/48"] });
  const through = (...values: string[]) => values.map((value) => `X-Forwarded-For: ${value}`);
  const passes = [
    through(ALLOWED),
    through(`  ${ALLOWED}  `),
    through(`198.51.100.9, ${ALLOWED}`),
    through(`nonsense, ${ALLOWED}`),
    through(`${ALLOWED}, 10.1.2.3`),
    through(`198.51.100.9, ${ALLOWED}, 10.1.2.3, 10.255.0.1, 127.0.0.1`),
    // Empty elements of a list mean nothing.
    through(`198.51.100.9,, ${ALLOWED},`),
    through("198.51.100.9", ALLOWED),
    through("198.51.100.9", ALLOWED, "10.1.2.3"),
    through(`::ffff:${ALLOWED}`),
    through("::FFFF:cb00:7107"),
    through(`${ALLOWED}, ::ffff:10.1.2.3`),
    // Empty elements of a list are ignored (RFC 9110, 5.6.1): only the proxy itself can have written them last.
    through(`${ALLOWED},`),
    through("2001:db8:5::1"),
    through("2001:0DB8:0005:0000:ffff::1"),
    // As Azure and IIS write it, and RFC 7239.
    through(`198.51.100.9:1, ${ALLOWED}:51234`),
    through(`"${ALLOWED}"`),
    through("[2001:db8:5::1]:443, 10.1.2.3:8080"),
    through("[2001:db8:5::1]"),
  ];
  for (const lines of passes) {
    expect(await statusOf(proxied, account, lines), lines.join(" | ")).toBe(201);
  }
  const refused = [
    [],
    through(""),
    through(","),
    through("198.51.100.9"),
    through(`${ALLOWED}, 198.51.100.9`),
    through(ALLOWED, "198.51.100.9"),
    through(`${ALLOWED}, nonsense`),
    through(`${ALLOWED}, nonsense, 10.1.2.3`),
    through(`${ALLOWED}:`),
    through(`${ALLOWED}:https`),
    through(`${ALLOWED}:443:443`),
    through(`"${ALLOWED}`),
    through(`${ALLOWED}, [nonsense]:443`),
    through(`[${ALLOWED}]`),
    through("203.0.113.007"),
    through("203.0.113"),
    through("3405803783"),
    through("0xcb.0.0x71.7"),
    through(`${ALLOWED}/32`),
    through("203.0.113.7%eth0"),
    through("[2001:db8:5::1"),
    through("2001:db8:6::1"),
    through("2001:db8:5:::1"),
    through("unknown"),
    through("10.1.2.3"),
    through("\xff\xfe"),
    through("1".repeat(5_000)),
    [`X-Real-IP: ${ALLOWED}`],
    [`X-Client-Address: ${ALLOWED}`],
    [`Forwarded: for=${ALLOWED}`],
    [...through("198.51.100.9"), `X-Real-IP: ${ALLOWED}`, `X-Client-Address: ${ALLOWED}`],
  ];
  for (const lines of refused) {
    expect(await statusOf(proxied, account, lines), lines.join(" | ")).toBe(403);
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: passes.length, used: passes.length });
});

test("whitelist entries are IPv4 or IPv6 ranges, and IPv4 addresses match in every notation", async ({
  gateway,
  proxied,
}) => {
  const account = await makeAccount(gateway, {
    whitelist: ["198.51.100.64/26", "::ffff:192.0.2.0/120", "2001:db8:0:8000::/49", "2001:db8::1"],
  });
  const from = (address: string) => statusOf(proxied, account, [`X-Forwarded-For: ${address}`]);
  for (const address of [
    "198.51.100.64",
    "198.51.100.127",
    "::ffff:198.51.100.100",
    "192.0.2.0",
    "192.0.2.255",
    "2001:db8:0:8000::",
    "2001:db8:0:ffff:ffff:ffff:ffff:ffff",
    "2001:db8::1",
  ]) {
    expect(await from(address), address).toBe(201);
  }
  for (const address of [
    "198.51.100.63",
    "198.51.100.128",
    "192.0.3.0",
    "2001:db8:0:7fff:ffff:ffff:ffff:ffff",
    "2001:db8:1::",
    "2001:db8::2",
    "::198.51.100.64",
    "64:ff9b::198.51.100.64",
    "127.0.0.1",
  ]) {
    expect(await from(address), address).toBe(403);
  }
});

test("HSTS is sent behind a trusted proxy's TLS, and for no other X-Forwarded-Proto", async ({
  gateway,
  proxied,
}) => {
  const headers = { "X-Forwarded-Proto": "https" };
  const trusted = await ask(proxied, "GET", "/api/otp/balance/", { headers });
  expect(trusted.headers.get("strict-transport-security")).toBe("max-age=31536000; includeSubDomains");
  const untrusted = await ask(gateway, "GET", "/api/otp/balance/", { headers });
  expect(untrusted.headers.get("strict-transport-security")).toBeNull();
});

test("without METRICS_TOKEN /metrics is closed even for local requests, which a proxy may have forwarded", async ({
  gateway,
}) => {
  for (const headers of [{}, { Host: "127.0.0.1" }, { Authorization: "Bearer " }] as Record<
    string,
    string
  >[]) {
    expect((await ask(gateway, "GET", "/metrics", { headers })).status).toBe(404);
  }
});

test("with METRICS_TOKEN /metrics is open to every client that has the token", async ({ proxied }) => {
  const metrics = (headers: Record<string, string> = {}) => ask(proxied, "GET", "/metrics", { headers });
  for (const authorization of ["", "Bearer", "Bearer wrong", METRICS_TOKEN, `Token ${METRICS_TOKEN}`]) {
    expect((await metrics({ authorization })).status, authorization).toBe(404);
  }
  expect((await metrics()).status).toBe(404);
  const authorization = `Bearer ${METRICS_TOKEN}`;
  expect((await metrics({ authorization })).status).toBe(200);
  expect((await metrics({ authorization, "X-Forwarded-For": "198.51.100.9" })).status).toBe(200);
});

test("the sandbox's inbox endpoint is open to the command line only", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  await send(gateway, account, { code: "918273" });
  for (const authorization of ["", "Bearer", `Bearer ${"0".repeat(64)}`, `Token ${account.token}`]) {
    const answer = await ask(gateway, "GET", "/internal/inbox", { headers: { authorization } });
    expect([answer.status, answer.text]).toEqual([404, `{"detail":"Not found."}`]);
  }
  expect((await gateway.gate("inbox")).stdout).toContain("918273");
});
