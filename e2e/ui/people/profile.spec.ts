import { codeAt } from "#core/access/two-factor.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { untilAnswered } from "#e2e/ui/support/browser.ts";
import { enrol } from "#e2e/ui/support/enrol.ts";
import {
  expect,
  PASSWORD,
  prefer,
  signIn,
  signInByHand,
  signInElsewhere,
  test,
} from "#e2e/ui/support/signed-in.ts";

const NEW_PASSWORD = "staple-battery-horse";

test("changing the password ends the sessions of other browsers and keeps this one", async ({
  gateway,
  browser,
  developer: { page, email },
}) => {
  const { context: elsewhere, page: other } = await signInElsewhere(browser, gateway.url, email);

  await page.goto(`${gateway.url}/profile`);
  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password", { exact: true }).fill("short");
  await page.getByLabel("Repeat password").fill("other");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Enter 10 to 200 characters.")).toBeVisible();
  await expect(page.getByText("The passwords don’t match.")).toBeVisible();
  await expect(page.getByLabel("New password", { exact: true })).toBeFocused();
  await untilAnswered(page);
  await page.getByLabel("New password", { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel("Repeat password").fill(NEW_PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByText("This is not your current password.")).toBeVisible();
  // What was typed is still there.
  await expect(page.getByLabel("Repeat password")).toHaveValue(NEW_PASSWORD);
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page.getByText("Password changed.")).toBeVisible();
  for (const name of ["Current password", "New password", "Repeat password"]) {
    await expect(page.getByLabel(name, { exact: true })).toHaveValue("");
  }

  await page.goto(`${gateway.url}/tokens`);
  await expect(page.getByRole("heading", { name: "API tokens" })).toBeVisible();
  await other.reload();
  await expect(other).toHaveURL(`${gateway.url}/sign-in?next=%2Ftokens`);
  // Signed in again, one is back where the session ended.
  await signInByHand(other, email, NEW_PASSWORD);
  await expect(other).toHaveURL(`${gateway.url}/tokens`);
  await elsewhere.close();
});

test("the profile lists the user's sessions and can end others; a signed-out cookie no longer works", async ({
  gateway,
  browser,
  developer: { page, context, email },
}) => {
  const { context: elsewhere, page: other } = await signInElsewhere(browser, gateway.url, email, {
    userAgent: "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0",
  });
  await page.goto(`${gateway.url}/profile`);
  const list = page.getByRole("list", { name: "Signed-in browsers" });
  await expect(list.getByRole("listitem")).toHaveCount(2);
  await expect(list.getByText("This browser")).toHaveCount(1);
  await expect(list.getByText("127.0.0.1")).toHaveCount(2);
  await expectAccessible(page, "signed-in browsers");
  await list.getByRole("button", { name: "Sign out Firefox on Android" }).click();
  await expect(page.getByText("Firefox on Android is signed out")).toBeVisible();
  await expect(list.getByRole("listitem")).toHaveCount(1);
  await expect(page.getByRole("button", { name: "Sign out all other browsers" })).toHaveCount(0);
  await other.reload();
  await expect(other).toHaveURL(`${gateway.url}/sign-in?next=%2Ftokens`);

  const copied = await context.cookies();
  await page.getByRole("button", { name: /example\.com/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(`${gateway.url}/sign-in`);
  await elsewhere.clearCookies();
  await elsewhere.addCookies(copied);
  await other.goto(`${gateway.url}/tokens`);
  await expect(other).toHaveURL(`${gateway.url}/sign-in?next=%2Ftokens`);
  await elsewhere.close();
});

test("language and theme are remembered and part of the server's first response", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/profile`);
  const menu = () => page.getByRole("button", { name: /example\.com/ });
  await menu().click();
  await page.getByRole("menuitem", { name: "Theme: Dark" }).click();
  await expect(page.locator("html")).toHaveClass(/dark/);
  await menu().click();
  await page.getByRole("menuitem", { name: "العربية" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "الملف الشخصي" })).toBeVisible();
  const answer = await page.goto(`${gateway.url}/tokens`);
  expect(await answer!.text()).toContain('<html lang="ar" dir="rtl" class="dark"');
});

test.describe("two-factor authentication", () => {
  // The refused second step is a 401, which Chromium notes.
  test.use({ tolerated: /401 \(Unauthorized\)/ });

  test("is turned on, required at sign-in, replaceable by a recovery code, and turned off", async ({
    gateway,
    browser,
    developer: { page, context, email },
  }) => {
    const elsewhere = await browser.newContext();
    await signIn(elsewhere, gateway.url, email);
    await page.goto(`${gateway.url}/profile`);
    const { secret, recoveryCodes } = await enrol(page);
    await expect(page.getByText(/^On since/)).toBeVisible();
    await expect(page.getByText("10 recovery codes left")).toBeVisible();
    // The other browser was signed in with the password alone.
    const other = await elsewhere.newPage();
    await other.goto(`${gateway.url}/profile`);
    await expect(other).toHaveURL(`${gateway.url}/sign-in?next=%2Fprofile`);
    await elsewhere.close();

    await page.getByRole("button", { name: /example\.com/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(`${gateway.url}/sign-in`);
    // Nobody comes to the code without the password.
    await page.goto(`${gateway.url}/sign-in/code`);
    await expect(page).toHaveURL(`${gateway.url}/sign-in`);
    await page.goto(`${gateway.url}/messages?status=failed`);
    const next = "?next=%2Fmessages%3Fstatus%3Dfailed";
    await expect(page).toHaveURL(`${gateway.url}/sign-in${next}`);
    await signInByHand(page, email);
    await expect(page).toHaveURL(`${gateway.url}/sign-in/code${next}`);
    await expect(page.getByRole("link", { name: "Back to sign in" })).toHaveAttribute(
      "href",
      `/sign-in${next}`,
    );
    const names = (await context.cookies()).map(({ name }) => name);
    expect(names.some((name) => name.includes("session-token"))).toBe(false);
    const early = await page.request.get(`${gateway.url}/tokens`, { maxRedirects: 0 });
    expect([early.status(), early.headers().location]).toEqual([307, "/sign-in?next=%2Ftokens"]);
    await page.getByLabel("Code").fill("000000");
    await page.keyboard.press("Enter");
    await expect(page.getByText("This code is incorrect")).toBeVisible();
    // A reload does not lose the first step.
    await page.reload();
    await page.getByLabel("Code").fill(codeAt(secret, new Date(Date.now() + 30_000)));
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(`${gateway.url}/messages?status=failed`);

    await page.goto(`${gateway.url}/profile`);
    await page.getByRole("button", { name: "Turn off" }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog).toContainText("Your password alone will be enough");
    await dialog.getByLabel("Your password").fill(PASSWORD);
    await dialog.getByLabel("Code from the app").fill(recoveryCodes[4]!.toUpperCase());
    await page.keyboard.press("Enter");
    await expect(page.getByText("Two-factor authentication is off. Other browsers")).toBeVisible();
    await expect(page.getByRole("button", { name: "Set up" })).toBeVisible();
  });

  test("is required of admins before anything else if the settings say so", async ({
    gateway,
    admin: { page, email },
  }) => {
    const desk = await gateway.desk();
    const require = (requireTwoFactor: boolean) =>
      desk.call("settings", "changeSettings", { group: "security", value: { requireTwoFactor } });
    await require(true);
    try {
      for (const path of ["/admin", "/admin/profile", "/admin/users"]) {
        await page.goto(`${gateway.url}${path}`);
        await expect(page).toHaveURL(`${gateway.url}/two-factor?next=${encodeURIComponent(path)}`);
      }
      await enrol(page);
      await expect(page).toHaveURL(`${gateway.url}/admin/users`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    } finally {
      await require(false);
    }
    const sql = await gateway.sql();
    const [row] = await sql`select count(*)::int as on from two_factors t join users u on u.id = t.user_id
      where u.email = ${email}`;
    expect(row?.on).toBe(1);
  });
});

test("no sign-in page has axe violations or scrolls sideways, in any language", async ({
  gateway,
  page,
  context,
  arrive,
}) => {
  const desk = await gateway.desk();
  const { email } = await arrive("admin");
  const { path: invitation } = await desk.call("user-links", "linkForReset", { email });
  for (const [language, theme] of [
    ["en", "light"],
    ["ar", "dark"],
  ] as const) {
    await prefer(context, gateway.url, language, theme);
    for (const path of ["/sign-in", invitation, "/invite/none"]) {
      await page.setViewportSize({ width: 360, height: 740 });
      const answer = await page.goto(`${gateway.url}${path}`);
      expect(await answer!.text()).toContain(
        `<html lang="${language}" dir="${language === "ar" ? "rtl" : "ltr"}" class="${theme}"`,
      );
      await expectAccessible(page, path);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over, path).toBeLessThanOrEqual(0);
    }
  }
});
