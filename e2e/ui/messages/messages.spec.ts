import type { Page } from "@playwright/test";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { NUMBER, send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

/** The sandbox refuses it. */
const REFUSED = "963911000001";

const rows = (page: Page) => page.locator("tbody tr");
const drawer = (page: Page) => page.getByRole("dialog", { name: /^Message \d+/ });

/** Messages of another day, without their sends: to have pages of them. */
async function fill(gateway: Gateway, account: TestAccount, count: number): Promise<void> {
  const sql = await gateway.sql();
  await sql`
    insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length, segments,
      credits, status, problem, number, created_at)
    select ${account.id}, ${account.subscriptionIds[0]!}, v.id, ${account.tokenId}, 1, 6, 1, 1, 'failed', 'refused',
      (963922000000 + n)::text, now() - interval '2 days' + n * interval '1 minute'
    from generate_series(1, ${count}::int) n, template_versions v where v.template_id = ${account.templateId}`;
}

const csvOf = (text: string) =>
  text
    .replace("\ufeff", "")
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));

test("filters are kept in the address, and the back button undoes them", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account);
  await send(gateway, account);
  await send(gateway, account, { gsm: REFUSED });
  await page.goto(`${gateway.url}/messages`);
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText("3 results")).toBeVisible();

  await page.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Failed" }).click();
  await expect(page).toHaveURL(/\?status=failed$/);
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Period" }).click();
  await page.getByRole("button", { name: "Last 24 hours" }).click();
  await expect(page).toHaveURL(/status=failed&period=24h$/);
  await expect(rows(page)).toHaveCount(1);

  await page.goBack();
  await expect(page).toHaveURL(/\?status=failed$/);
  await page.goBack();
  await expect(rows(page)).toHaveCount(3);
  await page.goForward();
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("button", { name: "Remove the filter Status" }).click();
  await expect(page).toHaveURL(`${gateway.url}/messages`);
  await expect(rows(page)).toHaveCount(3);

  // Nothing matches: says so, and offers the way out.
  await page.goto(`${gateway.url}/messages?status=unknown&language=ar`);
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();
  await page.getByRole("button", { name: "Clear all" }).last().click();
  await expect(rows(page)).toHaveCount(3);
});

test("paging works forwards and backwards, and a hidden column stays hidden", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await fill(gateway, account, 60);
  await page.goto(`${gateway.url}/messages`);
  await expect(rows(page)).toHaveCount(25);
  const first = await rows(page).first().innerText();
  await page.getByRole("button", { name: "Columns and density" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Template" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Template" })).toHaveCount(0);

  await page.getByRole("link", { name: "Next page" }).click();
  await expect(page).toHaveURL(/hide=template&after=/);
  await expect(rows(page).first()).toContainText("+963922000035");
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(rows(page)).toHaveCount(10);
  await expect(page.getByRole("link", { name: "Next page" })).toHaveCount(0);
  await page.getByRole("link", { name: "Previous page" }).click();
  await expect(rows(page).first()).toContainText("+963922000035");
  await page.goBack();
  await expect(rows(page)).toHaveCount(10);
  await page.getByRole("link", { name: "First page" }).click();
  await expect(rows(page).first()).toContainText("+963922000060");
  await expect(page.getByRole("columnheader", { name: "Template" })).toHaveCount(0);
  expect(first).toContain("+963922000060");
  await page.getByLabel("Rows").selectOption("100");
  await expect(rows(page)).toHaveCount(60);
});

/** Escape is the drawer's from when it has the focus on. */
async function closeByKey(page: Page): Promise<void> {
  await expect(drawer(page)).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toHaveCount(0);
}

test("the keyboard alone can search, move to a row, open its drawer and close it", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account, { gsm: "963911000077" });
  const { json } = await send(gateway, account, { gsm: "963911000078", code: "771177" });
  await page.goto(`${gateway.url}/messages`);
  await expect(rows(page)).toHaveCount(2);
  // The rows come with the first byte, the keys with the scripts.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox")).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("0911 000 078");
  await expect(rows(page)).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`open=${json.id}$`));
  await expect(drawer(page)).toContainText("Accepted by the gateway");
  await expect(drawer(page)).toContainText("Your verification code is: ******");
  await expect(drawer(page)).toContainText("1 credit, 1 segment");
  await expect(page.getByText("771177")).toHaveCount(0);
  await closeByKey(page);
  await expect(page).toHaveURL(/\?q=0911\+000\+078$/);

  await page.getByRole("searchbox").fill("hello");
  await expect(page.getByText("Enter a number, at least its last six digits")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("searchbox").press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(drawer(page)).toContainText("+963911000077");
  await closeByKey(page);

  // By mouse, and not on the link itself: the focus still comes back to the row.
  await rows(page).first().getByRole("cell").nth(2).click();
  await expect(drawer(page)).toContainText("+963911000078");
  await closeByKey(page);
  await expect(rows(page).first().getByRole("link")).toBeFocused();
});

