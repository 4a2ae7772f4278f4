import type { Page } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { ask, NUMBER, SEND, send } from "#e2e/api.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

const rows = (page: Page) => page.getByRole("region", { name: "API requests" }).locator("tbody tr");
const drawer = (page: Page) => page.getByRole("dialog", { name: /^Request / });

/** Rows are written about once a second. */
async function showsRequests(page: Page, url: string, count: number): Promise<void> {
  await expect(async () => {
    await page.goto(url);
    await expect(rows(page)).toHaveCount(count, { timeout: 500 });
  }).toPass();
}

test("a request is found by its request ID, and its details show what was wrong and how to fix it", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/requests`);
  await expect(page.getByText("No requests yet")).toBeVisible();

  const sent = await send(gateway, account);
  const invalid = await send(gateway, account, { gsm: "12", language: "fr" });
  await ask(gateway, "PUT", SEND, { token: account.token });
  await showsRequests(page, `${gateway.url}/requests`, 3);
  await expect(rows(page).nth(1)).toContainText("Invalid field");
  await expect(rows(page).nth(1)).toContainText("gsm, language");

  const find = page.getByRole("searchbox", { name: "Request ID, number or address" });
  await find.fill(invalid.headers.get("x-request-id")!);
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().click();
  await expect(drawer(page)).toContainText("The response names each field and what is wrong with it.");
  await expect(drawer(page)).toContainText('"gsm": "**"');
  await expect(drawer(page)).toContainText("is not a valid choice.");
  await expect(drawer(page)).toContainText("127.0.0.1");
  await expectAccessible(page, "a request");
  await page.keyboard.press("Escape");
  await expect(drawer(page)).toBeHidden();

  await find.fill(`+${NUMBER}`);
  await expect(rows(page).first()).toContainText("201");
  await expect(rows(page)).toHaveCount(1);
  await rows(page).first().click();
  await expect(drawer(page)).toContainText("9639******00");
  await expect(drawer(page)).not.toContainText(NUMBER);
  await expect(drawer(page)).not.toContainText("482910");
  // On to the message.
  await drawer(page)
    .getByRole("link", { name: `#${sent.json.id}` })
    .click();
  await expect(page.getByRole("dialog", { name: `Message ${sent.json.id}` })).toContainText(NUMBER);
});

test("a number to which no message was sent leads to the requests that were refused", async ({
  gateway,
  account,
  developer: { page },
  admin: { page: admin },
}) => {
  await send(gateway, account, { template_id: 2_000_000_000 });
  await showsRequests(page, `${gateway.url}/requests`, 1);
  // As it is read out over the phone.
  const said = encodeURIComponent("٠٩١١ ٠٠٠ ٠٠٠");
  await page.goto(`${gateway.url}/messages?q=${said}`);
  await expect(page.getByText("A request that was refused creates no message.")).toBeVisible();
  await page.getByRole("link", { name: "Look for this number in the API requests" }).click();
  await expect(rows(page)).toHaveCount(1);
  await expect(rows(page).first()).toContainText("template_id");

  // Of all accounts: whose requests to look at is not known yet.
  await admin.goto(`${gateway.url}/admin/messages?status=failed&q=963955123987`);
  await expect(admin.getByText("Look for this number in the API requests of its account.")).toBeVisible();
  await admin.goto(`${gateway.url}/admin/accounts/${account.id}/messages?q=${said}`);
  await admin.getByRole("link", { name: "Look for this number in the API requests" }).click();
  await expect(rows(admin).first()).toContainText("template_id");
});

test.describe("another account's requests", () => {
  test.use({ tolerated: /the server responded with a status of 404/ });

  test("refusals on the overview link to the refused requests", async ({
    gateway,
    developer: { page },
    arrive,
  }) => {
    const account = await makeAccount(gateway, { whitelist: [] });
    const { page: own } = await arrive("developer", account.id);
    for (let i = 0; i < 3; i++) expect((await send(gateway, account)).status).toBe(403);
    await showsRequests(own, `${gateway.url}/requests`, 3);
    await expect(async () => {
      await own.reload();
      const summary = own.getByRole("table", { name: "Refused in the last 7 days" });
      await expect(summary.getByRole("row").nth(1)).toContainText("Address not on the whitelist", {
        timeout: 500,
      });
      await expect(summary.getByRole("row").nth(1)).toContainText("3", { timeout: 500 });
    }).toPass();
    await own.getByRole("link", { name: "Show requests: Address not on the whitelist" }).click();
    await expect(own).toHaveURL(`${gateway.url}/requests?error=address`);
    await expect(own.getByRole("table", { name: "Refused in the last 7 days" })).toBeHidden();
    await expect(rows(own)).toHaveCount(3);

    await own.goto(`${gateway.url}/whitelist`);
    await own.getByRole("link", { name: "3 requests from 127.0.0.1" }).click();
    await expect(own).toHaveURL(`${gateway.url}/requests?error=address&q=127.0.0.1`);
    await expect(rows(own)).toHaveCount(3);

    // Somebody else's developer finds nothing of it, by no address.
    const href = await rows(own).first().getByRole("link").first().getAttribute("href");
    await page.goto(`${gateway.url}${href}`);
    await expect(drawer(page)).toContainText("This request is not in the log.");
  });
});

test("on a phone a request's card has only the columns for which it has values", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account);
  await send(gateway, account, { gsm: "12" });
  await page.setViewportSize({ width: 390, height: 844 });
  await showsRequests(page, `${gateway.url}/requests`, 2);
  const names = (row: number) =>
    rows(page).nth(row).locator("td > span[aria-hidden]:visible").allInnerTexts();
  await expect.poll(() => names(0)).toEqual(["Status", "Reason", "Field", "Token", "Time"]);
  await expect.poll(() => names(1)).toEqual(["Status", "Token", "Time"]);
});

test("an admin sees an account's requests in its tab, in Arabic as well", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  const { headers } = await send(gateway, account, { code: "" });
  const id = headers.get("x-request-id")!;
  await showsRequests(page, `${gateway.url}/admin/accounts/${account.id}/requests`, 1);
  await page.goto(`${gateway.url}/admin/accounts/${account.id}/requests?open=${id}`);
  await expect(drawer(page)).toContainText(account.name);
  await expect(drawer(page)).toContainText("code");
  await prefer(context, gateway.url, "ar", "dark");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  const sheet = page.getByRole("dialog", { name: `الطلب ${id}` });
  await expect(sheet).toContainText("حقل غير صالح");
  await expectAccessible(page, "a request in Arabic, dark, on a phone");
});

test("invalid parameters in the address show the list instead of an error", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await send(gateway, account);
  await showsRequests(page, `${gateway.url}/requests`, 1);
  for (const query of ["status=9&error=x&after=1&size=7", "after=%00", "period=2026-13-01.."]) {
    await page.goto(`${gateway.url}/requests?${query}`);
    await expect(rows(page)).toHaveCount(1);
  }
  await page.goto(`${gateway.url}/requests?q=hello`);
  await expect(page.getByText("Enter a whole request ID, phone number or IP address.")).toBeVisible();
});
