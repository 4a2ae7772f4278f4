import { isolated } from "#core/input/isolated.ts";
import { ask, NUMBER, SEND, send } from "#e2e/api.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { untilAnswered } from "#e2e/ui/support/browser.ts";
import { expect, PASSWORD, test } from "#e2e/ui/support/signed-in.ts";

const codeOf = (page: import("@playwright/test").Page) =>
  page
    .getByRole("dialog")
    .getByText(/^ag_\w{43}$/)
    .innerText();

test("a token is created, copied, used, and revealed again after the password is entered", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${gateway.url}/tokens`);
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog");
  // Nothing typed: the field says so, and keeps the focus.
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(dialog.getByText("This field is required.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await untilAnswered(page);
  await page.keyboard.type("Shop, production");
  await page.keyboard.press("Enter");
  await expect(
    page.getByRole("heading", { name: `“${isolated("Shop, production")}” created` }),
  ).toBeVisible();
  const token = await codeOf(page);
  await expectAccessible(page, "a token in plain text");
  await expect(page.getByRole("button", { name: "Copy token" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  await page.getByRole("button", { name: "Done" }).click();

  const row = page.getByRole("row", { name: "Shop, production" });
  await expect(row).toContainText(`${token.slice(0, 7)}…${token.slice(-4)}`);
  await expect(row).toContainText("Active");
  await expect(page.locator("body")).not.toContainText(token);
  expect((await send(gateway, { ...account, token })).status).toBe(201);

  await row.getByRole("button", { name: "Actions for Shop, production" }).click();
  await page.getByRole("menuitem", { name: "Show token" }).click();
  await dialog.getByLabel("Your password").fill("wrong");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This is not your password.")).toBeVisible();
  await expect(dialog.getByLabel("Your password")).toBeFocused();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Store it where only your server can read it")).toBeVisible();
  expect(await codeOf(page)).toBe(token);
  const sql = await gateway.sql();
  const looks =
    await sql`select 1 from audit_entries where account_id = ${account.id} and action = 'token.reveal'`;
  expect(looks).toHaveLength(1);
});

test("a token is copied also where the browser offers no clipboard API, as over plain HTTP", async ({
  gateway,
  developer: { page },
}) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.goto(`${gateway.url}/tokens`);
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByRole("dialog").getByLabel("Name").fill("Copied");
  await page.keyboard.press("Enter");
  const token = await codeOf(page);
  await page.getByRole("button", { name: "Copy token" }).click();
  await expect(page.getByRole("button", { name: "Copied", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  // One dialog followed the other: the focus is back where the first one was opened.
  await expect(page.getByRole("button", { name: "Create token" })).toBeFocused();
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByRole("dialog").getByLabel("Name").press("Control+v");
  await expect(page.getByRole("dialog").getByLabel("Name")).toHaveValue(token);
});

test("a rotated token works for the chosen grace period; a revoked one gets a 401 on the next request", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const statusWith = async (token: string) => (await send(gateway, { ...account, token })).status;
  const row = page.getByRole("row", { name: "Test" }).filter({ hasText: "Active" }).first();
  const choose = async (verb: string) => {
    await row.getByRole("button", { name: "Actions for Test" }).click();
    await page.getByRole("menuitem", { name: verb }).click();
  };
  await page.goto(`${gateway.url}/tokens`);
  await choose("Rotate");
  await expect(page.getByRole("radio", { name: "After 24 hours" })).toBeChecked();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByRole("heading", { name: `The new token of “${isolated("Test")}”` })).toBeVisible();
  const second = await codeOf(page);
  await page.getByRole("button", { name: "Done" }).click();
  expect([await statusWith(account.token), await statusWith(second)]).toEqual([201, 201]);
  // The old one says that it is, and how long it works; nobody rotates it a second time.
  const old = page.getByRole("row", { name: "Test" }).filter({ hasText: /Old.*Works until/ });
  await expect(old).toHaveCount(1);
  await old.getByRole("button", { name: "Actions for Test" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Show token", "Change access", "Revoke"]);
  await page.keyboard.press("Escape");
  // The documentation offers the new one first.
  await page.goto(`${gateway.url}/docs`);
  const picker = page.locator("select[name=token]");
  await expect(picker.locator("option:checked")).toContainText(second.slice(-4));
  await expect(picker.locator("option").nth(1)).toContainText(`${isolated("Test")} (old)`);
  await page.goto(`${gateway.url}/tokens`);

  // The newest stands first: that is the one that is rotated now, at once.
  await choose("Rotate");
  await page.getByText("Immediately").click();
  await expect(page.getByText("Apps using the old token get 401 from now on.")).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Rotate" }).click();
  await expect(page.getByRole("heading", { name: `The new token of “${isolated("Test")}”` })).toBeVisible();
  const third = await codeOf(page);
  await page.getByRole("button", { name: "Done" }).click();
  expect([await statusWith(second), await statusWith(third)]).toEqual([401, 201]);

  await choose("Revoke");
  const dialog = page.getByRole("alertdialog");
  await expect(dialog).toContainText("Apps using this token get 401 from now on.");
  await dialog.getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByText(`“${isolated("Test")}” revoked`)).toBeVisible();
  const body = { gsm: NUMBER, template_id: account.templateId, code: "482910" };
  const refused = await ask(gateway, "POST", SEND, { token: third, body });
  expect([refused.status, refused.json]).toEqual([401, { detail: "Invalid token." }]);
});