for (const [language, theme] of [
  ["en", "light"],
  ["ar", "dark"],
] as const) {
  test(`a message's drawer has its own address, in ${language}, ${theme}`, async ({
    gateway,
    account,
    developer: { page, context },
  }) => {
    const { json } = await send(gateway, account, { gsm: REFUSED });
    await prefer(context, gateway.url, language, theme);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${gateway.url}/messages?open=${json.id}`);
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText(`+${REFUSED}`);
    await expect(dialog.getByRole("listitem")).toHaveCount(2);
    await expectAccessible(page, "a message's drawer");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await expect(dialog).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(page).toHaveURL(`${gateway.url}/messages`);
  });
}

test("new messages are announced, but the list does not change until the user asks for them", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account, { gsm: "963911000070" });
  await page.goto(`${gateway.url}/messages`);
  await expect(rows(page)).toHaveCount(1);
  // The report comes after the page did: its row says so without being asked.
  await expect(rows(page).first()).toContainText("Delivered");
  const before = await rows(page).first().boundingBox();
  await send(gateway, account, { gsm: "963911000071" });
  await send(gateway, account, { gsm: "963911000072" });
  const pill = page.getByRole("button", { name: "2 new messages" });
  await expect(pill).toBeVisible({ timeout: 30_000 });
  await expect(rows(page)).toHaveCount(1);
  expect(await rows(page).first().boundingBox()).toEqual(before);
  // Opening a message asks for no other list, either.
  await rows(page).first().click();
  await expect(drawer(page)).toContainText("+963911000070");
  // It may still be sliding in, and the focus with it.
  await expect(async () => {
    await page.keyboard.press("Escape");
    await expect(drawer(page)).toHaveCount(0, { timeout: 1_000 });
  }).toPass();
  await expect(rows(page)).toHaveCount(1);
  await pill.click();
  await expect(rows(page)).toHaveCount(3);
  await expect(rows(page).first()).toContainText("+963911000072");
  await expect(page.getByRole("button", { name: /new messages?$/ })).toHaveCount(0);
});

test.describe("another account's messages", () => {
  test.use({ tolerated: /404/ });

  test("cannot be reached by address, by export or by the page's background requests", async ({
    gateway,
    account,
    developer: { page, context },
  }) => {
    const other = await makeAccount(gateway);
    await send(gateway, account, { gsm: "963911000070" });
    const foreign = (await send(gateway, other, { gsm: "963911000079" })).json.id;
    const { request } = context;
    const ask = (path: string) => request.get(`${gateway.url}${path}`, { maxRedirects: 0 });

    await page.goto(`${gateway.url}/messages?open=${foreign}`);
    await expect(drawer(page)).toContainText("This message does not exist");
    for (const query of [
      `q=%23${foreign}`,
      "q=963911000079",
      `template=${other.templateId}`,
      `token=${other.tokenId}`,
    ]) {
      await page.goto(`${gateway.url}/messages?${query}`);
      await expect(page.getByText("Nothing matches these filters."), query).toBeVisible();
    }
    expect((await ask(`/messages/details?id=${foreign}`)).status()).toBe(404);
    expect(await (await ask(`/messages/news?ids=${foreign}`)).json()).toMatchObject({ statuses: {} });
    for (const query of ["", `account=${other.id}`, `template=${other.templateId}`, "q=963911000079"]) {
      expect(await (await ask(`/messages/export?${query}`)).text(), query).not.toContain("963911000079");
    }
    for (const verb of ["export", "news", "details"]) {
      expect((await ask(`/admin/messages/${verb}?id=${foreign}`)).status(), verb).toBe(403);
    }
    // What the page asks for on its own would be refused, too, and complained of.
    await page.goto("about:blank");
    await context.clearCookies();
    for (const verb of ["export", "news", "details"]) {
      expect((await ask(`/messages/${verb}?id=${foreign}`)).status(), verb).toBe(401);
      expect((await ask(`/admin/messages/${verb}?id=${foreign}`)).status(), verb).toBe(401);
    }
  });
});

test("the export downloads the account's filtered rows", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await send(gateway, account, { gsm: NUMBER });
  await send(gateway, account, { gsm: REFUSED });
  await fill(gateway, account, 2_100);
  await page.goto(`${gateway.url}/messages?status=failed`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^messages-\d{4}-\d\d-\d\d\.csv$/);
  const answer = await context.request.get(`${gateway.url}/messages/export?status=failed`);
  const text = await answer.text();
  expect(text.startsWith("\ufeffid,created_at,gsm,status,")).toBe(true);
  const [head, ...lines] = csvOf(text);
  expect(head).not.toContain("account");
  expect(lines).toHaveLength(2_101);
  expect(new Set(lines.map(([id]) => id)).size).toBe(2_101);
  expect(lines[0]![2]).toBe(REFUSED);
  expect(new Set(lines.map((line) => line[3]))).toEqual(new Set(["failed"]));
});

test("the operator finds the messages of all accounts by account, number and id", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  const other = await makeAccount(gateway);
  const { json } = await send(gateway, account, { gsm: "963911000073" });
  await send(gateway, other, { gsm: "963911000073" });
  await page.goto(`${gateway.url}/admin/messages?q=963911000073`);
  await expect(rows(page)).toHaveCount(2);
  await expect(rows(page).filter({ hasText: account.name })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: other.name })).toHaveCount(1);
  await page.goto(`${gateway.url}/admin/messages?q=%23${json.id}`);
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().click();
  await expect(drawer(page)).toContainText(account.name);
  await expect(drawer(page)).toContainText("sandbox");
  await page.goto(`${gateway.url}/admin/messages?account=${other.id}`);
  await expect(rows(page)).toHaveCount(1);
  // By the link that a customer copied from their own log.
  await page.goto(`${gateway.url}/messages?open=${json.id}`);
  await expect(page).toHaveURL(`${gateway.url}/admin/messages?open=${json.id}`);
  await expect(drawer(page)).toContainText(account.name);
  await page.goto(`${gateway.url}/admin/messages?account=${other.id}`);
  // Once an account is chosen, its templates and tokens can be.
  await expect(page.getByRole("button", { name: "Template" })).toBeVisible();
  const answer = await context.request.get(`${gateway.url}/admin/messages/export?account=${other.id}`);
  const [head, ...lines] = csvOf(await answer.text());
  expect(head).toContain("account_id");
  expect(lines.map((line) => line[head!.indexOf("account_id")])).toEqual([String(other.id)]);
});
