import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { choose } from "#e2e/ui/support/choose.ts";
import { expect, PASSWORD, signIn, test } from "#e2e/ui/support/signed-in.ts";

test("an admin invites a developer, who signs in through the invitation link", async ({
  gateway,
  account,
  browser,
  admin: { page, context },
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const email = `new-${account.id}@example.com`;
  await page.goto(`${gateway.url}/admin/users`);
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText("Enter an e-mail address")).toBeVisible();
  await expect(dialog.getByText("This role needs an account.")).toBeVisible();
  await expect(dialog.getByLabel("E-mail")).toBeFocused();
  await expectAccessible(page, "an invitation with problems");
  await dialog.getByLabel("E-mail").fill(email);
  await choose(page, dialog.getByRole("combobox", { name: "Account" }), account.name);
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(page.getByText("It works once, until")).toBeVisible();
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByRole("button", { name: "Copied" })).toBeVisible();
  const first = await page.evaluate(() => navigator.clipboard.readText());
  expect(first).toMatch(new RegExp(`^${gateway.url}/invite/[\\w-]{43}$`));
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("searchbox", { name: "Search e-mail or account" }).fill(email);
  await expect(page).toHaveURL(/q=new-/);
  const row = page.getByRole("row", { name: email });
  await expect(row).toContainText("Invited");
  // The same e-mail a second time is told where it was typed.
  await page.getByRole("button", { name: "Invite" }).click();
  await dialog.getByLabel("E-mail").fill(email.toUpperCase());
  await dialog.getByText("Admin", { exact: true }).click();
  await dialog.getByRole("button", { name: "Create link" }).click();
  await expect(dialog.getByText("A user with this e-mail already exists.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();

  await row.getByRole("button", { name: `Actions for ${email}` }).click();
  await page.getByRole("menuitem", { name: "New invitation link" }).click();
  await expect(page.getByText("It works once, until")).toBeVisible();
  const second = await dialog.locator("code").innerText();
  expect(second).not.toBe(first);
  await page.getByRole("button", { name: "Done" }).click();

  const theirs = await browser.newPage();
  await theirs.goto(first);
  await expect(theirs.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  await theirs.goto(second);
  await theirs.getByLabel("New password").fill(PASSWORD);
  await theirs.getByLabel("Repeat password").fill(PASSWORD);
  await theirs.keyboard.press("Enter");
  await expect(theirs).toHaveURL(`${gateway.url}/`);
  await page.reload();
  await expect(row).toContainText("Active");

  // Deactivated, they are out with the next click; reactivated, they sign in again.
  await row.getByRole("button", { name: `Actions for ${email}` }).click();
  await page.getByRole("menuitem", { name: "Deactivate" }).click();
  const ask = page.getByRole("alertdialog", { name: `Deactivate ${email}?` });
  await expect(ask).toContainText("signed out everywhere at once");
  await ask.getByRole("button", { name: "Deactivate" }).click();
  await expect(row).toContainText("Deactivated");
  await theirs.goto(`${gateway.url}/tokens`);
  await expect(theirs).toHaveURL(`${gateway.url}/sign-in?next=%2Ftokens`);
  await expect(signIn(theirs.context(), gateway.url, email)).rejects.toThrow(/401/);
  await row.getByRole("button", { name: `Actions for ${email}` }).click();
  await page.getByRole("menuitem", { name: "Reactivate" }).click();
  await expect(row).toContainText("Active");
  await signIn(theirs.context(), gateway.url, email);

  await row.getByRole("button", { name: `Actions for ${email}` }).click();
  await page.getByRole("menuitem", { name: "Link to reset the password" }).click();
  await expect(page.getByText("the old password keeps working")).toBeVisible();
  const reset = await dialog.locator("code").innerText();
  await theirs.goto(reset);
  await theirs.getByLabel("New password").fill("another-password");
  await theirs.getByLabel("Repeat password").fill("another-password");
  await theirs.keyboard.press("Enter");
  await expect(theirs).toHaveURL(`${gateway.url}/`);
  await theirs.close();
});

test("an invitation can be withdrawn, filters are kept in the address, and users cannot change their own entry", async ({
  gateway,
  account,
  admin: { page, email: own },
}) => {
  const desk = await gateway.desk();
  const email = `withdrawn-${account.id}@example.com`;
  const { path } = await desk.call("user-links", "inviteUser", { email, role: "admin" });
  await page.goto(`${gateway.url}/admin/users?q=${email}&status=invited&role=admin`);
  const row = page.getByRole("row", { name: email });
  await row.getByRole("button", { name: `Actions for ${email}` }).click();
  await page.getByRole("menuitem", { name: "Withdraw invitation" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Withdraw invitation" }).click();
  await expect(row).toHaveCount(0);
  await page.goto(`${gateway.url}${path}`);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();

  await page.goto(`${gateway.url}/admin/users?q=${own}`);
  await expect(page.getByRole("row", { name: own })).toContainText("You");
  await expect(page.getByRole("button", { name: `Actions for ${own}` })).toHaveCount(0);
  await page.getByRole("button", { name: "Clear all" }).click();
  await expect(page).toHaveURL(`${gateway.url}/admin/users`);
});

test("an admin resets two-factor authentication for a user who lost their phone", async ({
  gateway,
  admin: { page },
  developerEmail: email,
}) => {
  const sql = await gateway.sql();
  await sql`insert into two_factors (user_id, sealed, last_step)
    select id, '', 1 from users where email = ${email}`;
  await page.goto(`${gateway.url}/admin/users?q=${email}`);
  await page.getByRole("button", { name: `Actions for ${email}` }).click();
  await page.getByRole("menuitem", { name: "Reset two-factor" }).click();
  const ask = page.getByRole("alertdialog", { name: /^Reset two-factor/ });
  await expect(ask).toContainText("Make sure by another way that it is really them");
  await ask.getByRole("button", { name: "Reset two-factor" }).click();
  await expect(page.getByText(`Two-factor authentication of ${email} is off`)).toBeVisible();
  await expect(page.getByRole("row", { name: email })).toContainText("Off");
});
