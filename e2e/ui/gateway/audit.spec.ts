import { readFileSync } from "node:fs";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, PASSWORD, prefer, test } from "#e2e/ui/support/signed-in.ts";

test("the log is filtered by actor, action, subject, account and period, and the address keeps the filters", async ({
  gateway,
  account,
  admin: { page, email },
}) => {
  const desk = await gateway.desk();
  await desk.call("accounts", "suspendAccount", { id: account.id });
  await desk.call("accounts", "resumeAccount", { id: account.id });
  const table = page.getByRole("table", { name: "Audit log" });
  const rows = table.getByRole("row");
  const choose = async (filter: string, option: string | RegExp) => {
    await page.getByRole("button", { name: filter, exact: true }).click();
    await page
      .getByRole("menuitemradio", { name: option })
      .or(page.getByRole("menuitemcheckbox", { name: option }))
      .or(page.getByRole("option", { name: option }))
      .click();
    await page.keyboard.press("Escape");
  };
  await page.goto(`${gateway.url}/admin/audit`);
  await choose("Who", email);
  await expect(page).toHaveURL(/actor=user\.\d+$/);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText("Signed in");

  await page.goto(`${gateway.url}/admin/audit?account=${account.id}`);
  await choose("What", "Suspended the account");
  await expect(page).toHaveURL(/action=account\.suspend/);
  await expect(rows).toHaveCount(2);
  await expect(rows.nth(1)).toContainText(/Status\s*active/);
  await expect(rows.nth(1)).toContainText("suspended");
  await choose("Subject", "Subscription");
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();
  await page.goBack();
  await expect(rows).toHaveCount(2);

  await page.goto(`${gateway.url}/admin/audit?account=${account.id}&period=1h`);
  await expect(table).toContainText("Granted a subscription");
  await page.goto(`${gateway.url}/admin/audit?account=${account.id}&period=2001-01-01..2001-01-31`);
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();

  // What does not read as a filter counts as none, and breaks nothing.
  await page.goto(`${gateway.url}/admin/audit?actor=user.x&subject=../etc&action=nothing&period=now&after=x`);
  await expect(table).toBeVisible();
  await page.goto(`${gateway.url}/admin/audit?actor=system&account=${account.id}&size=10`);
  await expect(rows.nth(1)).toContainText("Resumed the account");
  await page.getByRole("searchbox").fill("nobody-of-this-name");
  await expect(page.getByText("Nothing matches these filters.")).toBeVisible();
});

for (const { language, who, what, typed, action, none } of [
  {
    language: "en",
    who: "Who",
    what: "What",
    typed: "whitel",
    action: "Added to the whitelist",
    none: "Nothing found.",
  },
  {
    language: "ar",
    who: "بواسطة",
    what: "الإجراء",
    typed: "القائمة",
    action: "إضافة عنوان إلى القائمة البيضاء",
    none: "لا شيء هنا بهذا الاسم.",
  },
] as const) {
  test(`actors and actions are found by typing, with the keyboard alone, in ${language}`, async ({
    gateway,
    account,
    admin: { page, context },
  }) => {
    const desk = await gateway.desk();
    const emails = Array.from({ length: 12 }, (_, n) => `team-${account.id}-${n}@example.com`);
    for (const email of emails) {
      await desk.call("users", "createUser", {
        email,
        role: "developer",
        accountId: account.id,
        password: PASSWORD,
      });
    }
    await prefer(context, gateway.url, language, "dark");
    await page.goto(`${gateway.url}/admin/audit`);
    const options = page.getByRole("dialog").getByRole("option");

    // One of them: chosen with the keys, which closes the choices and gives the focus back.
    await page.getByRole("button", { name: who, exact: true }).press("Enter");
    const search = page.getByRole("dialog").getByRole("combobox");
    await expect(search).toBeFocused();
    await page.keyboard.type(`team-${account.id}-11@`);
    await expect(options).toHaveText([emails[11]!]);
    await expectAccessible(page, `the choices of who in ${language}`);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/actor=user\.\d+$/);
    await expect(search).toHaveCount(0);
    await expect(page.getByRole("button", { name: `${who} ${emails[11]}` })).toBeFocused();

    // Several: they stay open, and Escape closes them.
    await page.goto(`${gateway.url}/admin/audit`);
    await page.getByRole("button", { name: what, exact: true }).press("Enter");
    await expect(search).toBeFocused();
    await page.keyboard.type("qqqq");
    await expect(page.getByText(none)).toBeVisible();
    await search.fill(typed);
    await expect(options).toHaveCount(3);
    await page.getByRole("option", { name: action }).click();
    await expect(page).toHaveURL(/action=whitelist\.add$/);
    await expect(page.getByRole("option", { name: action })).toHaveAttribute("aria-selected", "true");
    await search.fill("");
    await page.keyboard.press("Escape");
    await expect(search).toHaveCount(0);
    await expect(page).toHaveURL(/action=whitelist\.add$/);
    await expect(page.getByRole("row").nth(1)).toContainText(action);

    // On a phone they fit on the screen.
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole("button", { name: new RegExp(`^${what}`) }).click();
    await expect(search).toBeFocused();
    const box = (await page.getByRole("dialog").boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(360);
  });
}

