import type { Locator, Page } from "@playwright/test";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { choose } from "#e2e/ui/support/choose.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";
import { wordsIn } from "#e2e/ui/support/words.ts";
import { locales } from "#i18n/locale.ts";

const dialogOf = (page: Page) => page.getByRole("dialog");
const rowIn = (page: Page, table: string, text: string) =>
  page.getByRole("table", { name: table }).getByRole("row").filter({ hasText: text });

async function pick(page: Page, row: Locator, verb: string): Promise<void> {
  await row.getByRole("button").click();
  await page.getByRole("menuitem", { name: verb }).click();
}

for (const language of locales) {
  const t = wordsIn(language);

  async function removed(page: Page, row: Locator): Promise<void> {
    await pick(page, row, t("routing.remove"));
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: t("routing.remove") })
      .click();
    await expect(row).toHaveCount(0);
  }

  // Only routes of the test's own account: one for everybody would stop the messages of the tests beside it.
  test(`an account's route is added, explained and removed, in ${language}`, async ({
    gateway,
    account,
    admin: { page, context },
  }) => {
    await prefer(context, gateway.url, language, "light");
    const dialog = dialogOf(page);
    const save = dialog.getByRole("button", { name: t("routing.save") });
    await page.goto(`${gateway.url}/admin/routes`);
    await page.getByRole("button", { name: t("routing.addRoute") }).click();
    await dialog.getByLabel(t("routing.prefix")).fill("0933");
    await save.click();
    await expect(dialog.getByText(t("problems.prefix"))).toBeVisible();
    await expect(dialog.getByText(t("problems.route_providers"))).toBeVisible();
    await expectAccessible(page, "a route with problems");
    await dialog.getByLabel(t("routing.prefix")).fill("+963 93");
    await choose(page, dialog.getByRole("combobox", { name: t("routing.accountOptional") }), account.name);
    const provider = dialog.getByLabel(t("routing.addProvider"));
    const [name] = await provider.locator("option:not([disabled])").allTextContents();
    await provider.selectOption(name!);
    await dialog.getByRole("button", { name: t("routing.takeOut", { name: name! }) }).click();
    await provider.selectOption(name!);
    await save.click();
    await expect(page.getByText(t("routing.routeSaved", { prefix: "96393" }))).toBeVisible();
    const row = rowIn(page, t("routing.routes"), account.name);
    await expect(row).toContainText("96393");
    await expect(row).toContainText(name!);

    // A second one for the same numbers would replace it.
    await page.getByRole("button", { name: t("routing.addRoute") }).click();
    await dialog.getByLabel(t("routing.prefix")).fill("96393");
    await choose(page, dialog.getByRole("combobox", { name: t("routing.accountOptional") }), account.name);
    await provider.selectOption(name!);
    await save.click();
    await expect(dialog.getByText(t("routing.errors.routeTaken"))).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);

    await page.getByLabel(t("routing.number"), { exact: true }).fill("0931234567");
    const template = page.getByRole("combobox", { name: t("routing.template") });
    await expect(template).toBeDisabled();
    await choose(page, page.getByRole("combobox", { name: t("routing.account"), exact: true }), account.name);
    await choose(page, template, "login", new RegExp(`#${account.templateId}$`));
    const explain = page.getByRole("button", { name: t("routing.explain") });
    await explain.click();
    await expect(page.getByText(t("routing.byOwnRoute", { prefix: "96393" }))).toBeVisible();
    await expect(page.locator("ol").getByText(name!, { exact: true }).first()).toBeVisible();
    await expectAccessible(page, "a dry run");
    await page.getByLabel(t("routing.number"), { exact: true }).fill("12");
    await explain.click();
    await expect(page.getByText(t("problems.phone"))).toBeVisible();

    await removed(page, row);
  });

  test(`a mobile operator and a sender are added, changed and removed, in ${language}`, async ({
    gateway,
    account,
    developer,
    admin: { page, context },
  }) => {
    await prefer(context, gateway.url, language, "light");
    const dialog = dialogOf(page);
    const save = dialog.getByRole("button", { name: t("routing.save") });
    const name = `Newtel ${account.id}`;
    const prefix = `88${account.id}`;
    await page.goto(`${gateway.url}/admin/routes`);
    await page.getByRole("button", { name: t("routing.addOperator") }).click();
    await dialog.getByLabel(t("routing.operatorName"), { exact: true }).fill(name);
    await dialog.getByLabel(t("routing.prefixes")).fill("96393");
    await save.click();
    await expect(dialog.getByText(t("routing.errors.prefixTaken"))).toBeVisible();
    await dialog.getByLabel(t("routing.prefixes")).fill(`${prefix}1, ${prefix}2`);
    await page.keyboard.press("Enter");
    await expect(page.getByText(t("routing.operatorSaved", { name }))).toBeVisible();
    const operators = t("routing.operators");
    await expect(rowIn(page, operators, name)).toContainText(`${prefix}1`);
    await pick(page, rowIn(page, operators, name), t("routing.edit"));
    await expect(dialog.getByLabel(t("routing.operatorName"), { exact: true })).toHaveValue(name);
    await dialog.getByLabel(t("routing.operatorName"), { exact: true }).fill(`Other ${account.id}`);
    await dialog.getByLabel(t("routing.prefixes")).fill(`${prefix}2، ${prefix}3`);
    await save.click();
    const renamed = rowIn(page, operators, `Other ${account.id}`);
    await expect(renamed).toContainText(`${prefix}3`);
    await expect(renamed).not.toContainText(`${prefix}1`);
    await expect(rowIn(page, operators, name)).toHaveCount(0);
    await removed(page, renamed);

    await page.getByRole("button", { name: t("routing.addSender") }).click();
    await dialog.getByLabel(t("routing.sender"), { exact: true }).fill("شركة");
    await choose(page, dialog.getByRole("combobox", { name: t("routing.accountOptional") }), account.name);
    await save.click();
    await expect(dialog.getByText(t("problems.sender"))).toBeVisible();
    await dialog.getByLabel(t("routing.sender"), { exact: true }).fill("MyBrand");
    await save.click();
    const sender = rowIn(page, t("routing.senders"), account.name);
    await expect(sender).toContainText(t("routing.senderStates.requested"));
    await page.getByRole("button", { name: t("routing.addSender") }).click();
    await dialog.getByLabel(t("routing.sender"), { exact: true }).fill("Another");
    await choose(page, dialog.getByRole("combobox", { name: t("routing.accountOptional") }), account.name);
    await save.click();
    await expect(dialog.getByText(t("routing.errors.senderTaken"))).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
    // Changed: the operator has registered another one.
    await pick(page, sender, t("routing.edit"));
    await dialog.getByLabel(t("routing.sender"), { exact: true }).fill("My Brand");
    await dialog.getByText(t("routing.senderStates.registered"), { exact: true }).click();
    await save.click();
    await expect(sender).toContainText(t("routing.senderStates.registered"));
    await expect(sender).toContainText("My Brand");
    // The account's developers see it above their texts.
    await developer.page.goto(`${gateway.url}/templates/new`);
    await expect(developer.page.locator("[data-senders]").first()).toHaveText("My Brand");
    await removed(page, sender);
  });
}

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
