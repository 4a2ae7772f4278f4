import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { comeBack } from "#e2e/ui/support/browser.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

const chart = { name: "Messages by day" };

/** An account that has nothing yet but credits. */
async function emptyAccount(gateway: Gateway): Promise<{ id: number; name: string }> {
  const desk = await gateway.desk();
  const { id, name } = await desk.call("accounts", "createAccount", { name: `New ${Date.now()}` });
  await desk.call("subscriptions", "grantSubscription", { accountId: id, quota: 50, plan: "First steps" });
  return { id, name };
}

test("the first-steps checklist ticks its steps off, and disappears with the first send", async ({
  gateway,
  arrive,
}) => {
  const { id } = await emptyAccount(gateway);
  const { page } = await arrive("developer", id);
  const desk = await gateway.desk();
  const step = (name: string) => page.getByRole("listitem").filter({ hasText: name });
  const back = () => page.getByRole("link", { name: "Overview", exact: true }).click();

  await page.goto(gateway.url);
  await expect(page.getByText("1 of 6 done")).toBeVisible();
  await page.getByRole("link", { name: "Write a template" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Sign-in");
  await page.getByLabel("English").fill("Your code is {code}");
  await page.getByRole("button", { name: "Submit for approval" }).click();
  await expect(page.getByRole("heading", { name: "Sign-in" })).toBeVisible();
  await back();
  await expect(step("Write a template")).toContainText("Done");
  await expect(step("Get it approved")).toContainText("Open");

  // The operator decides while the page is open: nobody has to reload it.
  const [template] = await desk.call("templates", "listTemplates", { accountId: id });
  await desk.call("decisions", "approveTemplate", { id: template!.id });
  await expect(page.getByText("3 of 6 done")).toBeVisible();

  await page.getByRole("link", { name: "Allow your server’s address" }).click();
  await page.getByRole("button", { name: "Add my address" }).first().click();
  await expect(page.getByText("127.0.0.1").first()).toBeVisible();
  await back();
  await expect(step("Allow your server’s address")).toContainText("Done");

  await page.getByRole("link", { name: "Get an API token" }).click();
  await page.getByRole("button", { name: "Create token" }).first().click();
  await page.getByRole("dialog").getByLabel("Name").fill("Shop");
  await page.getByRole("dialog").getByRole("button", { name: "Create token" }).click();
  const token = (await page
    .getByRole("dialog")
    .getByText(/^ag_\w{20,}$/)
    .textContent())!;
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await back();
  await expect(page.getByText("5 of 6 done")).toBeVisible();
  await expect(page.getByRole("link", { name: "Send the first OTP" })).toHaveAttribute("href", "/docs");

  const answer = await send(gateway, { token, templateId: template!.id }, { gsm: "963944000009" });
  expect(answer.status).toBe(201);
  await comeBack(page);
  await expect(page.getByText("of 6 done")).toHaveCount(0);
  await expect(page.getByText("+963944000009")).toBeVisible();
  await expect(page.getByText("49 credits left").first()).toBeVisible();
});

test("the selected period is in the page's address, and the back button restores it", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(gateway.url);
  await expect(page.getByRole("heading", chart)).toBeVisible();
  await expect(page.locator("[data-bar]")).toHaveCount(7);
  await page.getByRole("link", { name: "24 hours" }).click();
  await expect(page).toHaveURL(`${gateway.url}/?period=24h`);
  await expect(page.getByRole("heading", { name: "Messages by hour" })).toBeVisible();
  await expect(page.locator("[data-bar]")).toHaveCount(24);
  await page.getByRole("link", { name: "30 days" }).click();
  await expect(page.locator("[data-bar]")).toHaveCount(30);
  await page.goBack();
  await expect(page.locator("[data-bar]")).toHaveCount(24);
  await expect(page.getByRole("link", { name: "24 hours" })).toHaveAttribute("aria-current", "true");
  await page.goto(`${gateway.url}/?period=nonsense`);
  await expect(page.locator("[data-bar]")).toHaveCount(7);
});

test("the chart is one tab stop; arrow keys move between bars, each bar has a label and links to its messages", async ({
  gateway,
  account,
  developer: { page },
}) => {
  for (const gsm of ["963944000009", "963944000010", "963944000001"]) await send(gateway, account, { gsm });
  await page.goto(gateway.url);
  const bars = page.getByRole("list", chart).getByRole("link");
  const tooltip = page.locator("[data-tooltip]");
  // The legend's numbers are links as well, each to its messages.
  await page.getByRole("definition").getByRole("link", { name: "1", exact: true }).last().focus();
  await page.keyboard.press("Tab");
  await expect(bars.last()).toBeFocused();
  await expect(bars.last()).toHaveAccessibleName(/: 3 messages, .*Failed 1$/);
  await expect(tooltip).toContainText("Failed");
  await page.keyboard.press("ArrowLeft");
  await expect(bars.nth(5)).toBeFocused();
  await expect(bars.nth(5)).toHaveAccessibleName(/: no messages$/);
  await page.keyboard.press("Home");
  await expect(bars.first()).toBeFocused();
  await page.keyboard.press("End");
  await page.keyboard.press("Escape");
  await expect(tooltip).toHaveCount(0);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("list", chart).locator(":focus")).toHaveCount(0);
  await page.keyboard.press("Shift+Tab");
  await expect(bars.last()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/messages\?period=(\d{4}-\d\d-\d\d)\.\.\1$/);
  await expect(page.getByText("963944000001").first()).toBeVisible();
});

