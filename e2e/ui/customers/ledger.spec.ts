import { readFile } from "node:fs/promises";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { typeDay } from "#e2e/ui/support/browser.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

/** A second subscription, of which nothing was used when it was cancelled. */
async function grantAndCancel(gateway: Gateway, { id: accountId }: TestAccount): Promise<number> {
  const desk = await gateway.desk();
  const input = { accountId, quota: 40, plan: "Trial", days: 300 };
  const { id } = await desk.call("subscriptions", "grantSubscription", input);
  await desk.call("subscriptions", "cancelSubscription", { id });
  return id;
}

test("the customer's ledger adds up, even after a cancellation, and can be exported as CSV", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account);
  await grantAndCancel(gateway, account);
  await page.goto(`${gateway.url}/subscription`);
  const ledger = page.locator("#ledger");
  const terms = ledger.locator("dl > div");
  await expect(terms).toHaveText([
    "Opening balance0",
    "Granted+ 1,040",
    "Used− 1",
    "Returned+ 0",
    "Cancelled− 40",
    "Lapsed− 0",
    "Closing balance= 999",
  ]);
  await expect(page.getByText(/^Cancelled on \d+ \w+ \d{4}$/)).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    ledger.getByRole("link", { name: "CSV" }).click(),
  ]);
  const lines = (await readFile(await file.path(), "utf8")).replace("\ufeff", "").trim().split("\r\n");
  expect(lines[0]).toBe("day,entry,granted,used,returned,cancelled,lapsed,carried,balance");
  expect(lines.at(-1)).toMatch(/^\d{4}-\d\d-\d\d,closing,1040,1,0,40,0,0,999$/);

  await ledger.getByRole("combobox", { name: "Subscription" }).selectOption({ index: 2 });
  await expect(page).toHaveURL(/subscription=\d+/);
  await expect(terms.last()).toHaveText("Closing balance= 0");

  await ledger.getByRole("button", { name: /^Period/ }).click();
  const panel = page.getByRole("dialog", { name: "Period" });
  await typeDay(panel, "From", "2025-01-01");
  await typeDay(panel, "To", "2025-01-31");
  await panel.getByRole("button", { name: "Apply" }).click();
  await expect(page).toHaveURL(/period=2025-01-01\.\.2025-01-31/);
  await expect(ledger).toContainText("The balance did not move in this period.");
  await expect(ledger.getByRole("button", { name: "Period: 1 Jan 2025 to 31 Jan 2025" })).toBeVisible();
  await ledger.getByRole("button", { name: /^Period/ }).click();
  await panel.getByRole("combobox", { name: "Month" }).selectOption({ index: 1 });
  await expect(page).toHaveURL(/period=\d{4}-\d\d&/);
});

