import type { Page } from "@playwright/test";
import { send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

/** The sandbox refuses the first, and never reports of the second. */
const REFUSED = "963931000001";
const rows = (page: Page) => page.locator("tbody tr");
const drawer = (page: Page) => page.getByRole("dialog", { name: /^Message \d+/ });

/** Failures of several reasons and operators, and messages that did not fail. */
async function fail(
  gateway: Gateway,
  account: { id: number; subscriptionIds: number[]; templateId: number },
) {
  const sql = await gateway.sql();
  await sql`
    insert into messages (account_id, subscription_id, template_version_id, language, code_length, segments, credits,
      status, problem, number, provider_response, created_at)
    select ${account.id}, ${account.subscriptionIds[0]!}, v.id, 1, 6, 1, 1, 'failed', t.reason::message_problem, t.number,
      'Answer of the test', now() - t.minutes * interval '1 minute'
    from template_versions v, (values
      ('undelivered', '963933000001', 1), ('undelivered', '963944000002', 2), ('undelivered', '963944000003', 3),
      ('recipient_refused', '963955123403', 61), ('no_route', '905321234567', 4)
    ) as t (reason, number, minutes)
    where v.template_id = ${account.templateId}`;
  // The job may have counted that hour already, at this moment.
  await (await gateway.desk()).call("message-counts", "countLastDay");
}

/** The number that a link shows is what the list behind it counts. */
async function proves(page: Page, link: ReturnType<Page["getByRole"]>, count: number): Promise<void> {
  await expect(link).toContainText(String(count));
  await link.click();
  await expect(page).toHaveURL(/\/messages\?/);
  await expect(rows(page)).toHaveCount(count);
  await expect(page.getByText(new RegExp(`^${count} results?$`))).toBeVisible();
  await page.goBack();
}

test("a developer's overview shows failures by reason and mobile operator, each linked to its messages", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await fail(gateway, account);
  await send(gateway, account);
  for (const period of ["7d", "24h"]) {
    await page.goto(`${gateway.url}/?period=${period}`);
    const reasons = page.getByRole("list", { name: "By reason" }).getByRole("link");
    const operators = page.getByRole("list", { name: "By mobile operator" }).getByRole("link");
    await expect(reasons).toHaveText([/^Not delivered ?3$/, /^Number refused ?1$/, /^Number not served ?1$/]);
    await proves(page, reasons.first(), 3);
    await proves(page, operators.filter({ hasText: "MTN" }), 3);
    await proves(page, operators.filter({ hasText: "Syriatel" }), 1);
    await proves(page, operators.filter({ hasText: "Other numbers" }), 1);
    await proves(page, page.getByRole("link", { name: "5 failed" }), 5);
    await proves(page, page.getByRole("link", { name: /^Messages: 6$/ }), 6);
    // Of the legend.
    await proves(page, page.getByRole("definition").getByRole("link", { name: "5", exact: true }), 5);
  }
  // An hour's bar opens the messages of that hour.
  const bar = page.locator("a[data-bar]").nth(-2);
  await expect(bar).toHaveAccessibleName(/messages?/);
  const said = /: (\d+|no) messages?/.exec((await bar.getAttribute("aria-label"))!)![1]!;
  await bar.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/period=\d{4}-\d\d-\d\dT\d\d%3A00Z\.\.|period=\d{4}-\d\d-\d\dT\d\d:00Z\.\./);
  await expect(rows(page)).toHaveCount(said === "no" ? 0 : Number(said));
});

