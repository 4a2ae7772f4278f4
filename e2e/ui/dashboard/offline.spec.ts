import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

// The browser complains of each request that it cannot make.
test.use({ tolerated: /ERR_INTERNET_DISCONNECTED|Failed to fetch/ });

test("without a network the page stays, says so, and goes on when the network is back", async ({
  gateway,
  developer: { page, context },
}) => {
  await page.goto(`${gateway.url}/tokens`);
  const notice = page.locator("[data-offline]");
  await expect(notice).toHaveCount(0);
  await context.setOffline(true);
  await expect(notice).toContainText("You are offline");
  await expectAccessible(page, "offline");
  await page.getByRole("navigation").getByRole("link", { name: "IP whitelist" }).click();
  await notice.getByRole("button", { name: "Try again" }).click();
  await expect(page).toHaveURL(`${gateway.url}/tokens`);
  await expect(page.getByRole("heading", { level: 1, name: "API tokens" })).toBeVisible();
  await context.setOffline(false);
  await expect(page).toHaveURL(`${gateway.url}/whitelist`);
  await expect(page.getByRole("heading", { level: 1, name: "IP whitelist" })).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test("nor does what a script asks for leave the page, in Arabic", async ({
  gateway,
  developer: { page, context },
}) => {
  await prefer(context, gateway.url, "ar", "dark");
  await page.goto(`${gateway.url}/tokens`);
  await context.setOffline(true);
  await page.evaluate(() => window.location.assign("/messages"));
  await expect(page.locator("[data-offline]")).toContainText("لا اتصال بالشبكة");
  await expect(page).toHaveURL(`${gateway.url}/tokens`);
  await context.setOffline(false);
  await expect(page).toHaveURL(`${gateway.url}/messages`);
});
