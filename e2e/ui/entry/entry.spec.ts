import { send } from "#e2e/api.ts";
import { untilAnswered, untilHeard } from "#e2e/ui/support/browser.ts";
import { expect, PASSWORD, signIn, signInByHand, test } from "#e2e/ui/support/signed-in.ts";

test("text typed before hydration is kept, and a form submitted before it puts no password into the address", async ({
  gateway,
  developerEmail,
  browser,
}) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const released = Promise.withResolvers<void>();
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await released.promise;
    await route.continue();
  });
  await page.goto(`${gateway.url}/sign-in`, { waitUntil: "commit" });
  await page.locator("input[name=email]").fill(developerEmail);
  await page.locator("input[name=password]").fill(PASSWORD);
  const sent = page.waitForRequest((request) => request.isNavigationRequest());
  await page.keyboard.press("Enter");
  expect(new URL((await sent).url()).search).toBe("");
  await expect(page.locator("input[name=email]")).toHaveValue("");

  await page.locator("input[name=email]").fill(developerEmail);
  await page.locator("input[name=password]").fill("a slip");
  released.resolve();
  await page.waitForLoadState("load");
  await untilHeard(page);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("input[name=email]").focus();
  await page.keyboard.press("Tab");
  await expect(page.locator("input[name=email]")).toHaveValue(developerEmail);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${gateway.url}/`);
  await context.close();
});

test("the password can be shown, and the theme changed, without losing what was typed", async ({
  gateway,
  page,
  developerEmail,
}) => {
  await page.goto(`${gateway.url}/sign-in`);
  await page.locator("input[name=email]").fill(developerEmail);
  const password = page.locator("input[name=password]");
  await password.fill(PASSWORD);
  await expect(password).toHaveAttribute("type", "password");
  await page.getByRole("button", { name: "Show password" }).click();
  await expect(password).toHaveAttribute("type", "text");
  await page.getByRole("button", { name: "Hide password" }).click();
  await expect(password).toHaveAttribute("type", "password");
  const look = page.locator("html");
  const [before] = (await look.getAttribute("class"))!.match(/light|dark/)!;
  const after = before === "dark" ? "light" : "dark";
  await page.getByRole("button", { name: "Switch between light and dark" }).click();
  await expect(look).toHaveClass(new RegExp(after));
  await expect(password).toHaveValue(PASSWORD);
  const kept = async () => (await page.context().cookies()).find(({ name }) => name === "theme")?.value;
  await expect.poll(kept).toBe(after);
  await page.reload();
  await expect(look).toHaveClass(new RegExp(after));
  await signInByHand(page, developerEmail);
  await expect(page).toHaveURL(`${gateway.url}/`);
  await expect(look).toHaveClass(new RegExp(after));
});

test("an invitation sets a password and signs in once; used or older than seven days, it is invalid", async ({
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
  await expect(page.getByRole("heading", { name: "You’re invited" })).toBeVisible();
  await expect(page.getByText(email)).toBeVisible();
  await page.getByLabel("New password").fill("short");
  await page.getByLabel("Repeat password").fill("shorter");
  await page.getByRole("button", { name: "Set password and sign in" }).click();
  await expect(page.getByText("Enter 10 to 200 characters.")).toBeVisible();
  await expect(page.getByText("The passwords don’t match.")).toBeVisible();
  await untilAnswered(page);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByLabel("Repeat password").fill(PASSWORD);
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

test("after ten wrong passwords even the right one is refused", async ({
  gateway,
  page,
  developerEmail: email,
}) => {
  const sql = await gateway.sql();
  const forget = () => sql`delete from sign_in_attempts`;
  await forget();
  await page.goto(`${gateway.url}/sign-in`);
  const attempt = (password: string) => signInByHand(page, email, password);
  try {
    await attempt("wrong");
    await expect(page.getByText("The e-mail or password is incorrect.")).toBeVisible();
    // What was typed as the e-mail stays.
    await expect(page.locator("input[name=email]")).toHaveValue(email);
    for (let guess = 1; guess < 10; guess++) {
      await expect(signIn(page.context(), gateway.url, email, "wrong")).rejects.toThrow(/401/);
    }
    await attempt(PASSWORD);
    await expect(page.getByText("Too many failed sign-ins.")).toBeVisible();
    await expect(page).toHaveURL(`${gateway.url}/sign-in`);
    await sql`update sign_in_attempts set since = now() - interval '16 minutes'`;
    await attempt(PASSWORD);
    await expect(page).toHaveURL(`${gateway.url}/`);
  } finally {
    await forget();
  }
});

test("signing out ends the session, and the back button does not show the previous page again", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/tokens`);
  await page.getByRole("button", { name: /example\.com/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${gateway.url}/sign-in`);
  await page.goto(`${gateway.url}/tokens`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in?next=%2Ftokens`);
  await expect(page.getByText("You were signed out.")).toHaveCount(0);
});

