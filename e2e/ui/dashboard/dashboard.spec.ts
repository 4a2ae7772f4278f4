import type { Page } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import { answerWith, startOperator } from "#e2e/operator.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, signInByHand, test } from "#e2e/ui/support/signed-in.ts";

/** By the form, as a person does it. */
async function signInAsAPerson(page: Page, url: string, email: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await signInByHand(page, email);
  await page.waitForURL((at) => !at.pathname.startsWith("/sign-in"));
}

test("a failed sign-in reveals only that e-mail or password is wrong", async ({
  page,
  gateway,
  developerEmail,
}) => {
  await page.goto(`${gateway.url}/sign-in`);
  for (const who of [developerEmail, "nobody@example.com"]) {
    await signInByHand(page, who, "wrong");
    await expect(page.getByRole("alert").filter({ hasText: "incorrect" })).toBeVisible();
  }
});

test("a template is written and submitted for approval by keyboard alone", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(gateway.url);
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
  await expect(page.getByText("Put {code} where the code goes.", { exact: true })).toBeVisible();
  await page.getByLabel("Arabic").press("End");
  await page.keyboard.type("{code}");
  await expect(page.getByText("رمز الدفع: 482910")).toBeVisible();
  await page.getByRole("button", { name: "Submit for approval" }).press("Enter");
  await expect(page.getByRole("heading", { name: "Payments" })).toBeVisible();
  await expect(page.getByText("Waiting for approval").first()).toBeVisible();
  await page.getByRole("button", { name: "Withdraw" }).click();
  await expect(page.getByLabel("Arabic")).toHaveValue("رمز الدفع: {code}");
});

test("messages to the sandbox appear in their own account's inbox only", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const other = await makeAccount(gateway);
  await send(gateway, account, { code: "551177" });
  await send(gateway, other, { code: "662288" });
  await page.goto(`${gateway.url}/inbox`);
  await expect(page.getByText("551177")).toBeVisible();
  await expect(page.getByText("662288")).toHaveCount(0);
  const foreign = await page.request.get(`${gateway.url}/templates/${other.templateId}`);
  expect(foreign.status()).toBe(404);

  for (let n = 1; n <= 50; n++) await send(gateway, account, { code: `70${n}` });
  await page.reload();
  await expect(page.getByText("7050")).toBeVisible();
  await expect(page.getByText("551177")).toHaveCount(0);
  await page.getByRole("button", { name: "Show older messages" }).click();
  await expect(page.getByText("551177")).toBeVisible();
});

test("without a sandbox the inbox is missing from the navigation, and its page explains why", async ({
  gateway,
  developer: { page },
}) => {
  const desk = await gateway.desk();
  const inbox = page.getByRole("navigation").getByRole("link", { name: "Sandbox inbox" });
  await page.goto(`${gateway.url}/docs`);
  await expect(inbox).toBeVisible();
  await expect(page.locator("#sandbox")).toBeVisible();
  const nowhere = { url: "http://127.0.0.1:9/", body: "{{text}}", body_format: "plain" };
  await desk.call("providers", "setProvider", { name: "sandbox", kind: "http", config: nowhere });
  try {
    await page.reload();
    await expect(page.getByRole("link", { name: "Templates" }).first()).toBeVisible();
    await expect(inbox).toHaveCount(0);
    await expect(page.locator("#sandbox")).toHaveCount(0);
    await page.goto(`${gateway.url}/inbox`);
    await expect(page.getByText("There is no sandbox")).toBeVisible();
    await expectAccessible(page, "an inbox without a sandbox");
    await page.getByRole("link", { name: "Open Messages" }).click();
    await expect(page).toHaveURL(`${gateway.url}/messages`);
  } finally {
    await desk.call("providers", "setProvider", { name: "sandbox", kind: "sandbox", config: {} });
  }
  await page.reload();
  await expect(inbox).toBeVisible();
});

