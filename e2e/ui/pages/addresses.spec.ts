import type { APIRequestContext } from "@playwright/test";
import { one } from "#e2e/raw-send.ts";
import { adminPages, developerPages, pathOf } from "#e2e/ui/support/pages.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

/** What somebody types, or a mail program makes of a link, where an address has a cursor or another parameter. */
const ODD = [
  "abc",
  "0",
  "-1",
  "1.5",
  "2147483648",
  "9007199254740993",
  "99999999999999999999",
  "1".repeat(100),
  "%00",
  "%ff",
  "%",
  "'",
  "0.0",
  "2026-13-45",
  "-271821-04-20T00:00:00.000Z",
  "0000-01-01T00:00:00Z",
  "%2B275760-09-13T00:00:00.000Z",
  "[]",
];
const NAMES = [
  "after",
  "before",
  "q",
  "size",
  "hide",
  "period",
  "status",
  "account",
  "template",
  "next",
  "id",
];

/** Asks for each address with each odd value; what answers data may refuse it, and a page shows what there is. */
async function walk(request: APIRequestContext, url: string, pages: string[], data: string[]): Promise<void> {
  const queries = ODD.flatMap((value) => {
    // Each parameter, and some twice, which Next hands on as a list; and one alone.
    const all = NAMES.map((name) => `${name}=${value}`).join("&");
    return [`${all}&after=${value}&size=x`, `before=${value}`];
  });
  const addresses = [...pages, ...data].flatMap((path) => queries.map((query) => ({ path, query }))).values();
  const inTurn = async () => {
    for (const { path, query } of addresses) {
      const { status } = await answerOf(request, `${url}${path}?${query}`);
      const expected = data.includes(path) ? [200, 400, 404] : [200];
      expect(expected, `${status} for ${path}?${query}`).toContain(status);
    }
  };
  // One is on its way while the server works on another.
  await Promise.all([inTurn(), inTurn(), inTurn()]);
}

async function answerOf(request: APIRequestContext, address: string) {
  const answer = await request.get(address, { maxRedirects: 0 });
  return { status: answer.status(), text: await answer.text() };
}

/** Each page once, without a query of its own. */
const bare = (pages: string[]) => [...new Set(pages.map((page) => page.split("?")[0]!))];

test("an invalid cursor or parameter never makes a developer's page fail", async ({
  gateway,
  account,
  developer,
}) => {
  test.setTimeout(360_000);
  const pages = bare(developerPages.map((page) => pathOf(page, account)));
  const data = ["/messages/news", "/messages/details", "/messages/export"];
  await walk(developer.context.request, gateway.url, pages, data);
});

test("an invalid cursor or parameter never makes an admin's page fail", async ({
  gateway,
  account,
  admin,
}) => {
  test.setTimeout(360_000);
  const pages = bare(adminPages.map((page) => pathOf(page, account)));
  const data = ["/admin/messages/news", "/admin/messages/details"];
  await walk(admin.context.request, gateway.url, pages, data);
});

test("an invalid cursor shows the list from its beginning", async ({ gateway, admin: { context } }) => {
  for (const path of ["/admin/accounts", "/admin/users", "/admin/audit"]) {
    const rows = async (query: string) =>
      (
        (await (await context.request.get(`${gateway.url}${path}${query}`)).text()).match(
          /role="row"|<tr/g,
        ) ?? []
      ).length;
    const expected = await rows("");
    expect(expected).toBeGreaterThan(1);
    for (const cursor of ["abc", "-5", "2147483648", "99999999999999999999"]) {
      expect(await rows(`?after=${cursor}`), `${path} after ${cursor}`).toBeGreaterThan(1);
    }
  }
});

test("an invalid escape in a path shows the page for missing records", async ({
  gateway,
  admin: { context },
}) => {
  const paths = ["%ff", "%", "%2", "%zz", "%c3%28", "%ed%a0%80", "%00", "a%00b", "%f8%88%80%80%80", "%E2%82"];
  for (const escaped of paths) {
    for (const parent of [
      "/invite/",
      "/",
      "/templates/",
      "/admin/accounts/",
      "/admin/audit/",
      "/_next/static/",
      "/api/auth/",
    ]) {
      const answer = await one(gateway, { method: "GET", target: `${parent}${escaped}` });
      expect([400, 404], `${parent}${escaped}`).toContain(answer.status);
    }
    const page = await one(gateway, { method: "GET", target: `/invite/${escaped}` });
    expect(page.body, escaped).toContain("This page does not exist");
    const api = await one(gateway, { method: "GET", target: `/api/otp/messages/${escaped}/` });
    expect([401, 404], escaped).toContain(api.status);
  }
  // A whole escape that is no secret of ours is a link that does not work.
  const answer = await context.request.get(`${gateway.url}/invite/%D8%B9`);
  expect(answer.status()).toBe(200);
});

test("sign-in ignores any callbackUrl and other input that would make next-auth fail", async ({
  gateway,
  request,
}) => {
  const urls = [
    "x",
    ":::",
    "//evil.test",
    "/\\evil",
    "javascript:alert(1)",
    "http://[",
    "%ff",
    "",
    "/a",
    "http://evil.test",
  ];
  const paths = [
    "csrf",
    "session",
    "providers",
    "signin",
    "error",
    "signout",
    "callback/credentials",
    "callback/x",
    "x",
  ];
  for (const path of [
    ...paths,
    "verify-request",
    "signin/credentials",
    "callback",
    "constructor",
    "__proto__",
  ]) {
    for (const url of urls) {
      const query = `callbackUrl=${url}&callbackUrl=${url}&error=${url}&csrf=true`;
      const got = await request.get(`${gateway.url}/api/auth/${path}?${query}`, { maxRedirects: 0 });
      expect(got.status(), `GET ${path} ${url}`).toBeLessThan(500);
      expect(got.headers().location ?? "", `GET ${path} ${url}`).not.toContain("evil");
    }
  }
  for (const path of [...paths, "_log", "session"]) {
    const bodies = [
      { form: { callbackUrl: ":::", email: "a", password: "b", json: "true" } },
      { data: { callbackUrl: 5, email: [], password: {}, csrfToken: 1 } },
      { data: "null", headers: { "content-type": "application/json" } },
      { data: "{", headers: { "content-type": "application/json" } },
      { data: "[1]", headers: { "content-type": "application/json" } },
      { multipart: { callbackUrl: "x" } },
      { data: "<a/>", headers: { "content-type": "text/xml" } },
    ];
    for (const body of bodies) {
      const got = await request.post(`${gateway.url}/api/auth/${path}`, { ...body, maxRedirects: 0 });
      expect(got.status(), `POST ${path} ${JSON.stringify(body)}`).toBeLessThan(500);
    }
  }
  for (const cookie of ["x", ":::", "%ff", "javascript:1"]) {
    for (const prefix of ["", "__Secure-"]) {
      const headers = { cookie: `${prefix}next-auth.callback-url=${cookie}; next-auth.csrf-token=x` };
      const got = await request.get(`${gateway.url}/api/auth/session`, { headers });
      expect(got.status(), `${prefix}${cookie}`).toBe(200);
    }
  }
});
