import type { Page } from "@playwright/test";
import { isolated } from "#core/input/isolated.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { choose } from "#e2e/ui/support/choose.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

const dialogOf = (page: Page) => page.getByRole("dialog");

// Only routes of the test's own account: one for everybody would stop the messages of the tests beside it.
test("an account's route is added, explained, changed and removed", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const dialog = dialogOf(page);
  await page.goto(`${gateway.url}/admin/routes`);
  await page.getByRole("button", { name: "Add route" }).click();
  await dialog.getByLabel("Prefix").fill("0933");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Enter 1 to 15 digits in international form, such as 96393.")).toBeVisible();
  await expect(dialog.getByText("Choose at least one carrier.")).toBeVisible();
  await expectAccessible(page, "a route with problems");
  await dialog.getByLabel("Prefix").fill("+963 93");
  await choose(page, dialog.getByRole("combobox", { name: "Account (optional)" }), account.name);
  const options = await dialog
    .getByLabel("Add a carrier")
    .locator("option:not([disabled])")
    .allTextContents();
  await dialog.getByLabel("Add a carrier").selectOption(options[0]!);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Route for +963 93 saved.")).toBeVisible();
  const row = page.getByRole("table", { name: "Routes" }).getByRole("row").filter({ hasText: account.name });
  await expect(row).toContainText("96393");
  await expect(row).toContainText(options[0]!);

  await page.getByLabel("Number").fill("0931234567");
  const template = page.getByRole("combobox", { name: "Template" });
  await expect(template).toBeDisabled();
  await choose(page, page.getByRole("combobox", { name: "Account", exact: true }), account.name);
  await choose(page, template, "login", new RegExp(`#${account.templateId}$`));
  await page.getByRole("button", { name: "Explain" }).click();
  await expect(page.getByText("The account’s own route for 96393")).toBeVisible();
  await expect(page.locator("ol").getByText(options[0]!, { exact: true }).first()).toBeVisible();
  await expectAccessible(page, "a dry run");
  await page.getByLabel("Number").fill("12");
  await page.getByRole("button", { name: "Explain" }).click();
  await expect(page.getByText("Enter a mobile number of an allowed country.")).toBeVisible();

  await row.getByRole("button", { name: "Actions of" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);
});

test("a mobile operator and a sender are added, changed and removed", async ({
  gateway,
  account,
  developer,
  admin: { page },
}) => {
  const dialog = dialogOf(page);
  const name = `Newtel ${account.id}`;
  const prefix = `88${account.id}`;
  await page.goto(`${gateway.url}/admin/routes`);
  await page.getByRole("button", { name: "Add operator" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await dialog.getByLabel("Prefixes").fill("96393");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("One of the prefixes belongs to another operator.")).toBeVisible();
  await dialog.getByLabel("Prefixes").fill(`${prefix}1, ${prefix}2`);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${isolated(name)} saved.`)).toBeVisible();
  const row = page
    .getByRole("table", { name: "Mobile operators" })
    .getByRole("row")
    .filter({ hasText: name });
  await expect(row).toContainText(`${prefix}1`);
  await row.getByRole("button", { name: "Actions of" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(row).toHaveCount(0);

  await page.getByRole("button", { name: "Add sender" }).click();
  await dialog.getByLabel("Sender", { exact: true }).fill("شركة");
  await choose(page, dialog.getByRole("combobox", { name: "Account (optional)" }), account.name);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByText("Use 1 to 11 Latin letters and digits", { exact: false })).toBeVisible();
  await dialog.getByLabel("Sender", { exact: true }).fill("MyBrand");
  await dialog.getByText("Registered", { exact: true }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  const sender = page
    .getByRole("table", { name: "Senders" })
    .getByRole("row")
    .filter({ hasText: account.name });
  await expect(sender).toContainText("Registered");
  // The account's developers see it above their texts.
  await developer.page.goto(`${gateway.url}/templates/new`);
  await expect(developer.page.locator("[data-senders]").first()).toHaveText("MyBrand");
  await sender.getByRole("button", { name: "Actions of" }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await expect(sender).toHaveCount(0);
});

test("routes work in Arabic at a phone's width", async ({ gateway, admin: { page } }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.context().addCookies([{ name: "language", value: "ar", url: gateway.url }]);
  await page.goto(`${gateway.url}/admin/routes`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("المسارات");
  await expect(page.getByText("سيريتل")).toBeVisible();
  await expectAccessible(page, "routes in Arabic");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 1440, height: 900 });
});
