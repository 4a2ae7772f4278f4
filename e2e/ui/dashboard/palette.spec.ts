import type { Page } from "@playwright/test";
import { send } from "#e2e/api.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { prefer } from "#e2e/ui/support/browser.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

const palette = (page: Page) => page.getByRole("dialog", { name: /^(Search|بحث)$/ });
const options = (page: Page) => palette(page).getByRole("option");
/** What Enter chooses: an answer is highlighted a moment after it is shown. */
const highlighted = (page: Page) => palette(page).locator("[role=option][data-focused]");
const field = (page: Page) => palette(page).getByRole("combobox");

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("Control+k");
  await expect(field(page)).toBeFocused();
}

for (const [language, typed, other, heading] of [
  ["ar", "whitel", "القائمة الب", "القائمة البيضاء"],
  ["en", "القائمة الب", "whitel", "IP whitelist"],
] as const) {
  test(`the palette finds pages by their name in either language while the interface is in ${language}`, async ({
    gateway,
    developer: { page, context },
  }) => {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/tokens`);
    await openPalette(page);
    await expectAccessible(page, `the palette in ${language}`);
    await page.keyboard.type(typed);
    await expect(options(page)).toHaveCount(1);
    await expect(options(page)).toContainText(heading);
    await field(page).fill(other);
    await expect(options(page)).toHaveCount(1);
    await expect(highlighted(page)).toContainText(heading);
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${gateway.url}/whitelist`);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
  });
}

test("a developer finds their things by keyboard alone, and what was opened comes first the next time", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const { headers, json } = await send(gateway, account, { gsm: "963944123456" });
  const sql = await gateway.sql();
  const requestId = headers.get("x-request-id")!;
  await expect.poll(async () => (await sql`select from api_requests where id = ${requestId}`).length).toBe(1);
  await page.goto(`${gateway.url}/docs`);

  await openPalette(page);
  await page.keyboard.type("123456");
  await expect(options(page).filter({ hasText: "+963944123456" })).toHaveCount(1);
  await field(page).fill(`#${json.id}`);
  await expect(options(page)).toHaveCount(1);
  await expect(highlighted(page)).toHaveText(/\+963944123456/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: `Message ${json.id}` })).toBeVisible();
  await page.keyboard.press("Escape");

  await openPalette(page);
  await field(page).fill(requestId);
  await expect(options(page)).toHaveCount(1);
  await expect(highlighted(page)).toHaveText(/POST \/api\/otp\/send\//);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: `Request ${requestId}` })).toBeVisible();
  await page.keyboard.press("Escape");

  await openPalette(page);
  const recent = palette(page).getByRole("group", { name: "Recent" }).getByRole("option");
  await expect(recent).toHaveCount(2);
  await expect(recent.first()).toContainText("POST /api/otp/send/");
  await expect(recent.last()).toContainText(`Message #${json.id}`);
  const kept = await page.evaluate(() => JSON.stringify(window.localStorage));
  expect(kept).not.toContain("963944123456");
  await palette(page).getByRole("button", { name: "Clear recent" }).click();
  await expect(recent).toHaveCount(0);
});

test("the best result is highlighted when it arrives, unless the reader has moved the highlight", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account, { gsm: "963944987651" });
  await page.goto(`${gateway.url}/docs`);
  const best = highlighted(page);
  let gate = Promise.withResolvers<void>();
  const answer = () => gate.resolve();
  await page.route("**/find?*", async (route) => {
    await gate.promise;
    // One that was given up for a longer text is gone.
    await route.continue().catch(() => {});
  });
  const asked = () => page.waitForRequest("**/find?*987651*");
  const ask = async () => {
    gate = Promise.withResolvers<void>();
    await openPalette(page);
    const begun = asked();
    await page.keyboard.type("987651");
    await begun;
    await expect(best).toHaveText(/^Search messages for/);
  };

  await ask();
  answer();
  await expect(best).toHaveText(/\+963944987651/);
  await expect(options(page).first()).toHaveText(/\+963944987651/);
  await page.keyboard.press("Escape");

  await ask();
  await page.keyboard.press("End");
  const chosen = await best.innerText();
  answer();
  await expect(options(page).filter({ hasText: "+963944987651" }).first()).toBeVisible();
  expect(chosen).toContain("Search API requests for");
  await expect(best).toHaveText(chosen);
  await page.keyboard.press("Escape");

  await ask();
  answer();
  await expect(best).toHaveText(/\+963944987651/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: /^Message / })).toBeVisible();
});

