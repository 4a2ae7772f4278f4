import type { Page } from "@playwright/test";
import { send } from "#e2e/api.ts";
import { signIn } from "#e2e/ui/support/browser.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";
import { baselinesOf, wordsBox } from "./boxes.ts";

test("a row's status stands on the line of its neighbours, the focused row has a ring, the last keeps in its corners", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await send(gateway, account);
  for (const language of ["en", "ar"]) {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/messages`);
    const row = page.locator("tbody tr").first();
    const status = await wordsBox(row.locator("[data-column=status]"));
    const template = await wordsBox(row.locator("[data-column=template] bdi"));
    // The letters of both stand in boxes of one font and one size.
    expect(Math.abs(status.bottom - template.bottom), language).toBeLessThan(0.5);
  }
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  const row = page.locator("tbody tr").last();
  await expect(row).toHaveCSS("outline-style", "solid");
  await expect(row).toHaveCSS("outline-width", "2px");
  const outside = await page.locator("table").evaluate((table) => {
    const { left, right, bottom } = table.parentElement!.getBoundingClientRect();
    return [left + 1.5, right - 1.5].map(
      (x) => document.elementFromPoint(x, bottom - 1.5)?.closest("tr") === null,
    );
  });
  expect(outside).toEqual([true, true]);
});

test("in the request log every cell of a row stands on one line", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await page.setViewportSize({ width: 1_440, height: 900 });
  await send(gateway, account, { code: "" });
  await expect(async () => {
    await page.goto(`${gateway.url}/requests`);
    await expect(page.locator("tbody tr[data-row]").first()).toBeVisible({ timeout: 1_000 });
  }).toPass();
  for (const language of ["en", "ar"]) {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/requests`);
    const row = page.locator("tbody tr[data-row]").first();
    const lines = await baselinesOf(row.locator("td"));
    expect(Object.keys(lines).length, language).toBeGreaterThan(5);
    const places = Object.values(lines);
    expect(Math.max(...places) - Math.min(...places), `${language} ${JSON.stringify(lines)}`).toBeLessThan(
      0.5,
    );
  }
});

test("a problem of the search is told below the field, which stays as wide as it was", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account);
  await page.goto(`${gateway.url}/messages`);
  const field = page.getByRole("searchbox");
  const chip = page.getByRole("button", { name: "Status" });
  const was = [await field.boundingBox(), (await chip.boundingBox())!.x];
  await page.goto(`${gateway.url}/messages?q=nonsense`);
  await expect(field).toHaveAccessibleDescription(/Enter/);
  expect([await field.boundingBox(), (await chip.boundingBox())!.x]).toEqual(was);
});

test("a field's error begins where its label does", async ({ gateway, admin: { page, context } }) => {
  for (const [language, add] of [
    ["en", "New account"],
    ["ar", "حساب جديد"],
  ] as const) {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/admin/accounts`);
    await page.getByRole("button", { name: add }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("button[type=submit]").click();
    const error = await wordsBox(dialog.locator(".field-error"));
    const label = await wordsBox(dialog.locator("label").first());
    const side = language === "ar" ? "right" : "left";
    expect(Math.abs(error[side] - label[side]), language).toBeLessThan(0.75);
  }
});

test("on a phone a message takes two lines, and nothing speaks of keys", async ({
  gateway,
  account,
  admin,
  developerEmail,
  browser,
}) => {
  // The newest one: a number that the sandbox refuses.
  await send(gateway, account, { gsm: "963911000001" });
  const desk = await gateway.desk();
  await desk.call("templates", "createTemplate", { accountId: account.id, name: "X", english: "X {code}" });
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  for (const [email, path] of [
    [developerEmail, "/messages"],
    [admin.email, "/admin/messages"],
    [admin.email, "/admin/approvals"],
  ] as const) {
    const context = await browser.newContext(phone);
    await signIn(context, gateway.url, email);
    const page = await context.newPage();
    await page.goto(gateway.url + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    if (path.endsWith("messages")) {
      const row = page.locator("tbody tr").first();
      await expect(row).toContainText("Refused by the provider · ");
      const tops = await row
        .locator("td:visible")
        .evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().top / 8)));
      expect(new Set(tops).size, path).toBe(2);
      expect((await row.boundingBox())!.height, path).toBeLessThan(68);
    }
    const keys = page.locator(
      "kbd:visible, [aria-hidden=true].font-mono:visible, [aria-keyshortcuts='?']:visible",
    );
    await expect(keys).toHaveCount(0);
    await context.close();
  }
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
