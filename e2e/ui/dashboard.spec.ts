import { AxeBuilder } from "@axe-core/playwright";
import type { BrowserContext, Page } from "@playwright/test";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { test as base, expect } from "#e2e/shared-gateway.ts";

const PASSWORD = "correct-horse-battery";
const pages = [
  "/",
  "/templates",
  "/templates/new",
  "/tokens",
  "/whitelist",
  "/refused",
  "/subscription",
  "/inbox",
  "/profile",
];

/** A developer of an account of their own, and what the browser complained of meanwhile. */
const test = base.extend<{ account: TestAccount; email: string; complaints: string[] }>({
  account: async ({ gateway }, use) => use(await makeAccount(gateway)),
  email: async ({ gateway, account }, use) => {
    const email = `dev-${account.id}@example.com`;
    const desk = await gateway.desk();
    await desk.call("users", "createUser", {
      email,
      role: "developer",
      accountId: account.id,
      password: PASSWORD,
    });
    await use(email);
  },
  complaints: async ({ page, gateway }, use) => {
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(gateway.url))
        complaints.push(request.url());
    });
    await use(complaints);
    expect(complaints).toEqual([]);
  },
});

async function signIn(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.locator("input[name=email]").fill(email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.locator("button[type=submit]").click();
  await page.waitForURL(`${url}/`);
}

async function prefer(context: BrowserContext, url: string, language: string, theme: string): Promise<void> {
  await context.addCookies([
    { name: "language", value: language, url },
    { name: "theme", value: theme, url },
  ]);
}

test("whoever is not signed in sees nothing, and a wrong password says no more than that", async ({
  page,
  gateway,
  email,
}) => {
  for (const path of [...pages, "/templates/1", "/admin"]) {
    await page.goto(`${gateway.url}${path}`);
    await expect(page).toHaveURL(`${gateway.url}/sign-in`);
  }
  for (const who of [email, "nobody@example.com"]) {
    await page.locator("input[name=email]").fill(who);
    await page.locator("input[name=password]").fill("wrong");
    await page.locator("button[type=submit]").click();
    await expect(page.getByRole("alert").filter({ hasText: "not right" })).toBeVisible();
  }
});

test("writing a template by keyboard, from the empty field to what waits for approval", async ({
  page,
  gateway,
  email,
  complaints,
}) => {
  await signIn(page, gateway.url, email);
  await page.getByRole("link", { name: "Templates" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "New template" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Name")).toBeFocused();
  await page.keyboard.type("Payments");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.type("رمز الدفع: ");
  // Submitting what is not finished names the field and keeps what was typed.
  await page.getByRole("button", { name: "Submit for approval" }).press("Enter");
  await expect(page.getByText("Put {code} where the code belongs.", { exact: true })).toBeVisible();
  await page.getByLabel("Arabic").press("End");
  await page.keyboard.type("{code}");
  await expect(page.getByText("رمز الدفع: 482910")).toBeVisible();
  await page.getByRole("button", { name: "Submit for approval" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Payments" })).toBeVisible();
  await expect(page.getByText("Waiting for approval").first()).toBeVisible();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByLabel("Arabic")).toHaveValue("رمز الدفع: {code}");
  expect(complaints).toEqual([]);
});

test("what the sandbox received stands in the inbox of its account, and of no other", async ({
  page,
  gateway,
  account,
  email,
}) => {
  const other = await makeAccount(gateway);
  await send(gateway, account, { code: "551177" });
  await send(gateway, other, { code: "662288" });
  await signIn(page, gateway.url, email);
  await page.goto(`${gateway.url}/inbox`);
  await expect(page.getByText("551177")).toBeVisible();
  await expect(page.getByText("662288")).toHaveCount(0);
  await page.goto(`${gateway.url}/templates/${other.templateId}`);
  await expect(page.getByText("This page does not exist")).toBeVisible();
});

test("a session ends at once when the account is suspended or the password changes", async ({
  page,
  gateway,
  account,
  email,
}) => {
  await signIn(page, gateway.url, email);
  const desk = await gateway.desk();
  await desk.call("accounts", "suspendAccount", { id: account.id });
  await page.goto(`${gateway.url}/templates`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in`);
  await desk.call("accounts", "resumeAccount", { id: account.id });
  await signIn(page, gateway.url, email);
  await desk.call("users", "resetPassword", { email, password: "another-password" });
  await page.goto(`${gateway.url}/templates`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in`);
});

for (const language of ["en", "ar"]) {
  for (const theme of ["light", "dark"]) {
    test(`every page in ${language}, ${theme}: first byte, axe, 360 pixels, console, origin`, async ({
      page,
      context,
      gateway,
      account,
      email,
      complaints,
    }) => {
      await send(gateway, account, { language: language === "ar" ? 0 : 1 });
      await prefer(context, gateway.url, language, theme);
      await signIn(page, gateway.url, email);
      for (const path of [...pages, `/templates/${account.templateId}`]) {
        await page.setViewportSize({ width: 1280, height: 800 });
        const response = await page.goto(`${gateway.url}${path}`);
        const direction = language === "ar" ? "rtl" : "ltr";
        expect(await response!.text()).toContain(
          `<html lang="${language}" dir="${direction}" class="${theme}"`,
        );
        await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(
          violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
          path,
        ).toEqual([]);
        await page.setViewportSize({ width: 360, height: 740 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(over, path).toBeLessThanOrEqual(0);
      }
      expect(complaints).toEqual([]);
    });
  }
}