test("each figure of a ledger leads to the messages or to the changes that it sums", async ({
  gateway,
  account,
  developer: { page },
  admin,
}) => {
  await send(gateway, account);
  await send(gateway, account, { gsm: "963911000001" });
  const gone = await grantAndCancel(gateway, account);
  const [own] = account.subscriptionIds;
  const ledger = page.locator("#ledger");
  const sum = (name: string) => ledger.locator("dl > div").filter({ hasText: name }).getByRole("link");
  const rows = page.getByRole("table", { name: "Messages" }).locator("tbody tr");
  const open = async () => page.goto(`${gateway.url}/subscription?subscription=${own}`);

  await open();
  await sum("Used").click();
  await expect(page).toHaveURL(new RegExp(`/messages\\?period=.*&subscription=${own}$`));
  await expect(rows).toHaveCount(2);
  await open();
  await sum("Returned").click();
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("+963911000001");

  await page.goto(`${gateway.url}/subscription`);
  await sum("Cancelled").click();
  await expect(page).toHaveURL(/#ledger-changes$/);
  const changes = page.getByRole("table", { name: "Changes to subscriptions" }).getByRole("row");
  await expect(changes.filter({ hasText: "Cancelled" })).toContainText(/Trial #\d+.*− 40$/);
  await expect(changes.filter({ hasText: "Granted" })).toHaveCount(2);
  // What a subscription's card says is used are its messages, and another's has none.
  await page.getByRole("link", { name: "1 of 1,000 credits used" }).click();
  await expect(page).toHaveURL(`${gateway.url}/messages?subscription=${own}`);
  await expect(rows).toHaveCount(2);
  await page.goto(`${gateway.url}/messages?subscription=${gone}`);
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();

  await admin.page.goto(`${gateway.url}/admin/subscriptions/${own}`);
  await admin.page.getByRole("link", { name: "1 of 1,000" }).click();
  await expect(admin.page.getByRole("table", { name: "Messages" }).locator("tbody tr")).toHaveCount(2);
});

test("the printable statement works in both languages, for the customer and the operator", async ({
  gateway,
  account,
  developer,
  admin,
}) => {
  await send(gateway, account);
  await developer.page.goto(`${gateway.url}/subscription`);
  await developer.page.getByRole("link", { name: "Statement" }).click();
  const paper = developer.page.getByRole("article");
  await expect(paper).toContainText("Account statement");
  await expect(paper).toContainText(account.name);
  await expect(paper).toContainText("Closing balance");
  await expectAccessible(developer.page, "a statement");
  await developer.page.getByRole("button", { name: "العربية" }).click();
  await expect(paper).toHaveAttribute("dir", "rtl");
  await expect(paper).toContainText("كشف حساب");
  await expect(developer.page).toHaveURL(/language=ar/);
  // The log has an entry for what the server handed out, and none for the other language.
  const sql = await gateway.sql();
  const openings = () => sql`
    select from audit_entries where account_id = ${account.id} and action = 'account.print_statement'`;
  expect(await openings()).toHaveLength(1);
  await developer.page.reload();
  await expect(paper).toHaveAttribute("dir", "rtl");
  expect(await openings()).toHaveLength(2);
  const pdf = await developer.page.pdf({ preferCSSPageSize: true });
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");

  await admin.page.goto(`${gateway.url}/admin/accounts/${account.id}/subscriptions/statement?period=30d`);
  await expect(admin.page.getByRole("article")).toContainText(account.name);
});

test("another account's ledger, statement and export cannot be reached", async ({
  gateway,
  developer: { page },
}) => {
  const other = await makeAccount(gateway);
  const path = `${gateway.url}/admin/accounts/${other.id}/subscriptions`;
  await page.goto(`${path}/statement`);
  await expect(page).toHaveURL(`${gateway.url}/`);
  expect((await page.request.get(`${path}/ledger`)).status()).toBe(403);
  // Asked for another account's subscription, it shows the own account's.
  const own = await page.request.get(
    `${gateway.url}/subscription/ledger?subscription=${other.subscriptionIds[0]}`,
  );
  expect(await own.text()).not.toContain(other.name);
});

test("a grant can start later and renew automatically; the renewal is changed on its page", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const dialog = page.getByRole("dialog");
  await page.goto(`${gateway.url}/admin/accounts/${account.id}/subscriptions`);
  await page.getByRole("button", { name: "Grant" }).click();
  await dialog.getByLabel("From").selectOption({ label: "Custom" });
  await dialog.getByLabel("Name").fill("Monthly");
  await dialog.getByLabel("Credits").fill("30");
  await dialog.getByLabel("Length").selectOption({ label: "1 month" });
  await dialog.getByText("Later", { exact: true }).click();
  await dialog.getByRole("button", { name: "Grant" }).click();
  await expect(dialog.getByText("Choose today or a later day.")).toBeVisible();
  await expectAccessible(page, "a grant that starts later");
  await typeDay(dialog, "First day", "2030-01-01");
  await dialog.getByLabel("Renewal").selectOption({ label: "Renews; unused credits carry over" });
  await dialog.getByRole("button", { name: "Grant" }).click();
  await expect(page.getByText("Subscription granted.")).toBeVisible();
  const card = page.getByRole("article").filter({ hasText: "Monthly" });
  await expect(card).toContainText("Scheduled");
  await expect(card).toContainText("Starts on 1 Jan 2030");
  await expect(card).toContainText("Renews on 1 Feb 2030; unused credits carry over");

  await card.getByRole("link", { name: "Monthly" }).click();
  await page.getByRole("button", { name: "Renewal" }).click();
  await dialog.getByText("Does not renew").click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The subscription no longer renews automatically.")).toBeVisible();
  await expect(page.getByText("Does not renew")).toBeVisible();
  await page.goto(`${gateway.url}/admin/subscriptions?state=notBegun&q=${encodeURIComponent(account.name)}`);
  await expect(page.getByRole("row").filter({ hasText: "Monthly" })).toContainText("Scheduled");
});
