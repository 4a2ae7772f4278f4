import { expect, type Locator, type Page } from "@playwright/test";

/** Types part of a name, and takes what the server finds. */
export async function choose(
  page: Page,
  field: Locator,
  text: string,
  option: string | RegExp = text,
): Promise<void> {
  await field.click();
  await field.fill(text);
  const list = page.getByRole("listbox");
  // The list of before stands there until the server has answered.
  await expect(list.getByRole("option").filter({ hasNotText: text })).toHaveCount(0);
  await list.getByRole("option", { name: option }).click();
  await expect(list).toHaveCount(0);
}