test("in Arabic the time axis and the arrow keys run from right to left", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await send(gateway, account);
  await prefer(context, gateway.url, "ar", "dark");
  await page.goto(gateway.url);
  const bars = page.locator("[data-bar]");
  const [first, last] = [(await bars.first().boundingBox())!, (await bars.last().boundingBox())!];
  expect(first.x).toBeGreaterThan(last.x);
  await bars.last().focus();
  await page.keyboard.press("ArrowRight");
  await expect(bars.nth(5)).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(bars.last()).toBeFocused();
});

test("the table has the same numbers as the bars", async ({ gateway, account, developer: { page } }) => {
  for (const gsm of ["963944000009", "963944000010", "963944000001"]) await send(gateway, account, { gsm });
  await page.goto(gateway.url);
  await page.getByRole("button", { name: "Table" }).click();
  const today = page.getByRole("region", chart).getByRole("row").nth(1);
  await expect(today.getByRole("cell").last()).toHaveText("3");
  await expect(today.getByRole("cell").nth(4)).toHaveText("1");
  await expect(page.locator("[data-bar]")).toHaveCount(0);
  await page.getByRole("button", { name: "Chart" }).click();
  await expect(page.locator("[data-bar]")).toHaveCount(7);
});

test("a day in the ledger links to its messages", async ({ gateway, account, developer: { page } }) => {
  for (const gsm of ["963944000009", "963944000001"]) await send(gateway, account, { gsm });
  await page.goto(gateway.url);
  await expect(page.getByText("1 of 1,000 credits used")).toBeVisible();
  await page.goto(`${gateway.url}/subscription`);
  // The first row is the closing balance.
  const today = page.getByRole("table").getByRole("row").nth(2);
  await expect(today.getByRole("cell")).toHaveText(["1,000", "2", "1", "0", "0", "999"]);
  // On a phone too every number of a day that is not 0 is in sight, the balance beside the day.
  await page.setViewportSize({ width: 360, height: 740 });
  await expect(today.getByRole("cell")).toHaveText(["1,000", "2", "1", "999"]);
  await today.scrollIntoViewIfNeeded();
  for (const cell of await today.getByRole("cell").all()) await expect(cell).toBeInViewport({ ratio: 1 });
  const [dayBox, changeBox] = await Promise.all([
    today.getByRole("rowheader").boundingBox(),
    today.getByRole("cell").last().boundingBox(),
  ]);
  expect(changeBox!.y).toBe(dayBox!.y);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await today.getByRole("rowheader").getByRole("link").click();
  await expect(page).toHaveURL(/\/messages\?period=/);
  await expect(page.getByText("963944000001").first()).toBeVisible();
});

test("what further accounts sent together leads to each of them", async ({ gateway, admin: { page } }) => {
  const accounts: TestAccount[] = [];
  for (let n = 0; n < 9; n++) accounts.push(await makeAccount(gateway));
  // The least of all: it is among the others.
  for (const account of accounts) await send(gateway, account);
  await page.goto(`${gateway.url}/admin?period=24h`);
  const chart = page.locator("#messages-by-account");
  const others = chart.getByRole("row").filter({ hasText: /other accounts?/ });
  await expect(others.getByRole("link")).not.toHaveCount(0);
  for (const text of await others.getByRole("cell").allInnerTexts()) {
    if (/[1-9]/.test(text)) await expect(others.getByRole("link", { name: text, exact: true })).toBeVisible();
  }
  const together = await others.getByRole("link").nth(1).innerText();
  await others.getByRole("link").nth(1).click();
  await expect(page).toHaveURL(/accounts=all/);
  await expect(others).toHaveCount(0);
  for (const { name } of accounts) await expect(chart.getByRole("row", { name })).toBeVisible();
  expect(await chart.getByRole("row").count()).toBeGreaterThan(9);
  expect(Number(together.replace(",", ""))).toBeGreaterThan(0);
  await chart
    .getByRole("row", { name: accounts[8]!.name })
    .getByRole("link", { name: "1", exact: true })
    .first()
    .click();
  await expect(page).toHaveURL(new RegExp(`/admin/messages\\?.*account=${accounts[8]!.id}`));
  await expect(page.getByRole("table").locator("tbody tr")).toHaveCount(1);
});

test("the operator's overview shows all accounts, pending work and the gateway's health", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const desk = await gateway.desk();
  const { id, name } = await emptyAccount(gateway);
  await desk.call("templates", "createTemplate", { accountId: id, name: "Waits", english: "{code}" });
  const sql = await gateway.sql();
  await sql`update subscriptions set used = quota where account_id = ${id}`;
  // More than any other account of this gateway.
  for (let n = 0; n < 40; n++) await send(gateway, account, { gsm: `9639440000${10 + n}` });
  await send(gateway, account, { gsm: "963944000001" });

  await page.goto(`${gateway.url}/admin`);
  const row = page.getByRole("row").filter({ hasText: account.name });
  await expect(row.getByRole("cell").last()).toHaveText("1");
  await expect(page.getByRole("main").getByRole("listitem").filter({ hasText: "Waits" })).toContainText(name);
  await expect(
    page.getByRole("listitem").filter({ hasText: "All credits used" }).filter({ hasText: name }),
  ).toBeVisible();
  await expect(page.getByText("Rejected by the sandbox")).toBeVisible();
  const health = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Current health" }) });
  await expect(health.getByRole("link", { name: "PostgreSQL" })).toHaveAttribute(
    "href",
    "/admin/health#database",
  );
  await expect(health.getByRole("listitem").filter({ hasText: "Settle unfinished messages" })).toContainText(
    "Healthy",
  );

  await page.getByRole("button", { name: "Table" }).last().click();
  await expect(page.getByRole("columnheader", { name: account.name })).toBeVisible();
  await page.getByRole("link", { name: "24 hours" }).click();
  await expect(page).toHaveURL(`${gateway.url}/admin?period=24h`);
  await sql`update subscriptions set used = 0 where account_id = ${id}`;
});
