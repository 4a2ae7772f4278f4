import type { Page } from "@playwright/test";
import { plantLongNames, standsOut } from "./long-names.ts";
import { expect, test } from "./signed-in.ts";

test("dialogs, selects and toasts fit names of 100 letters without a space", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await plantLongNames(gateway, account);
  const expectWithin = async (what: string) => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await page.evaluate(standsOut), `${what} ${width}`).toEqual([]);
    }
  };
  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectWithin("asking before an account is suspended");
  await page.getByRole("alertdialog").getByRole("button", { name: "Suspend" }).click();
  await expect(page.locator(".toast").first()).toBeVisible();
  await expectWithin("the toast of a suspended account");
  await page.goto(`${gateway.url}/admin/subscriptions`);
  await page.getByRole("button", { name: "Grant" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("dialog").locator("select").first().selectOption({ index: 1 });
  await expectWithin("a select of long names");
});

const columnsOf = (page: Page) =>
  page
    .locator("thead th:visible")
    .evaluateAll((heads) => heads.map((head) => (head as HTMLElement).innerText));

test("the column menu ticks the visible columns; ticking a column hidden by width shows it", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await page.setViewportSize({ width: 1_000, height: 800 });
  await page.goto(`${gateway.url}/admin/accounts?q=${account.name.slice(0, 20)}`);
  const menu = page.getByRole("button", { name: "Columns and density" });
  const item = (name: string) => page.getByRole("menuitemcheckbox", { name, exact: true });
  expect(await columnsOf(page)).not.toContain("Developers");
  await menu.click();
  await expect(item("Status")).toHaveAttribute("aria-checked", "true");
  await expect(item("Developers")).toHaveAttribute("aria-checked", "false");
  await item("Developers").click();
  await expect(page).toHaveURL(/[?&]show=developers/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Developers" })).toBeVisible();
  await menu.click();
  await expect(item("Developers")).toHaveAttribute("aria-checked", "true");
  await item("Developers").click();
  await item("Status").click();
  await expect(page).toHaveURL(/[?&]hide=status/);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Developers" })).toBeHidden();

  // With room enough it is there, and ticked, without having been asked for.
  await page.goto(`${gateway.url}/admin/accounts?q=${account.name.slice(0, 20)}&hide=status`);
  await page.setViewportSize({ width: 1_600, height: 800 });
  await menu.click();
  await expect(item("Developers")).toHaveAttribute("aria-checked", "true");
  await expect(item("Status")).toHaveAttribute("aria-checked", "false");
});
