import { randomBytes } from "node:crypto";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

test("an account with two names shows each reader the one of their language, and is found by both", async ({
  gateway,
  admin: { page, context },
}) => {
  const mark = randomBytes(4).toString("hex");
  const [english, arabic] = [`Qasioun ${mark}`, `قاسيون ${mark}`];
  await page.goto(`${gateway.url}/admin/accounts`);
  await page.getByRole("button", { name: "New account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create account" }).click();
  await expect(dialog.getByText("This field is required.")).toBeVisible();
  await dialog.getByLabel("Name in English").fill(english);
  await dialog.getByLabel("Name in Arabic").fill(arabic);
  await dialog.getByRole("button", { name: "Create account" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(english);
  for (const asked of [english, arabic]) {
    await page.goto(`${gateway.url}/admin/accounts?q=${encodeURIComponent(asked)}`);
    await expect(page.getByRole("row").filter({ hasText: english })).toHaveCount(1);
  }
  await prefer(context, gateway.url, "ar", "light");
  await page.goto(`${gateway.url}/admin/accounts?q=${encodeURIComponent(english)}`);
  await page.getByRole("link", { name: arabic }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(arabic);
  await expect(page.getByText(english)).toHaveCount(0);
  // The palette finds it by the other name, and shows the reader's.
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "بحث" });
  await palette.getByRole("combobox").fill(english);
  await expect(palette.getByRole("option", { name: arabic })).toBeVisible();
  await expect(palette.getByText(english)).toHaveCount(0);
});