test("an entry shows the values before and after, field by field, with the changed words", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const desk = await gateway.desk();
  const old = "Owes for October, call on Sunday";
  await desk.call("accounts", "changeAccount", { id: account.id, notes: old });
  await desk.call("accounts", "changeAccount", {
    id: account.id,
    notes: "Owes for November, call on Sunday",
    contactName: "Rima",
  });
  await page.goto(`${gateway.url}/admin/audit?account=${account.id}`);
  const row = page.getByRole("row").nth(1);
  await expect(row).toContainText("Changed the account’s details");
  await row.click();
  await expect(page).toHaveURL(/\/admin\/audit\/\d+$/);
  const table = page.getByRole("table", { name: "What changed" });
  const notes = table.getByRole("row", { name: "Notes" });
  await expect(notes.locator("del mark")).toHaveText("October");
  await expect(notes.locator("ins mark")).toHaveText("November");
  const contact = table.getByRole("row", { name: "Contact’s name" });
  await expect(contact.locator("del")).toHaveCount(0);
  await expect(contact.locator("ins")).toHaveText("Rima");
  await expectAccessible(page, "an entry of the audit");
  await page.getByRole("link", { name: "All changes of this subject" }).click();
  await expect(page).toHaveURL(new RegExp(`subject=account\\.${account.id}$`));
  await expect(page.getByRole("table", { name: "Audit log" })).toContainText("Created the account");
  await expect(page.getByRole("table", { name: "Audit log" })).not.toContainText("Granted a subscription");
});

test.describe("a missing entry", () => {
  test.use({ tolerated: /404/ });

  test("shows the page for missing records", async ({ gateway, admin: { page } }) => {
    for (const id of ["0", "x", "999999999999"]) {
      await page.goto(`${gateway.url}/admin/audit/${id}`);
      await expect(page.getByRole("heading", { name: "This page does not exist" })).toBeVisible();
    }
  });
});

test("the filtered log is exported with formulas neutralised, for admins only", async ({
  gateway,
  account,
  arrive,
  playwright,
  admin: { page },
}) => {
  const desk = await gateway.desk();
  await desk.call("whitelist", "addToWhitelist", {
    accountId: account.id,
    range: "203.0.113.9",
    label: '=HYPERLINK("https://example.com")',
  });
  await page.goto(`${gateway.url}/admin/audit?account=${account.id}&action=whitelist.add`);
  const started = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const download = await started;
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  const text = readFileSync(await download.path(), "utf8");
  const [head, newest, ...rest] = text.trimEnd().split("\r\n");
  expect(head).toBe(
    "\ufeffid,at,actor_kind,actor,action,subject,account_id,account,account_arabic_name,address,before,after",
  );
  expect(newest).toContain(`,system,e2e,whitelist.add,`);
  expect(newest).toContain('""label"": ""=HYPERLINK'.replaceAll(": ", ":"));
  expect(rest).toHaveLength(account.whitelistIds.length);

  const address = `${gateway.url}/admin/audit/export?account=${account.id}`;
  const developer = await arrive("developer", account.id);
  const refused = await developer.context.request.get(address);
  expect([refused.status(), await refused.text()]).toEqual([403, "{}"]);
  const nobody = await playwright.request.newContext();
  const unknown = await nobody.get(address);
  expect([unknown.status(), await unknown.text()]).toEqual([401, "{}"]);
  await nobody.dispose();
});
