import { randomUUID } from "node:crypto";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

test("the list's filter, order and page are kept in the address", async ({ gateway, admin: { page } }) => {
  const mark = randomUUID().slice(0, 8);
  const desk = await gateway.desk();
  const names = Array.from({ length: 27 }, (_, n) => `${mark} ${String(n).padStart(2, "0")}`);
  for (const name of names) {
    const { id } = await desk.call("accounts", "createAccount", { name });
    if (name.endsWith("05")) await desk.call("accounts", "suspendAccount", { id });
  }
  const rows = page.locator("tbody tr");
  await page.goto(`${gateway.url}/admin/accounts?q=${mark}&order=name`);
  await expect(rows).toHaveCount(25);
  await expect(rows.first()).toContainText(names[0]!);
  await page.getByRole("link", { name: "Next page" }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.last()).toContainText(names[26]!);
  await page.goBack();
  await expect(rows).toHaveCount(25);
  await page.goto(`${gateway.url}/admin/accounts?q=${mark}&status=suspended`);
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText("Suspended");
  await page.goto(`${gateway.url}/admin/accounts?q=${mark}`);
  await expect(rows.first()).toContainText(names[26]!);
});

test("the list is filtered and sorted by clicking, and reset", async ({ gateway, admin: { page } }) => {
  const mark = randomUUID().slice(0, 8);
  const desk = await gateway.desk();
  const ids = new Map<string, number>();
  for (const letter of ["b", "c", "a"]) {
    const { id } = await desk.call("accounts", "createAccount", { name: `${mark} ${letter}` });
    ids.set(letter, id);
  }
  const grant = (letter: string, quota: number) =>
    desk.call("subscriptions", "grantSubscription", {
      accountId: ids.get(letter),
      plan: "Test",
      quota,
      days: 30,
    });
  await grant("a", 300);
  await grant("b", 100);
  await grant("c", 200);
  await desk.call("accounts", "suspendAccount", { id: ids.get("c") });
  await page.goto(`${gateway.url}/admin/accounts`);
  await page.getByRole("searchbox").fill(mark);
  const links = page.locator("tbody a[data-open] bdi:first-child");
  const inOrder = (letters: string[]) =>
    expect(links).toHaveText(letters.map((letter) => `${mark} ${letter}`));
  const choose = async (chip: RegExp, option: string) => {
    await page.getByRole("button", { name: chip }).click();
    await page.getByRole("menuitemradio", { name: option, exact: true }).click();
  };
  await inOrder(["a", "c", "b"]);
  await choose(/^Sort by/, "Name");
  await inOrder(["a", "b", "c"]);
  await choose(/^Sort by/, "Fewest credits first");
  await inOrder(["b", "c", "a"]);
  await choose(/^Status/, "Suspended");
  await inOrder(["c"]);
  await expect(page).toHaveURL(/order=credits/);
  await expect(page).toHaveURL(/status=suspended/);
  await choose(/^Status/, "Active");
  await inOrder(["b", "a"]);
  await page.getByRole("button", { name: "Remove the filter Status" }).click();
  await inOrder(["b", "c", "a"]);
  await page.getByRole("button", { name: "Remove the filter Sort by" }).click();
  await inOrder(["a", "c", "b"]);
  await choose(/^Status/, "Suspended");
  await inOrder(["c"]);
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page).toHaveURL(`${gateway.url}/admin/accounts`);
});

test("a clicked row shows that its page is loading", async ({ gateway, account, admin: { page } }) => {
  const asked = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  await page.goto(`${gateway.url}/admin/accounts?q=${encodeURIComponent(account.name)}`);
  await page.route(/\/admin\/accounts\/\d+\?_rsc=/, async (route) => {
    asked.resolve();
    await answered.promise;
    await route.continue();
  });
  const row = page.locator("tbody tr").filter({ hasText: account.name });
  await expect(row).toHaveCSS("opacity", "1");
  await row.getByRole("link").click();
  await asked.promise;
  await expect(row).toHaveCSS("opacity", "0.5");
  answered.resolve();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(account.name);
});
