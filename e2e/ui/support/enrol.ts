import type { Page } from "@playwright/test";
import { codeAt } from "#core/access/two-factor.ts";
import { expectAccessible } from "./accessible.ts";
import { expect, PASSWORD } from "./signed-in.ts";

/** Sets up two-factor authentication on a page that offers it. @returns the app's secret and the recovery codes. */
export async function enrol(page: Page): Promise<{ secret: string; recoveryCodes: string[] }> {
  await page.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Your password").fill("wrong");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This is not your current password.")).toBeVisible();
  await dialog.getByLabel("Your password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("img", { name: "QR code for the authenticator app" })).toBeVisible();
  await expectAccessible(page, "the QR code");
  const secret = (await dialog.getByTestId("secret").innerText()).replaceAll(" ", "");
  await dialog.getByLabel("The code that the app shows now").fill("000000");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("This code is incorrect")).toBeVisible();
  await dialog.getByLabel("The code that the app shows now").fill(codeAt(secret, new Date()));
  await page.keyboard.press("Enter");
  const list = page.getByRole("list", { name: "Recovery codes" });
  await expect(list.getByRole("listitem")).toHaveCount(10);
  await expectAccessible(page, "the recovery codes");
  const recoveryCodes = await list.getByRole("listitem").allInnerTexts();
  await page.getByRole("button", { name: "I have saved them" }).click();
  return { secret, recoveryCodes };
}
