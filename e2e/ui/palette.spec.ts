import { expectAccessible } from "./accessible.ts";
import { prefer } from "./browser.ts";
import { expect, test } from "./signed-in.ts";

for (const [language, typed, other, heading] of [
  ["ar", "whitel", "القائ", "القائمة البيضاء"],
  ["en", "القائ", "whitel", "IP whitelist"],
] as const) {
  test(`the palette finds pages by their name in either language while the interface is in ${language}`, async ({
    gateway,
    developer: { page, context },
  }) => {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/tokens`);
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog");
    const options = palette.getByRole("option");
    await expect(options).toHaveCount(9);
    await expectAccessible(page, `the palette in ${language}`);
    await page.keyboard.type(typed);
    await expect(options).toHaveCount(1);
    await expect(options).toContainText(heading);
    await palette.getByRole("combobox").fill(other);
    await expect(options).toHaveCount(1);
    await palette.getByRole("combobox").fill(typed);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${gateway.url}/whitelist`);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  });
}
