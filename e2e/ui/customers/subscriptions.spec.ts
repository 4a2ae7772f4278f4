import type { Page } from "@playwright/test";
import { isolated } from "#core/input/isolated.ts";
import { makeAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { choose } from "#e2e/ui/support/choose.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

const dialogOf = (page: Page) => page.getByRole("dialog");

test("a subscription is granted from a plan or with custom values, and sends are charged to it", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const desk = await gateway.desk();
  const plan = await desk.call("plans", "createPlan", {
    name: `Business ${account.id}`,
    quota: 4_000,
    days: 365,
    unit: "segment",
    price: "$ 26",
  });
  const dialog = dialogOf(page);
  const grant = () => dialog.getByRole("button", { name: "Grant" }).click();
  await page.goto(`${gateway.url}/admin/subscriptions?q=${encodeURIComponent(account.name)}`);
  await expect(page.getByRole("row", { name: account.name })).toHaveCount(1);
  await page.getByRole("button", { name: "Grant" }).click();
  await grant();
  await expect(dialog.getByText("Choose an account.")).toBeVisible();
  await expect(dialog.getByRole("combobox", { name: "Account" })).toBeFocused();
  await expectAccessible(page, "a grant with problems");
  await choose(page, dialog.getByRole("combobox", { name: "Account" }), account.name);
  await dialog.getByLabel("From").selectOption({ label: `${isolated(plan.name)}: 4,000 credits, 365 days` });
  await dialog.getByLabel("Note").fill("Paid by bank transfer 118");
  await grant();
  await expect(page.getByText("Subscription granted.")).toBeVisible();
  const bought = page.getByRole("row", { name: plan.name });
  await expect(bought).toContainText("0 of 4,000");

  await page.getByRole("button", { name: "Grant" }).click();
  await choose(page, dialog.getByRole("combobox", { name: "Account" }), account.name);
  await dialog.getByLabel("From").selectOption({ label: "Custom" });
  await grant();
  await expect(dialog.getByText("This field is required.")).toBeVisible();
  await expect(dialog.getByText("Enter a number of credits from 1 to 2 billion.")).toBeVisible();
  await expect(dialog.getByText("Enter a number of days from 1 to 3,660.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await dialog.getByLabel("Name").fill("Gift");
  await dialog.getByLabel("Credits").fill("7");
  await dialog.getByLabel("Days").fill("2");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Subscription granted.").first()).toBeVisible();
  await expect(page.getByRole("row", { name: "Gift" })).toContainText("0 of 7");

  // What ends first is charged first.
  const answer = await send(gateway, account);
  expect([answer.status, answer.headers.get("x-quota-remaining")]).toEqual([201, "5006"]);
  await page.reload();
  await expect(page.getByRole("row", { name: "Gift" })).toContainText("1 of 7");

  await page.getByRole("button", { name: "Status" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Cancelled" }).click();
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();
  await expect(page).toHaveURL(/state=cancelled/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Clear all" }).first().click();
  await expect(page).toHaveURL(`${gateway.url}/admin/subscriptions`);
});

test("a subscription is topped up, extended and cancelled on its page, and the notes stay in its history", async ({
  gateway,
  account,
  admin: { page, email },
}) => {
  const [id] = account.subscriptionIds;
  const dialog = dialogOf(page);
  const open = (verb: string) => page.getByRole("button", { name: verb, exact: true }).click();
  const history = page.getByRole("table", { name: "History" });
  await page.goto(`${gateway.url}/admin/subscriptions/${id}`);
  await open("Top up");
  for (const credits of ["", "0", "ten", "99999999999"]) {
    await dialog.getByLabel("Credits").fill(credits);
    await dialog.getByRole("button", { name: "Top up" }).click();
    await expect(dialog.getByText("Enter a number of credits from 1 to 2 billion."), credits).toBeVisible();
  }
  await dialog.getByLabel("Credits").fill("2147483647");
  await dialog.getByRole("button", { name: "Top up" }).click();
  await expect(dialog.getByText("That would be more than 2 billion credits.")).toBeVisible();
  await expectAccessible(page, "a top-up with a problem");
  await dialog.getByLabel("Credits").fill("500");
  await dialog.getByLabel("Note").fill("Receipt 2241");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Credits added.")).toBeVisible();
  const first = history.getByRole("row").nth(1);
  await expect(first).toContainText("Topped up 500 credits");
  await expect(first).toContainText("Receipt 2241");
  await expect(first).toContainText(email);
  await expect(page.getByText("0 of 1,500")).toBeVisible();
  expect((await send(gateway, account)).headers.get("x-quota-remaining")).toBe("1499");

  const sql = await gateway.sql();
  const end = async () =>
    (await sql`select ends_at from subscriptions where id = ${id!}`)[0]!.ends_at as Date;
  const before = await end();
  await open("Extend");
  await dialog.getByLabel("Days").fill("-1");
  await dialog.getByRole("button", { name: "Extend" }).click();
  await expect(dialog.getByText("Enter a number of days from 1 to 3,660.")).toBeVisible();
  await dialog.getByLabel("Days").fill("7");
  await dialog.getByLabel("Note").fill("تعويض عن الانقطاع");
  await dialog.getByRole("button", { name: "Extend" }).click();
  await expect(page.getByText("Subscription extended.")).toBeVisible();
  await expect(first).toContainText("Extended 7 days");
  await expect(first).toContainText("تعويض عن الانقطاع");
  expect((await end()).getTime() - before.getTime()).toBe(7 * 86_400_000);

  await open("Cancel subscription");
  await expect(dialog).toContainText("cannot be restored");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toHaveCount(0);
  expect((await send(gateway, account)).status).toBe(201);
  await open("Cancel subscription");
  await dialog.getByLabel("Note").fill("Moved away");
  await dialog.getByRole("button", { name: "Cancel subscription" }).click();
  await expect(page.getByText("Subscription cancelled.")).toBeVisible();
  await expect(first).toContainText("Moved away");
  await expect(page.getByRole("button", { name: "Top up" })).toHaveCount(0);
  expect((await send(gateway, account)).status).toBe(402);
});

test("a subscription that another admin has cancelled meanwhile cannot be topped up", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const [id] = account.subscriptionIds;
  const desk = await gateway.desk();
  const dialog = dialogOf(page);
  await page.goto(`${gateway.url}/admin/subscriptions/${id}`);
  await page.getByRole("button", { name: "Top up" }).click();
  await dialog.getByLabel("Credits").fill("5");
  await desk.call("subscriptions", "cancelSubscription", { id: id! });
  await dialog.getByRole("button", { name: "Top up" }).click();
  await expect(dialog.getByRole("alert")).toContainText("It has already been cancelled.");
  const sql = await gateway.sql();
  expect(await sql`select quota from subscriptions where id = ${id!}`).toMatchObject([{ quota: 1_000 }]);
});

test("the ledger of a subscription links to its messages, and shows whether it adds up", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const [id] = account.subscriptionIds;
  const sent = (await send(gateway, account)).json as { id: number };
  await send(gateway, account);
  await page.goto(`${gateway.url}/admin/subscriptions/${id}`);
  await expect(page.getByText("It adds up: charged − returned + deleted = used")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: /^\d+ \w+ \d{4}1,0002000998$/ })).toHaveCount(1);
  const link = page.getByRole("link", { name: String(sent.id), exact: true });
  await expect(page.getByRole("row").filter({ has: link })).toContainText("+963911000000");
  await link.click();
  await expect(page).toHaveURL(new RegExp(`/admin/messages\\?account=${account.id}&q=%23${sent.id}`));
  await expect(page.locator("tr[data-row]")).toHaveCount(1);
  await expect(page.locator(`tr[data-row="${sent.id}"]`)).toBeVisible();

  const sql = await gateway.sql();
  await sql`update subscriptions set used = used + 1 where id = ${id!}`;
  try {
    await page.goto(`${gateway.url}/admin/subscriptions/${id}`);
    await expect(page.getByText("It does not add up. Run gate doctor")).toBeVisible();
  } finally {
    await sql`update subscriptions set used = used - 1 where id = ${id!}`;
  }

  // Ended long ago, it leads to what was charged to it, whenever that was.
  const days =
    await sql`update subscriptions set starts_at = '2026-03-01T10:00Z', ends_at = '2026-03-31T10:00Z'
    where id = ${id!} returning id`;
  expect(days).toHaveLength(1);
  await page.goto(`${gateway.url}/admin/subscriptions/${id}`);
  await page.getByRole("link", { name: "All messages of this subscription" }).click();
  await expect(page).toHaveURL(`${gateway.url}/admin/messages?account=${account.id}&subscription=${id}`);
  await expect(page.getByRole("button", { name: new RegExp(`^Subscription.*#${id}`) })).toBeVisible();
  await expect(page.locator("tr[data-row]").first()).toBeVisible();
});

test("renewals due lists subscriptions by end and by use, and drops them once they are renewed", async ({
  gateway,
  admin: { page },
}) => {
  const sql = await gateway.sql();
  const soon = await makeAccount(gateway, { subscriptions: [{ quota: 50 }] });
  const used = await makeAccount(gateway, { subscriptions: [{ quota: 1 }] });
  await sql`update subscriptions set ends_at = now() + interval '10 days' where account_id = ${soon.id}`;
  expect((await send(gateway, used)).status).toBe(201);
  await page.goto(`${gateway.url}/admin/subscriptions`);
  await page.getByRole("link", { name: /^Renewals due/ }).click();
  const [ends, empty] = [soon, used].map(({ name }) => page.getByRole("row", { name }));
  await expect(ends!).toContainText("Ends soon");
  await expect(empty!).toContainText("Nearly used up");
  await expect(empty!).toContainText("0 of 1");
  await page.getByRole("link", { name: "7 days" }).click();
  await expect(page).toHaveURL(/days=7$/);
  await expect(ends!).toHaveCount(0);
  await expect(empty!).toBeVisible();

  const dialog = dialogOf(page);
  await empty!.getByRole("button", { name: /^Actions for subscription/ }).click();
  await page.getByRole("menuitem", { name: "Top up" }).click();
  await dialog.getByLabel("Credits").fill("100");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Credits added.")).toBeVisible();
  await expect(empty!).toHaveCount(0);
  await page.getByRole("link", { name: "14 days" }).click();
  await ends!.getByRole("button", { name: /^Actions for subscription/ }).click();
  await page.getByRole("menuitem", { name: "Extend" }).click();
  await dialog.getByLabel("Days").fill("60");
  await page.keyboard.press("Enter");
  await expect(ends!).toHaveCount(0);
});

test("an account's page grants subscriptions to that account and links to each of them", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const dialog = dialogOf(page);
  await page.goto(`${gateway.url}/admin/accounts/${account.id}/subscriptions`);
  await page.getByRole("button", { name: "Grant" }).click();
  await expect(dialog.getByLabel("Account")).toHaveCount(0);
  await dialog.getByLabel("From").selectOption({ label: "Custom" });
  await dialog.getByLabel("Name").fill("Extra");
  await dialog.getByLabel("Credits").fill("30");
  await dialog.getByLabel("Days").fill("90");
  await dialog.getByRole("button", { name: "Grant" }).click();
  await expect(page.getByText("Subscription granted.")).toBeVisible();
  await page.getByRole("link", { name: "Extra", exact: true }).click();
  await expect(page).toHaveURL(/\/admin\/subscriptions\/\d+$/);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(`Extra · ${account.name}`);
  await expect(page.getByRole("table", { name: "History" })).toContainText("30 credits · 90 days");
});