test("a session that ended by itself is named at sign-in, and an empty form says what it lacks", async ({
  gateway,
  developer: { page, email },
}) => {
  const sql = await gateway.sql();
  await sql`update users set session_version = session_version + 1 where email = ${email}`;
  await page.goto(`${gateway.url}/tokens`);
  await expect(page.getByText("You were signed out. Sign in to continue.")).toBeVisible();
  const [name, password] = [page.locator("input[name=email]"), page.locator("input[name=password]")];
  await name.fill(email);
  await page.keyboard.press("Enter");
  await expect(password).toBeFocused();
  await expect(password).toHaveAccessibleDescription("This field is required.");
  await expect(name).not.toHaveAttribute("aria-invalid");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(`${gateway.url}/tokens`);
});

test("sign-in redirects to the requested page with its full query", async ({
  gateway,
  page,
  developerEmail,
}) => {
  await page.goto(`${gateway.url}/messages?status=failed,unknown&q=963`);
  await expect(page).toHaveURL(
    `${gateway.url}/sign-in?next=%2Fmessages%3Fstatus%3Dfailed%252Cunknown%26q%3D963`,
  );
  // The other language is a reload, and forgets nothing; nor does a wrong password.
  await page.getByRole("button", { name: "العربية" }).click();
  await expect(page.getByRole("heading", { name: "تسجيل الدخول" })).toBeVisible();
  await untilHeard(page);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await signInByHand(page, developerEmail, "wrong");
  await expect(page.getByText("The e-mail or password is incorrect.")).toBeVisible();
  await signInByHand(page, developerEmail);
  await expect(page).toHaveURL(`${gateway.url}/messages?status=failed%2Cunknown&q=963`);
  await expect(page.getByRole("button", { name: /Failed, Unknown/ })).toBeVisible();
});

test("sign-in never redirects to another host, nor a developer to an admin page", async ({
  gateway,
  page,
  developerEmail,
}) => {
  for (const next of [
    "//evil.example",
    "/\\evil.example",
    "/%2Fevil.example",
    "https://evil.example/",
    "/.//evil.example",
    "/\t/evil.example",
    "/api/auth/signout",
  ]) {
    await page.context().clearCookies();
    await page.goto(`${gateway.url}/sign-in?next=${encodeURIComponent(next)}`);
    await signInByHand(page, developerEmail);
    await expect(page, next).toHaveURL(`${gateway.url}/`);
  }
  await page.context().clearCookies();
  await page.goto(`${gateway.url}/admin/approvals`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in?next=%2Fadmin%2Fapprovals`);
  await signInByHand(page, developerEmail);
  await expect(page.getByText("It belongs to the operator of this gateway.")).toBeVisible();
  await expect(page).toHaveURL(`${gateway.url}/`);
  // They asked before anybody knew who they are: that is no attempt.
  const sql = await gateway.sql();
  const traces = await sql`select 1 from audit_entries
    where action = 'access.refused' and actor_name = ${developerEmail}`;
  expect(traces).toHaveLength(0);
});

test.describe("a session that ends while in use", () => {
  // What the page asks for beside itself is answered with 401, which Chromium notes.
  test.use({ tolerated: /401 \(Unauthorized\)/ });

  test("redirects through sign-in to the chosen page, or to the message that was opened", async ({
    gateway,
    account,
    developer: { page, email },
  }) => {
    const { json } = await send(gateway, account);
    const desk = await gateway.desk();
    await page.goto(`${gateway.url}/tokens`);
    await desk.call("users", "resetPassword", { email, password: PASSWORD });
    await page.getByRole("link", { name: "IP whitelist" }).first().click();
    await expect(page).toHaveURL(`${gateway.url}/sign-in?next=%2Fwhitelist`);
    await signInByHand(page, email);
    await expect(page).toHaveURL(`${gateway.url}/whitelist`);

    await page.goto(`${gateway.url}/messages?status=sent,delivered`);
    await expect(page.getByText(json.gsm).first()).toBeVisible();
    await desk.call("users", "resetPassword", { email, password: PASSWORD });
    await page.getByText(json.gsm).first().click();
    await expect(page).toHaveURL(/\/sign-in\?next=%2Fmessages%3F/);
    await signInByHand(page, email);
    await expect(page).toHaveURL(
      (at) => at.pathname === "/messages" && at.searchParams.get("status") === "sent,delivered",
    );
  });
});

test("that the account is suspended is shown only after the right password", async ({
  gateway,
  account,
  page,
  developerEmail: email,
}) => {
  const desk = await gateway.desk();
  await desk.call("accounts", "suspendAccount", { id: account.id });
  await page.goto(`${gateway.url}/sign-in`);
  await signInByHand(page, email, "wrong");
  await expect(page.getByRole("alert").filter({ hasText: "incorrect" })).toBeVisible();
  await signInByHand(page, email);
  await expect(page.getByRole("alert").filter({ hasText: "Your account is suspended" })).toContainText(
    "Ask the operator of this gateway.",
  );
  await expect(page).toHaveURL(`${gateway.url}/sign-in`);
  await desk.call("accounts", "resumeAccount", { id: account.id });
  await desk.call("user-access", "deactivateUser", { email });
  await signInByHand(page, email);
  await expect(page.getByRole("alert").filter({ hasText: "This user is deactivated" })).toBeVisible();
  await desk.call("user-access", "reactivateUser", { email });
  await signInByHand(page, email);
  await expect(page).toHaveURL(`${gateway.url}/`);
});