test("the log is filtered by reason and operator, the details explain the reason, and the export has its code", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await fail(gateway, account);
  await send(gateway, account, { gsm: REFUSED });
  await page.goto(`${gateway.url}/messages`);
  await expect(rows(page)).toHaveCount(6);
  await page.getByRole("button", { name: "Reason" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Number refused" }).click();
  await expect(page).toHaveURL(/\?reason=recipient_refused$/);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole("menuitemcheckbox", { name: "Not delivered" }).click();
  await expect(rows(page)).toHaveCount(4);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Reason" })).toBeVisible();
  await page.goto(`${gateway.url}/messages?reason=undelivered&operator=none`);
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();
  // A reason and a status that exclude each other, and values that do not exist.
  await page.goto(`${gateway.url}/messages?reason=undelivered&status=sent,delivered`);
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();
  await page.goto(`${gateway.url}/messages?reason=nonsense&operator=0&answer=x`);
  await expect(rows(page)).toHaveCount(6);

  const csv = await (await context.request.get(`${gateway.url}/messages/export?reason=no_route`)).text();
  const [header, ...lines] = csv.replace("\ufeff", "").trim().split("\r\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]!.split(",")[header!.split(",").indexOf("reason")]).toBe("no_route");

  await page.goto(`${gateway.url}/messages?reason=recipient_refused`);
  await rows(page).first().click();
  await expect(drawer(page)).toContainText("Ask the user to check it.");
  await drawer(page).getByRole("link", { name: "Other messages to this number" }).click();
  await expect(page).toHaveURL(/q=%2B963955123403$/);
  await expect(page.getByText("Messages to \u2066+963955123403\u2069")).toBeVisible();
});

test("a number is found by any part of it, and the page shows how it understood the search", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await fail(gateway, account);
  const found = async (text: string, words: string, count: number) => {
    await page.goto(`${gateway.url}/messages?q=${encodeURIComponent(text)}`);
    await expect(page.getByRole("status").filter({ hasText: words }), text).toBeVisible();
    await expect(rows(page), text).toHaveCount(count);
  };
  for (const whole of [
    "955123403",
    "0955 123 403",
    "00963955123403",
    "+963-955-123-403",
    "٠٩٥٥١٢٣٤٠٣",
    "۹۵۵۱۲۳۴۰۳",
  ])
    await found(whole, "+963955123403", 1);
  await found("123403", "Numbers ending in \u2066123403\u2069, and message \u2066#123403\u2069", 1);
  await found("١٢٣ ٤٠٣", "Numbers ending in \u2066123403\u2069", 1);
  await found("44000003", "Numbers ending in", 1);
  await page.goto(`${gateway.url}/messages?q=01234`);
  await expect(page.getByText("Enter a number, at least its last six digits")).toBeVisible();
  await prefer(context, gateway.url, "ar", "dark");
  await found("123403", "الأرقام المنتهية بـ \u2066123403\u2069", 1);
  // By typing, and it still is the search box that has the focus.
  await page.goto(`${gateway.url}/messages`);
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.getByRole("searchbox")).toBeFocused({ timeout: 500 });
  }).toPass();
  await page.keyboard.type("000002");
  await expect(rows(page)).toHaveCount(1);
});

test("an admin's overview links to what it counts, and a message's details to its account, template and token", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await fail(gateway, account);
  const { json } = await send(gateway, account, { gsm: REFUSED });
  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  const reasons = page.getByRole("list", { name: "By reason" }).getByRole("link");
  await expect(reasons.filter({ hasText: "No route" })).toBeVisible();
  await proves(page, reasons.filter({ hasText: "Not delivered" }), 3);

  await page.goto(`${gateway.url}/admin`);
  const answers = page.getByRole("list", { name: /^Carriers’ answers/ });
  await answers.getByRole("link", { name: /^Rejected by the sandbox/ }).click();
  await expect(page).toHaveURL(/answer=[0-9a-f]{16}/);
  await expect(page.getByRole("button", { name: /^Answer/ }).first()).toBeVisible();
  await expect(rows(page).filter({ hasText: `+${REFUSED}` })).not.toHaveCount(0);
  for (const row of await rows(page).all()) await expect(row).toContainText("Refused by the provider");

  for (const [name, address] of [
    [account.name, new RegExp(`/admin/accounts/${account.id}$`)],
    [/, version 1$/, new RegExp(`/admin/accounts/${account.id}/templates/${account.templateId}$`)],
    ["sandbox", /\/admin\/messages\?provider=\d+$/],
  ] as const) {
    await page.goto(`${gateway.url}/admin/messages?open=${json.id}`);
    await drawer(page).getByRole("link", { name }).click();
    await expect(page).toHaveURL(address);
  }
  await page.goto(`${gateway.url}/admin/messages?account=${account.id}&open=${json.id}`);
  await expectAccessible(page, "the sheet of a refused message");
});

test("a message without a route has its own reason code, worded separately for admins and developers", async ({
  gateway,
  account,
  developer: { page },
  arrive,
}) => {
  const sql = await gateway.sql();
  const { json } = await send(gateway, account, { gsm: REFUSED });
  await sql`update messages set problem = 'approval_missing', provider_id = null where id = ${json.id}`;
  await page.goto(`${gateway.url}/messages?open=${json.id}`);
  await expect(drawer(page)).toContainText("Text not approved by the operator");
  await expect(drawer(page)).not.toContainText("Submit the text");
  const { page: admins } = await arrive("admin");
  await admins.goto(`${gateway.url}/admin/messages?open=${json.id}`);
  await expect(drawer(admins)).toContainText("Submit the text under Approvals");
});

test("an audit entry links to what was changed", async ({ gateway, account, admin: { page } }) => {
  const desk = await gateway.desk();
  await desk.call("accounts", "suspendAccount", { id: account.id });
  await desk.call("accounts", "resumeAccount", { id: account.id });
  await page.goto(`${gateway.url}/admin/audit?subject=account.${account.id}`);
  await rows(page)
    .first()
    .getByRole("link", { name: `Account ${account.id}` })
    .click();
  await expect(page).toHaveURL(`${gateway.url}/admin/accounts/${account.id}`);
});