test("the token that is pasted stays in the browser, and the one it is can be copied after the password", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/`);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await openPalette(page);
  await page.keyboard.insertText(account.token);
  await expect(options(page).filter({ hasText: "Test" })).toHaveCount(1);
  expect(asked.filter((url) => url.includes(account.token))).toEqual([]);

  await field(page).fill("copy a tok");
  await expect(highlighted(page)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(field(page)).toHaveAccessibleName("Which token?");
  await page.keyboard.type("test");
  await expect(options(page)).toHaveCount(1);
  await expect(highlighted(page)).toHaveText(/Copy the token/);
  await page.keyboard.press("Enter");
  await expect(
    page
      .getByRole("dialog")
      .getByLabel(/password/i)
      .first(),
  ).toBeVisible();
  await expect(page).toHaveURL(`${gateway.url}/tokens?q=${account.token.slice(-4)}`);
});

test("an admin grants credits to an account from any page, in one line or in two steps", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await page.goto(`${gateway.url}/admin/audit`);
  const short = account.name.slice(5, 25);
  await openPalette(page);
  await page.keyboard.type(`grant ${short}`);
  const line = options(page).filter({ hasText: `Grant credits to \u2068${account.name}\u2069` });
  await expect(line).toHaveCount(1);
  await line.click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Grant" })).toBeVisible();
  await expect(page).toHaveURL(`${gateway.url}/admin/accounts/${account.id}/subscriptions`);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  // It was asked for once.
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(dialog).toBeHidden();

  await openPalette(page);
  await page.keyboard.type("invite a mem");
  await expect(highlighted(page)).toContainText("Invite a member");
  await page.keyboard.press("Enter");
  await expect(field(page)).toHaveAccessibleName("Which account’s team?");
  await expect(field(page)).toBeFocused();
  await page.keyboard.press("Backspace");
  await expect(field(page)).toHaveAccessibleName("Search, or type a command");
  await page.keyboard.type("invite a mem");
  await expect(highlighted(page)).toContainText("Invite a member");
  await page.keyboard.press("Enter");
  await page.keyboard.type(short);
  // What is said while the answer is not there is an option, too.
  await expect(options(page)).toHaveCount(1);
  await expect(highlighted(page)).toHaveText(/^Invite a member to/);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("E-mail")).toBeVisible();
  await expect(page).toHaveURL(`${gateway.url}/admin/accounts/${account.id}/developers`);
});

test("a developer finds nothing that is the operator's, and is offered nothing of it", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  const answer = await context.request.get(`${gateway.url}/find?q=${account.name.slice(0, 12)}&kind=account`);
  expect((await answer.json()).findings).toEqual([]);
  expect((await context.request.get(`${gateway.url}/admin/find?q=a`)).status()).toBe(403);
  await page.goto(`${gateway.url}/`);
  await openPalette(page);
  await page.keyboard.type("grant");
  await expect(palette(page)).toContainText("Nothing found.");
});

test("on a phone, in Arabic and dark, it is opened by touch and fits", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  await prefer(context, gateway.url, "ar", "dark");
  await page.setViewportSize({ width: 360, height: 640 });
  await page.goto(`${gateway.url}/admin`);
  await page.getByRole("button", { name: "فتح القائمة" }).click();
  await page.getByRole("button", { name: "بحث…" }).click();
  await field(page).fill(account.name);
  await expect(options(page).filter({ hasText: account.name }).first()).toBeVisible();
  await expectAccessible(page, "the palette on a phone");
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(over).toBeLessThanOrEqual(0);
  await options(page).filter({ hasText: account.name }).first().click();
  await expect(page).toHaveURL(`${gateway.url}/admin/accounts/${account.id}`);
});
