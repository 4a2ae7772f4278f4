import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { untilAnswered } from "#e2e/ui/support/browser.ts";
import { expect, PASSWORD, prefer, signIn, signInElsewhere, test } from "#e2e/ui/support/signed-in.ts";

test("an e-mail is changed with the password: this browser stays signed in, others are signed out", async ({
  gateway,
  account,
  browser,
  admin,
  developer: { page, email },
}) => {
  const { context: elsewhere, page: other } = await signInElsewhere(browser, gateway.url, email);
  const changed = `changed-${account.id}@example.com`;

  await page.goto(`${gateway.url}/profile`);
  await page.getByRole("button", { name: "Change e-mail" }).click();
  const dialog = page.getByRole("dialog", { name: "Change your e-mail" });
  const type = async (address: string, password: string) => {
    await untilAnswered(page);
    await dialog.getByLabel("New e-mail").fill(address);
    await dialog.getByLabel("Your password").fill(password);
    await page.keyboard.press("Enter");
  };
  await type("nobody", PASSWORD);
  await expect(dialog.getByText("Enter an e-mail address")).toBeVisible();
  await type(changed, "wrong");
  await expect(dialog.getByText("This is not your current password.")).toBeVisible();
  await expect(dialog.getByLabel("Your password")).toBeFocused();
  // Also in capitals: an address is one, however it is written.
  await type(admin.email.toUpperCase(), PASSWORD);
  await expect(dialog.getByText("Another user has this e-mail.")).toBeVisible();
  await expect(dialog.getByLabel("New e-mail")).toHaveValue(admin.email.toUpperCase());
  await expectAccessible(page, "an e-mail that is taken");
  await type(changed, PASSWORD);
  await expect(page.getByText("E-mail changed. Other browsers are signed out.")).toBeVisible();
  await expect(page.getByRole("main").getByText(changed).first()).toBeVisible();
  await expect(page.getByText(email)).toHaveCount(0);

  await page.goto(`${gateway.url}/tokens`);
  await expect(page).toHaveURL(`${gateway.url}/tokens`);
  await other.reload();
  await expect(other).toHaveURL(`${gateway.url}/sign-in?next=%2Ftokens`);
  await expect(signIn(elsewhere, gateway.url, email)).rejects.toThrow(/401/);
  await signIn(elsewhere, gateway.url, changed);
  await elsewhere.close();
});

test("an e-mail is changed in Arabic by the operator’s people as well, and stays on record with the old one", async ({
  gateway,
  account,
  arrive,
}) => {
  const { page, context, email } = await arrive("support");
  const changed = `helper-${account.id}@example.com`;
  await prefer(context, gateway.url, "ar", "light");
  await page.goto(`${gateway.url}/admin/profile`);
  await page.getByRole("button", { name: "تغيير البريد" }).click();
  const dialog = page.getByRole("dialog", { name: "تغيير بريدك" });
  await dialog.getByLabel("البريد الجديد").fill(changed);
  await dialog.getByLabel("كلمة مرورك").fill(PASSWORD);
  await dialog.getByRole("button", { name: "تغيير البريد" }).click();
  await expect(page.getByText("تغيّر البريد، وسُجّل خروجك من المتصفحات الأخرى.")).toBeVisible();
  await expect(page.getByRole("main").getByText(changed).first()).toBeVisible();
  const sql = await gateway.sql();
  const entries = await sql`select before, after from audit_entries
    where action = 'user.change_email' and after->>'email' = ${changed}`;
  expect(entries).toMatchObject([{ before: { email }, after: { email: changed } }]);
});
