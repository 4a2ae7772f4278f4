import { turnedAwayTo } from "#core/access/asked-page.ts";
import type { TestAccount } from "#e2e/account.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { holdings } from "#e2e/ui/support/holdings.ts";
import {
  addressesUnder,
  callAction,
  type ServerAction,
  serverActions,
} from "#e2e/ui/support/server-actions.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

/** What an action could take for an order, whatever its arguments are. */
function orders({ id, name, templateId, tokenId, whitelistIds }: TestAccount, email: string): unknown[][] {
  return [
    [id, true, "x"],
    [templateId, templateId, "reason"],
    [tokenId, "none", "never"],
    [whitelistIds[0], "203.0.113.0/24", "x"],
    [email, email],
    ["203.0.113.0/24", "x"],
    [{ id, accountId: id, email, name, role: "admin", english: "{code}", arabic: "", submit: true }],
  ];
}

const actionsUnder = (folder: string) => serverActions().filter(({ name }) => name.startsWith(`${folder}/`));

const pageOf = ({ pages }: ServerAction, account: TestAccount) => filled(pages[0]!, account);

const filled = (route: string, { id, templateId }: TestAccount) =>
  route
    .replace("[id]", String(id))
    .replace("[template]", String(templateId))
    .replace(/\[[^\]]+\]/g, "1");

/** Support may do these: they are recorded, and change nothing that is anybody's. */
const READING = ["app/admin/accounts/actions.ts#viewAccount"];

/** Where whoever is not signed in is sent to from a page. */
const signInFor = (page: string) => `/sign-in?next=${encodeURIComponent(page)}`;

test("no admin action changes anything when forged by a developer or without a session", async ({
  gateway,
  account,
  developer,
  request,
}) => {
  test.setTimeout(360_000);
  const actions = actionsUnder("app/admin");
  const names = actions.map(({ name }) => name);
  expect(names).toContain("app/admin/approvals/actions.ts#approve");
  expect(names).toContain("app/admin/accounts/actions.ts#suspendAccount");
  const sql = await gateway.sql();
  const before = await holdings(sql);
  for (const action of actions) {
    const call = { id: action.id, page: pageOf(action, account) };
    for (const args of orders(account, developer.email)) {
      const asDeveloper = await callAction(developer.context, gateway.url, call, args);
      expect([action.name, asDeveloper.redirect]).toEqual([action.name, turnedAwayTo("/", "operators")]);
      const asNobody = await callAction({ request }, gateway.url, call, args);
      expect([action.name, asNobody.redirect]).toEqual([action.name, signInFor(call.page)]);
    }
  }
  expect(await holdings(sql)).toBe(before);
  const traces = await sql`select after, host(address) as address from audit_entries
    where action = 'access.refused' and actor_name = ${developer.email}`;
  expect(traces).toHaveLength(1);
  expect(traces[0]).toMatchObject({ address: "127.0.0.1" });
  expect(traces[0]?.after.count).toBe(actions.length * orders(account, "").length);
  expect(traces[0]?.after.paths).toContain("/admin/plans");
});

test("no admin page is served to a developer or without a session, and the attempt is recorded", async ({
  gateway,
  account,
  developer,
  request,
}) => {
  const routes = addressesUnder("admin");
  expect(routes).toContain("/admin/accounts/[id]/tokens");
  for (const route of routes) {
    const address = `${gateway.url}${filled(route, account)}`;
    const theirs = await developer.context.request.get(address, { maxRedirects: 0 });
    expect([route, theirs.status() === 307 ? theirs.headers().location : theirs.status()]).toEqual([
      route,
      theirs.status() === 307 ? turnedAwayTo("/", "operators") : 403,
    ]);
    const nobodys = await request.get(address, { maxRedirects: 0 });
    expect([route, nobodys.status() === 307 ? nobodys.headers().location : nobodys.status()]).toEqual([
      route,
      nobodys.status() === 307 ? signInFor(filled(route, account)) : 401,
    ]);
    for (const answer of [theirs, nobodys]) expect(await answer.text(), route).not.toContain(account.name);
  }
  const sql = await gateway.sql();
  const [trace] = await sql`select after from audit_entries
    where action = 'access.refused' and actor_name = ${developer.email}`;
  expect(trace?.after.count).toBeGreaterThanOrEqual(routes.length);
});

test("no developer action changes anything when forged by an admin who views the account, and the attempt is recorded", async ({
  gateway,
  account,
  admin: { page, context, email },
}) => {
  test.setTimeout(360_000);
  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  await page.getByRole("button", { name: "View as developer" }).click();
  await page.waitForURL(`${gateway.url}/`);
  const actions = actionsUnder("app/(developer)");
  expect(actions.map(({ name }) => name)).toContain("app/(developer)/tokens/actions.ts#createToken");
  const sql = await gateway.sql();
  const before = await holdings(sql);
  for (const action of actions) {
    for (const args of orders(account, email)) {
      const call = { id: action.id, page: pageOf(action, account) };
      const { status } = await callAction(context, gateway.url, call, args);
      expect(status, action.name).toBeLessThan(500);
    }
  }
  expect(await holdings(sql)).toBe(before);
  const traces = await sql`select account_id, after from audit_entries
    where action = 'access.refused' and actor_name = ${email}`;
  expect(traces).toHaveLength(1);
  expect(traces[0]?.account_id).toBe(account.id);
  expect(traces[0]?.after.count).toBeGreaterThan(5);
});

/** Whatever is refused to whom changes nothing is recorded once, in their name. */
async function refusalsOf(gateway: Gateway, email: string): Promise<number> {
  const sql = await gateway.sql();
  const traces = await sql`select after from audit_entries
    where action = 'access.refused' and actor_name = ${email}`;
  expect(traces).toHaveLength(1);
  return traces[0]!.after.count;
}

for (const { role, what, folder } of [
  { role: "support", what: "no admin action changes anything when forged by support", folder: "app/admin" },
  {
    role: "read_only",
    what: "no developer action changes anything when forged by a read-only member",
    folder: "app/(developer)",
  },
] as const) {
  test(`${what}, and the attempt is recorded`, async ({ gateway, account, arrive }) => {
    test.setTimeout(360_000);
    const { context, email } = await arrive(role, role === "read_only" ? account.id : undefined);
    const actions = actionsUnder(folder).filter(({ name }) => !READING.includes(name));
    const sql = await gateway.sql();
    const before = await holdings(sql);
    for (const action of actions) {
      const call = { id: action.id, page: pageOf(action, account) };
      for (const args of orders(account, email)) {
        const { status } = await callAction(context, gateway.url, call, args);
        expect([200, 303, 500], action.name).toContain(status);
      }
      expect(await holdings(sql), action.name).toBe(before);
    }
    expect(await refusalsOf(gateway, email)).toBeGreaterThan(actions.length / 2);
  });
}

test("Next makes no pictures of other addresses for anybody, nor requests past the server in front", async ({
  gateway,
  request,
}) => {
  for (const url of ["/icon.svg", "/x/../icon.svg", "/logo", "/sign-in", "/api/otp/send/"]) {
    const address = `${gateway.url}/_next/image?url=${encodeURIComponent(url)}&w=640&q=75`;
    const got = await request.get(address);
    expect([url, got.status()]).toEqual([url, 404]);
    const posted = await request.post(address);
    expect([url, (await posted.text()).includes('"url" parameter')]).toEqual([url, false]);
  }
});
