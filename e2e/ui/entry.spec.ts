import { expect, PASSWORD, signIn, test } from "./signed-in.ts";

test("an invitation sets a password once and signs in; then, and after seven days, it is worth nothing", async ({
  gateway,
  account,
  page,
}) => {
  const desk = await gateway.desk();
  const email = `invited-${account.id}@example.com`;
  const { path } = await desk.call("user-links", "inviteUser", {
    email,
    role: "developer",
    accountId: account.id,
  });
  await page.goto(`${gateway.url}${path}`);
  await expect(page.getByRole("heading", { name: "Set your password" })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  await page.getByLabel("New password").fill("short");
  await page.getByLabel("Repeat it").fill("shorter");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByText("Must have 10 to 200 characters.")).toBeVisible();
  await expect(page.getByText("The two do not match.")).toBeVisible();
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByLabel("Repeat it").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${gateway.url}/`);
  await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();

  await page.goto(`${gateway.url}${path}`);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
  const late = await desk.call("user-links", "linkForReset", { email });
  const days = (late.expiresAt.getTime() - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(6.9);
  expect(days).toBeLessThan(7.1);
  const sql = await gateway.sql();
  await sql`update user_links set expires_at = now() where user_id = ${late.userId} and used_at is null`;
  await page.goto(`${gateway.url}${late.path}`);
  await expect(page.getByRole("heading", { name: "This link does not work" })).toBeVisible();
});

test("after ten wrong passwords the right one is not looked at either", async ({
  gateway,
  page,
  developerEmail: email,
}) => {
  const sql = await gateway.sql();
  const forget = () => sql`delete from sign_in_attempts`;
  await forget();
  await page.goto(`${gateway.url}/sign-in`);
  const attempt = async (password: string) => {
    await page.locator("input[name=email]").fill(email);
    await page.locator("input[name=password]").fill(password);
    await page.locator("button[type=submit]").click();
  };
  try {
    await attempt("wrong");
    await expect(page.getByText("The e-mail or the password is not right.")).toBeVisible();
    // What was typed as the e-mail stays.
    await expect(page.locator("input[name=email]")).toHaveValue(email);
    for (let guess = 1; guess < 10; guess++) {
      await expect(signIn(page.context(), gateway.url, email, "wrong")).rejects.toThrow(/401/);
    }
    await attempt(PASSWORD);
    await expect(page.getByText("Too many sign-ins failed.")).toBeVisible();
    await expect(page).toHaveURL(`${gateway.url}/sign-in`);
    await sql`update sign_in_attempts set since = now() - interval '16 minutes'`;
    await attempt(PASSWORD);
    await expect(page).toHaveURL(`${gateway.url}/`);
  } finally {
    await forget();
  }
});

test("signing out ends this browser's session, and the page before it does not come back", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/tokens`);
  await page.getByRole("button", { name: /example\.com/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${gateway.url}/sign-in`);
  await page.goto(`${gateway.url}/tokens`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in`);
});
