import { randomUUID } from "node:crypto";
import { makeAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { untilAnswered } from "#e2e/ui/support/browser.ts";
import { expect, PASSWORD, signIn, test, watch } from "#e2e/ui/support/signed-in.ts";

test("an account is created, given details, renamed and found by search", async ({
  gateway,
  admin: { page },
}) => {
  const name = `Zenobia ${randomUUID().slice(0, 8)}`;
  await page.goto(`${gateway.url}/admin/accounts`);
  await page.getByRole("button", { name: "New account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create account" }).click();
  await expect(dialog.getByText("This field is required.")).toBeVisible();
  await untilAnswered(page);
  await dialog.getByLabel("Name in English").fill(name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();

  await page.getByRole("button", { name: "Edit details" }).click();
  await dialog.getByLabel("Contact person").fill("Rana Haddad");
  await dialog.getByLabel("E-mail").fill("not an address");
  await dialog.getByLabel("Phone number").fill("+963 911 000 000");
  await dialog.getByLabel("Notes").fill("Pays by the month.\nAsks for Mondays.");
  await dialog.getByLabel("Name in English").fill(`${name} Pay`);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("E-mail").fill("rana@zenobia.example");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Details saved.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: `${name} Pay` })).toBeVisible();
  await expect(page.getByText("Asks for Mondays.", { exact: false })).toBeVisible();

  await page.goto(`${gateway.url}/admin/accounts`);
  await page.getByLabel("Search accounts").fill("rana@zenobia");
  await expect(page).toHaveURL(/q=rana/);
  await expect(page.getByRole("link", { name: `${name} Pay` })).toBeVisible();
  await expect(page.getByText("1 result", { exact: true })).toBeVisible();
  const sql = await gateway.sql();
  const changes = await sql`select before, after from audit_entries where action = 'account.change'
    and after->>'name' = ${`${name} Pay`}`;
  expect(changes).toHaveLength(1);
  expect(changes[0]).toMatchObject({
    before: { name, notes: null },
    after: { contactPhone: "+963 911 000 000" },
  });
});

test("focus stays in the next field when validation of the previous one fails", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  // All within the dialog's first frames, in which nothing was asked of the server yet.
  const quick = page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const field = (type: string) =>
      document.querySelector<HTMLInputElement>(`[role=dialog] input[type=${type}]`);
    while (!field("email")) await frame();
    field("email")!.focus();
    document.execCommand("insertText", false, "no address");
    field("tel")!.focus();
    while (field("email")!.getAttribute("aria-invalid") !== "true") await frame();
    for (let n = 0; n < 12; n++) await frame();
    return document.activeElement === field("tel");
  });
  await page.getByRole("button", { name: "Edit details" }).click();
  expect(await quick).toBe(true);
});

test("a name that is already taken is reported at its field, and the input is kept", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await page.goto(`${gateway.url}/admin/accounts`);
  await page.getByRole("button", { name: "New account" }).click();
  const field = page.getByRole("dialog").getByLabel("Name in English");
  await field.fill(account.name);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Another account has this name.")).toBeVisible();
  await expect(field).toHaveValue(account.name);
});

test("suspending refuses the next request with 403 and signs developers out; resuming restores both", async ({
  gateway,
  account,
  developer,
  admin: { page },
}) => {
  expect((await send(gateway, account)).status).toBe(201);
  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByRole("alertdialog")).toContainText("Its apps get 403 from the next request on");
  await page.getByRole("alertdialog").getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByText("is suspended.", { exact: false })).toBeVisible();
  expect((await send(gateway, account)).status).toBe(403);
  await developer.page.goto(`${gateway.url}/templates`);
  await expect(developer.page).toHaveURL(`${gateway.url}/sign-in?next=%2Ftemplates`);
  await page.getByRole("button", { name: "Resume" }).click();
  await expect(page.getByText("can send again.", { exact: false })).toBeVisible();
  expect((await send(gateway, account)).status).toBe(201);
  await signIn(developer.context, gateway.url, developer.email);
});