test("the sandbox takes over from a refusing carrier only if enabled, and every page shows it", async ({
  gateway,
  account,
  admin,
  developer: { page },
}) => {
  const desk = await gateway.desk();
  const carrier = await startOperator(answerWith(400, "refused by the carrier"));
  const notice = page.getByRole("note").filter({ hasText: "sandbox" });
  const ask = async () => {
    const { status, json } = await send(gateway, account);
    return [status, json.status, json.provider_response];
  };
  const reach = async (path: string) => {
    await page.goto(`${gateway.url}${path}`);
    return notice;
  };
  await expect(await reach("/")).toHaveText(/^Only the sandbox delivers\. Nothing reaches real phones/);
  const config = { url: `${carrier.url}/`, body: "{{text}}", body_format: "plain" };
  try {
    await desk.call("providers", "setProvider", { name: "carrier", kind: "http", config });
    for (let n = 0; n < 4; n++) expect(await ask()).toEqual([502, "failed", "refused by the carrier"]);
    await expect(await reach("/")).toHaveCount(0);

    // Beside a working sandbox: what it took before stands in its own line.
    await admin.page.goto(`${gateway.url}/admin`);
    const health = (name: string) =>
      admin.page.locator("li[data-state]").filter({ has: admin.page.getByText(name, { exact: true }) });
    await expect(health("carrier")).toHaveAttribute("data-state", "trouble");
    await expect(health("carrier")).toContainText("Unhealthy: carrier0 accepted, 4 not");

    await admin.page.goto(`${gateway.url}/admin/settings`);
    const form = admin.page.getByRole("form", { name: "Sandbox" });
    await form.getByText("Takes over", { exact: true }).click();
    await expect(form.getByText("reach no phone")).toBeVisible();
    await form.getByRole("button", { name: "Save" }).click();
    const adminNotice = admin.page
      .getByRole("note")
      .filter({ hasText: "takes over messages that the providers refuse" });
    await expect(adminNotice).toBeVisible();
    expect(await ask()).toEqual([201, "sent", "OK"]);
    await expect(await reach("/messages")).toHaveText(
      /^The sandbox takes over messages that the providers refuse/,
    );
    await expectAccessible(page, "a page with the sandbox's notice");

    await desk.call("providers", "moveProvider", { name: "sandbox", position: 1 });
    await expect(await reach("/")).toHaveText(/^The sandbox takes every message/);
    await admin.page.goto(`${gateway.url}/admin`);
    await admin.page.getByRole("link", { name: "Change the setting" }).click();
    await form.getByText("Receives nothing", { exact: true }).click();
    await form.getByRole("button", { name: "Save" }).click();
    await expect(admin.page.getByRole("note")).toHaveCount(0);
    expect(await ask()).toEqual([502, "failed", "refused by the carrier"]);
  } finally {
    await desk.call("providers", "removeProvider", { name: "carrier" });
    await desk.call("providers", "setSandboxTakeover", { name: "sandbox", takesOver: false });
    await carrier.close();
  }
  expect(await ask()).toEqual([201, "sent", "OK"]);
});

test("sessions end at once when the account is suspended or the password changes", async ({
  page,
  gateway,
  account,
  developerEmail: email,
}) => {
  await signInAsAPerson(page, gateway.url, email);
  const desk = await gateway.desk();
  await desk.call("accounts", "suspendAccount", { id: account.id });
  await page.goto(`${gateway.url}/templates`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in?next=%2Ftemplates`);
  await desk.call("accounts", "resumeAccount", { id: account.id });
  await signInAsAPerson(page, gateway.url, email);
  await desk.call("users", "resetPassword", { email, password: "another-password" });
  await page.goto(`${gateway.url}/templates`);
  await expect(page).toHaveURL(`${gateway.url}/sign-in?next=%2Ftemplates`);
});

test("the first Tab reaches the skip link, on pages with tabs too", async ({
  gateway,
  developer: { page },
}) => {
  for (const path of ["/", "/messages"]) {
    await page.goto(`${gateway.url}${path}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
  }
});
