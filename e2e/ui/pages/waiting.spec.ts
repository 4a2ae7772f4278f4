import type { Page } from "@playwright/test";
import { send } from "#e2e/api.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

/** Holds back what `isHeld` names until the returned function is called: a network as slow as it can be. */
async function holdBack(page: Page, pattern: string, isHeld: (body: string) => boolean) {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(pattern, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    if (isHeld(body)) await promise;
    await route.fulfill({ response, body });
  });
  return resolve;
}

test("between the click on a message and its sheet there is a skeleton, whatever is on its way", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const { id, gsm } = (await send(gateway, account)).json;
  const releaseCode = await holdBack(page, "**/_next/static/**/*.js", (body) =>
    body.includes("/details?id="),
  );
  const releaseAnswer = await holdBack(page, "**/messages/details?*", () => true);
  await page.goto(`${gateway.url}/messages`);
  await page.locator("tbody tr").first().click();
  await expect(page).toHaveURL(new RegExp(`open=${id}`));
  const skeleton = page.locator("[aria-busy=true] .skeleton").first();
  await expect(skeleton).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  const place = await page.locator("[data-drawer-skeleton]").boundingBox();
  releaseCode();
  const sheet = page.getByRole("dialog", { name: `Message ${id}` });
  await expect(sheet).toBeVisible();
  await expect(sheet.locator(".skeleton").first()).toBeVisible();
  // What comes takes the place of what announced it.
  await expect(async () => expect(await sheet.boundingBox()).toEqual(place)).toPass();
  releaseAnswer();
  await expect(sheet.getByText(`+${gsm}`)).toBeVisible();
  await expect(sheet.locator(".skeleton")).toHaveCount(0);
});

test("a chosen filter is ticked and named at once, before the server has answered", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account);
  await page.goto(`${gateway.url}/messages`);
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(/\/messages\?.*status=failed/, async (route) => {
    await promise;
    await route.continue();
  });
  await page.getByRole("button", { name: "Status", exact: true }).click();
  const choice = page.getByRole("menuitemcheckbox", { name: "Failed" });
  await choice.click();
  await expect(choice).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Status Failed" })).toBeVisible();
  // The old rows are still there, dimmed.
  await expect(page.getByRole("table")).toHaveAttribute("aria-busy", "true");
  await expect(page.locator("tbody tr")).toHaveCount(1);
  resolve();
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();
});

test("a late answer of the server takes the focus from nobody who has gone on", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await page.goto(`${gateway.url}/admin/accounts`);
  await page.getByRole("button", { name: "New account" }).click();
  const [english, arabic] = [page.getByLabel("Name in English"), page.getByLabel("Name in Arabic")];
  await arabic.fill("اسم آخر");
  await english.fill(account.name);
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/admin/accounts", async (route) => {
    const response = await route.fetch();
    await promise;
    await route.fulfill({ response });
  });
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-pending]")).toHaveCount(1);
  await page.keyboard.press("Tab");
  await expect(arabic).toBeFocused();
  resolve();
  await expect(english).toHaveAttribute("aria-invalid", "true");
  // As many frames as the first problem is looked for.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 12; frame++) await new Promise(requestAnimationFrame);
  });
  await expect(arabic).toBeFocused();
  // Where nobody has gone on, it leads to the problem.
  await page.unroute("**/admin/accounts");
  await page.keyboard.press("Enter");
  await expect(page.locator("[data-pending]")).toHaveCount(0);
  await expect(english).toBeFocused();
});

test("a dialog begins at its first field, and a question at the answer that changes nothing", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/tokens`);
  const menu = page.getByRole("button", { name: /^Actions for/ });
  await menu.click();
  await page.getByRole("menuitem", { name: "Change access" }).click();
  await expect(page.getByRole("radio", { name: "Send and read" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await menu.click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  const question = page.getByRole("alertdialog", { name: /^Revoke/ });
  await expect(question).toHaveAccessibleDescription(/get 401 from now on/);
  await expect(question.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(question).toHaveCount(0);
  await expect(menu).toBeFocused();
});