test("the tabs show the account's data, and never the value of a token", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await send(gateway, account);
  const other = await makeAccount(gateway);
  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  const tabs = page.getByRole("navigation", { name: "Account sections" });
  await tabs.getByRole("link", { name: "Templates" }).click();
  await expect(page).toHaveURL(/\/templates$/);
  await page.getByRole("link", { name: "Login OTP" }).click();
  await expect(page.getByText("Your verification code is: {code}")).toBeVisible();
  await tabs.getByRole("link", { name: "API tokens" }).click();
  await expect(page.getByRole("cell", { name: "Test" }).first()).toBeVisible();
  expect(await page.content()).not.toContain(account.token);
  await page.getByRole("button", { name: /Test/ }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Revoke"]);
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await expect(page.getByRole("row").filter({ hasText: "Test" })).toContainText("Revoked");
  expect((await send(gateway, account)).status).toBe(401);
  await tabs.getByRole("link", { name: "IP whitelist" }).click();
  await page.getByLabel("Address or range").fill("203.0.113.0/24");
  await page.getByRole("button", { name: "Add address" }).click();
  await expect(page.getByRole("cell", { name: "203.0.113.0/24", exact: true })).toBeVisible();
  await tabs.getByRole("link", { name: "Messages" }).click();
  await expect(page.locator("tbody tr")).toHaveCount(1);
  await tabs.getByRole("link", { name: "Subscriptions" }).click();
  await expect(page.getByText("Test", { exact: true }).first()).toBeVisible();
  const foreign = `${gateway.url}/admin/accounts/${account.id}/templates/${other.templateId}`;
  expect((await page.request.get(foreign)).status()).toBe(404);
});

test("a developer is invited with a link that is shown once, and can be removed", async ({
  gateway,
  account,
  browser,
  complaints,
  admin: { page },
}) => {
  const email = `invited-${account.id}@example.com`;
  await page.goto(`${gateway.url}/admin/accounts/${account.id}/developers`);
  await page.getByRole("button", { name: "Invite" }).first().click();
  await page.getByRole("dialog").getByLabel("E-mail").fill(email);
  await page.keyboard.press("Enter");
  const link = await page.getByRole("dialog").locator("code").innerText();
  expect(link).toContain(`${gateway.url}/invite/`);
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await expect.poll(() => page.content()).not.toContain(link);

  const theirs = await browser.newContext();
  const invited = await theirs.newPage();
  watch(invited, gateway.url, complaints);
  await invited.goto(link);
  for (const field of await invited.locator("input[type=password]").all()) await field.fill(PASSWORD);
  await invited.locator("button[type=submit]").click();
  await invited.waitForURL(`${gateway.url}/`);

  await page.reload();
  const row = page.locator("tbody tr").filter({ hasText: email });
  await row.getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "Deactivate" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
  await expect(row).toContainText("Deactivated");
  await invited.goto(`${gateway.url}/templates`);
  await expect(invited).toHaveURL(`${gateway.url}/sign-in?next=%2Ftemplates`);
  await theirs.close();
});

test("View as developer shows the developer's pages read-only, with a way back, and is audited", async ({
  gateway,
  account,
  admin: { page, email },
}) => {
  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  await page.getByRole("button", { name: "View as developer" }).click();
  await page.waitForURL(`${gateway.url}/`);
  const banner = page.getByRole("region", { name: "View as the developer" });
  await expect(banner).toContainText(account.name);
  await page.getByRole("link", { name: "IP whitelist" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "IP whitelist" })).toBeVisible();
  await expect(page.getByRole("table", { name: "Allowed addresses" })).toBeVisible();
  // The way back, and how the list is shown: nothing that changes anything.
  const buttons = page.locator("main").getByRole("button");
  await expect(buttons).toHaveCount(2);
  await expect(buttons.last()).toHaveAccessibleName("Columns and density");
  await expect(banner).toBeVisible();
  await banner.getByRole("button").click();
  await page.waitForURL(`${gateway.url}/admin/accounts/${account.id}`);
  await page.goto(`${gateway.url}/whitelist`);
  await expect(page).toHaveURL(`${gateway.url}/admin`);
  const sql = await gateway.sql();
  const rows = await sql`select action from audit_entries where actor_name = ${email}
    and action in ('account.view_start', 'account.view_end', 'access.refused') order by id`;
  expect(rows.map(({ action }) => action)).toEqual(["account.view_start", "account.view_end"]);
});
