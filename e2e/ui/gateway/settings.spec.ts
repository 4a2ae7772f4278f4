import type { Page } from "@playwright/test";
import { send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { ownGateway } from "#e2e/shared-gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { test as base, expect, prefer } from "#e2e/ui/support/signed-in.ts";

/** What is set here is seen by everybody: a gateway of its own. */
const test = base.extend<object, { gateway: Gateway }>({ gateway: ownGateway() });

const form = (page: Page, name: string) => page.getByRole("form", { name });
const save = (page: Page, name: string) => form(page, name).getByRole("button", { name: "Save" }).click();
const saved = (page: Page) => expect(page.getByText("Settings saved.").first()).toBeVisible();

test("name and contact line appear on every page and at sign-in, in both languages", async ({
  gateway,
  browser,
  admin: { page },
}) => {
  await page.goto(`${gateway.url}/admin/settings`);
  const brand = form(page, "Name and logo");
  for (const name of ["{code}", "<b>Aman</b>"]) {
    await brand.getByLabel("Name in English").fill(name);
    await save(page, "Name and logo");
    await expect(brand.getByText("Enter at most 40 characters, without {}<>.")).toBeVisible();
  }
  await expectAccessible(page, "settings with a problem");
  await brand.getByLabel("Name in English").fill("Qasioun SMS");
  await brand.getByLabel("Name in Arabic").fill("قاسيون");
  await save(page, "Name and logo");
  await saved(page);
  await expect(page).toHaveTitle("Settings · Qasioun SMS");
  const described = await page.request.get(`${gateway.url}/api/openapi.json`);
  expect((await described.json()).info.title).toBe("Qasioun SMS");

  const contact = form(page, "Contact line");
  await contact.getByLabel("Text in Arabic").fill("للمساعدة راسلنا");
  for (const link of ["javascript:alert(1)", "support@example.com", "https://"]) {
    await contact.getByLabel("Link").fill(link);
    await save(page, "Contact line");
    await expect(contact.getByText("Enter an address that begins with"), link).toBeVisible();
    await expect(contact.getByLabel("Text in Arabic")).toHaveValue("للمساعدة راسلنا");
  }
  await contact.getByLabel("Link").fill("mailto:help@example.com");
  await save(page, "Contact line");
  await expect(contact.getByText("Enter an address that begins with")).toHaveCount(0);

  const stranger = await browser.newContext();
  const theirs = await stranger.newPage();
  await expect(async () => {
    await theirs.goto(`${gateway.url}/sign-in`);
    await expect(theirs.getByRole("link", { name: "help@example.com" })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(theirs).toHaveTitle(/Qasioun SMS$/);
  await prefer(stranger, gateway.url, "ar", "light");
  await theirs.goto(`${gateway.url}/sign-in`);
  await expect(theirs).toHaveTitle(/قاسيون$/);
  await expect(theirs.getByText("للمساعدة راسلنا")).toBeVisible();

  // A number that the words name already is not written a second time.
  await contact.getByLabel("Text in Arabic").fill("اتصل بنا على ٠٩٤٤ ١٢٣ ٤٥٦");
  await contact.getByLabel("Link").fill("tel:+963944123456");
  await save(page, "Contact line");
  const call = theirs.getByRole("link", { name: "اتصل بنا على ٠٩٤٤ ١٢٣ ٤٥٦" });
  await expect(async () => {
    await theirs.reload();
    await expect(call).toHaveAttribute("href", "tel:+963944123456", { timeout: 1_000 });
  }).toPass();
  await expect(theirs.getByText("+963944123456")).toHaveCount(0);
  await stranger.close();
});

test("a logo's content is checked; it appears on every page and can be removed", async ({
  gateway,
  playwright,
  admin: { page },
}) => {
  await page.goto(`${gateway.url}/admin/settings`);
  const brand = form(page, "Name and logo");
  const upload = (name: string, mimeType: string, content: string | Buffer) =>
    brand.locator("input[type=file]").setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
  const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inside}</svg>`;
  const drawing = "<path fill='#0a7' d='M0 0h9v9z'/>";
  const refusals: [string, string, string | Buffer, string][] = [
    ["logo.png", "image/png", "GIF89a", "Choose a PNG or SVG file."],
    ["logo.svg", "image/svg+xml", "<html></html>", "Choose a PNG or SVG file."],
    ["logo.svg", "image/svg+xml", svg("\0"), "Choose a PNG or SVG file."],
    ["logo.svg", "image/svg+xml", svg("<script>alert(1)</script>"), "The SVG must be a plain drawing"],
    ["logo.svg", "image/svg+xml", svg("<rect onload='alert(1)'/>"), "The SVG must be a plain drawing"],
    ["logo.png", "image/png", Buffer.alloc(100_001), "The file must be at most 100 kB."],
    ["logo.png", "image/png", Buffer.alloc(3_000_000), "The file must be at most 100 kB."],
  ];
  for (const [name, type, content, problem] of refusals) {
    await upload(name, type, content);
    await expect(brand.getByRole("alert"), name).toContainText(problem);
    await page.reload();
  }
  const nobody = await playwright.request.newContext();
  expect((await nobody.get(`${gateway.url}/logo`)).status()).toBe(404);

  await upload("logo.svg", "text/plain", svg(drawing));
  await expect(page.getByText("Logo saved.")).toBeVisible();
  const shown = page.locator("img[src^='/logo?v=']").first();
  await expect(shown).toBeVisible();
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const answer = await nobody.get(`${gateway.url}${await shown.getAttribute("src")}`);
  expect(await answer.text()).toBe(svg(drawing));
  expect(answer.headers()).toMatchObject({
    "content-type": "image/svg+xml",
    "x-content-type-options": "nosniff",
  });
  expect(answer.headers()["content-security-policy"]).toContain("sandbox");
  await nobody.dispose();

  await brand.getByRole("button", { name: "Remove logo" }).click();
  await expect(page.getByText("Logo removed.")).toBeVisible();
  await expect(page.locator("img[src^='/logo']")).toHaveCount(0);
});

test("a number of another country is refused until that country is allowed", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const beirut = "9613123456";
  const status = async (gsm: string) => (await send(gateway, account, { gsm })).status;
  expect(await status(beirut)).toBe(400);
  await page.goto(`${gateway.url}/admin/settings`);
  const countries = form(page, "Allowed countries");
  await countries.getByText("These countries").click();
  await countries.getByRole("button", { name: "Remove Syria" }).click();
  await save(page, "Allowed countries");
  await expect(countries.getByText("Choose at least one country.")).toBeVisible();
  await countries.getByLabel("Add a country").selectOption("LB");
  await countries.getByLabel("Add a country").selectOption("SY");
  await save(page, "Allowed countries");
  await saved(page);
  expect([await status(beirut), await status("963911000000")]).toEqual([201, 201]);
  await countries.getByText("From the server’s configuration").click();
  await save(page, "Allowed countries");
  await expect(async () => expect(await status(beirut)).toBe(400)).toPass();
});

test("shortening the retention asks for confirmation and changes nothing before it", async ({
  gateway,
  admin: { page },
}) => {
  const sql = await gateway.sql();
  const kept = async () => (await sql`select value from settings where name = 'retention'`)[0]?.value;
  await page.goto(`${gateway.url}/admin/settings`);
  const retention = form(page, "Retention");
  for (const days of ["6", "3661", "1.5", "a year"]) {
    await retention.getByLabel("Messages").fill(days);
    await save(page, "Retention");
    await expect(retention.getByText("Enter a whole number of days from 7 to 3,660"), days).toBeVisible();
  }
  await retention.getByLabel("Messages").fill("30");
  await retention.getByLabel("Audit log").fill("");
  await save(page, "Retention");
  const ask = page.getByRole("alertdialog", { name: "Delete older data?" });
  await expect(ask).toContainText("It can only be restored from a backup.");
  await expectAccessible(page, "a shorter retention");
  await ask.getByRole("button", { name: "Cancel" }).click();
  await expect(ask).toHaveCount(0);
  expect(await kept()).toBeUndefined();
  await save(page, "Retention");
  await ask.getByRole("button", { name: "Save and delete" }).click();
  await saved(page);
  expect(await kept()).toEqual({ messages: 30, refusals: 90, audit: null, notices: 90 });
  await page.reload();
  await expect(retention.getByLabel("Messages")).toHaveValue("30");
  await expect(retention.getByLabel("Audit log")).toHaveAttribute("placeholder", "Forever");
  // A longer time deletes nothing, and is not asked about.
  await retention.getByLabel("Messages").fill("365");
  await save(page, "Retention");
  await saved(page);
  expect(await kept()).toEqual({ messages: 365, refusals: 90, audit: null, notices: 90 });
});

test("the time zone applies to every date; requiring two-factor applies to every admin at once", async ({
  gateway,
  arrive,
  admin: { page },
}) => {
  const other = await arrive("admin");
  await page.goto(`${gateway.url}/admin/settings`);
  const zone = form(page, "Time zone");
  await zone.getByLabel("Time zone").selectOption("Pacific/Auckland");
  await save(page, "Time zone");
  await saved(page);
  await page.goto(`${gateway.url}/admin/audit`);
  await expect(page.getByRole("row").nth(1).locator("time")).toHaveAttribute("title", /Pacific\/Auckland$/);

  await page.goto(`${gateway.url}/admin/settings`);
  await form(page, "Two-factor authentication").getByText("Required").first().click();
  await expect(page.getByText("Anyone who hasn’t set it up can only open the setup page")).toBeVisible();
  await save(page, "Two-factor authentication");
  // Nobody locks themselves out without having been asked.
  const ask = page.getByRole("alertdialog", { name: "Require two-factor authentication?" });
  await expect(ask).toContainText("You haven’t set it up yourself.");
  await ask.getByRole("button", { name: "Cancel" }).click();
  await expect(ask).toHaveCount(0);
  await other.page.goto(`${gateway.url}/admin/accounts`);
  await expect(other.page).toHaveURL(`${gateway.url}/admin/accounts`);
  await save(page, "Two-factor authentication");
  await ask.getByRole("button", { name: "Require it" }).click();
  await saved(page);
  await other.page.goto(`${gateway.url}/admin/accounts`);
  await expect(other.page).toHaveURL(`${gateway.url}/two-factor?next=%2Fadmin%2Faccounts`);
  const exported = await other.context.request.get(`${gateway.url}/admin/audit/export`);
  expect(exported.status()).toBe(403);
  const sql = await gateway.sql();
  const trail = await sql`
    select subject_id, before, after from audit_entries where action = 'settings.change' order by id desc limit 2`;
  expect(trail).toMatchObject([
    { subject_id: "security", before: { requireTwoFactor: false }, after: { requireTwoFactor: true } },
    {
      subject_id: "timeZone",
      before: { timeZone: "Asia/Damascus" },
      after: { timeZone: "Pacific/Auckland" },
    },
  ]);
  const desk = await gateway.desk();
  await desk.call("settings", "changeSettings", { group: "security", value: { requireTwoFactor: false } });
  await other.page.goto(`${gateway.url}/admin/accounts`);
  await expect(other.page).toHaveURL(`${gateway.url}/admin/accounts`);
});

test("saving a setting, account or plan that somebody else changed meanwhile warns and offers to overwrite", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const desk = await gateway.desk();
  const told = page.getByRole("alert").filter({ hasText: "changed this in the meantime" });
  const overwrite = page.getByRole("button", { name: "Overwrite with mine" });

  await page.goto(`${gateway.url}/admin/settings`);
  const contact = page.getByRole("form", { name: "Contact line" });
  const value = { english: "Theirs", arabic: "", link: "" };
  await desk.call("settings", "changeSettings", { group: "contact", value });
  await contact.locator("input[name=english]").fill("Mine");
  await contact.getByRole("button", { name: "Save" }).click();
  await expect(told).toBeVisible();
  await expectAccessible(page, "a form that somebody else changed");
  await overwrite.click();
  await expect(told).toHaveCount(0);
  await contact.locator("input[name=english]").fill("Mine again");
  await contact.getByRole("button", { name: "Save" }).click();
  const english = async () => (await desk.call("settings", "getSettings")).contact.english;
  await expect.poll(english).toBe("Mine again");
  await desk.call("settings", "changeSettings", { group: "contact", value: { ...value, english: "" } });

  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  await page.getByRole("button", { name: "Edit" }).click();
  await desk.call("accounts", "changeAccount", { id: account.id, notes: "theirs" });
  await page.getByLabel("Notes").fill("mine");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(told).toBeVisible();
  const notes = async () => (await desk.call("accounts", "getAccountFile", { id: account.id })).notes;
  expect(await notes()).toBe("theirs");
  await overwrite.click();
  await expect.poll(notes).toBe("mine");

  const plan = { name: `Meanwhile ${account.id}`, quota: 10, days: 30 };
  const { id } = await desk.call("plans", "createPlan", plan);
  await page.goto(`${gateway.url}/admin/plans`);
  await page.getByRole("row").filter({ hasText: plan.name }).getByRole("button").click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await desk.call("plans", "editPlan", { id, ...plan, quota: 20 });
  await page.getByLabel("Credits").fill("30");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(told).toBeVisible();
  const quota = async () => (await desk.call("plans", "listPlans")).find((each) => each.id === id)!.quota;
  expect(await quota()).toBe(20);
  await overwrite.click();
  await expect.poll(quota).toBe(30);
});
