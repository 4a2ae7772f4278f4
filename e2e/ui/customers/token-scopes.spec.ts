import type { Page } from "@playwright/test";
import { isolated } from "#core/input/isolated.ts";
import { approvedTemplate, type TestAccount } from "#e2e/account.ts";
import { ask, send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

const REFUSED = "You do not have permission to perform this action.";

/** What a token may do: the statuses of a send with each of two templates, and of reading the balance. */
async function powersOf(gateway: Gateway, account: TestAccount, other: number, token: string) {
  const sent = await send(gateway, { token, templateId: account.templateId });
  const sentOther = await send(gateway, { token, templateId: other });
  const balance = await ask(gateway, "GET", "/api/otp/balance/", { token });
  return [sent.status, sentOther.status, balance.status];
}

async function createToken(page: Page, name: string, choose: () => Promise<void>): Promise<string> {
  await page.getByRole("button", { name: "Create token" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  await choose();
  await dialog.getByRole("button", { name: "Create token" }).click();
  const token = await dialog.getByText(/^ag_\w{43}$/).innerText();
  await page.getByRole("button", { name: "Done" }).click();
  return token;
}

test("a token for only some templates sends with those, and the API knows no other", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const other = await approvedTemplate(gateway, account.id, { english: "Another code: {code}" });
  await page.goto(`${gateway.url}/tokens`);
  const dialog = page.getByRole("dialog");
  const token = await createToken(page, "Wallet", async () => {
    await dialog.getByRole("radio", { name: "Only some" }).check({ force: true });
    await dialog.getByRole("button", { name: "Create token" }).click();
    await expect(dialog.getByRole("alert").getByText("Choose at least one template.")).toBeVisible();
    await expectAccessible(page, "a token without its templates");
    await dialog.getByRole("checkbox", { name: `#${account.templateId}` }).check();
  });
  const row = page.getByRole("row", { name: "Wallet" });
  await expect(row).toContainText(`Only with ${isolated("Login OTP")}`);
  expect(await powersOf(gateway, account, other, token)).toEqual([201, 400, 200]);
  const refused = await send(gateway, { token, templateId: other });
  const unknown = await send(gateway, { token, templateId: 2_000_000_000 });
  expect(refused.json).toEqual({ template_id: [expect.any(String)] });
  expect(refused.text).toBe(unknown.text);

  // From the next request on, also for a token that has just been used.
  await row.getByRole("button", { name: "Actions for Wallet" }).click();
  await page.getByRole("menuitem", { name: "Change access" }).click();
  await expect(dialog.getByRole("checkbox", { name: `#${account.templateId}` })).toBeChecked();
  await dialog.getByRole("checkbox", { name: `#${account.templateId}` }).uncheck();
  await dialog.getByRole("checkbox", { name: `#${other}` }).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(/Access of .*Wallet.* changed\./)).toBeVisible();
  expect(await powersOf(gateway, account, other, token)).toEqual([400, 201, 200]);
});

test("a token that only sends reads nothing, and one that only reads sends nothing", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/tokens`);
  const dialog = page.getByRole("dialog");
  const sender = await createToken(page, "Sender", async () => {
    await dialog.getByRole("radio", { name: "Only send" }).check({ force: true });
    await expect(dialog.getByText("It cannot read the balance")).toBeVisible();
  });
  const reader = await createToken(page, "Reader", async () => {
    await dialog.getByRole("radio", { name: "Only read" }).check({ force: true });
    // Nothing that it may send has to be chosen.
    await expect(dialog.getByRole("radio", { name: "Only some" })).toHaveCount(0);
  });
  await expect(page.getByRole("row", { name: "Sender" })).toContainText("Only sends");
  await expect(page.getByRole("row", { name: "Reader" })).toContainText("Only reads");
  const { templateId } = account;
  expect(await powersOf(gateway, account, templateId, sender)).toEqual([201, 201, 403]);
  expect(await powersOf(gateway, account, templateId, reader)).toEqual([403, 403, 200]);
  const refused = await send(gateway, { token: reader, templateId });
  expect(refused.json).toEqual({ detail: REFUSED });
  // A refusal charges nothing: two messages were sent.
  const { json } = await ask(gateway, "GET", "/api/otp/balance/", { token: reader });
  expect(json.remaining).toBe(998);
});

test("what each token has sent is counted in the list, and leads to its messages", async ({
  gateway,
  account,
  developer: { page },
}) => {
  const desk = await gateway.desk();
  const { token } = await desk.call("tokens", "createToken", { accountId: account.id, name: "Busy" });
  for (let i = 0; i < 3; i++) await send(gateway, { ...account, token });
  await page.goto(`${gateway.url}/tokens`);
  const row = page.getByRole("row", { name: "Busy" });
  await expect(row).toContainText("33 today, 3 in 7 days");
  await expect(page.getByRole("row", { name: "Test" })).not.toContainText("today");
  await row.getByRole("link", { name: "3 today" }).click();
  await expect(page).toHaveURL(/\/messages\?token=\d+&period=/);
  await expect(page.getByRole("main").getByRole("row")).toHaveCount(4);
});

test("a token’s access is chosen and shown in Arabic", async ({
  gateway,
  account,
  developer: { page, context },
}) => {
  await prefer(context, gateway.url, "ar", "dark");
  await page.goto(`${gateway.url}/tokens`);
  await page.getByRole("row", { name: "Test" }).getByRole("button").click();
  await page.getByRole("menuitem", { name: "تغيير الصلاحيات" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "إرسال فقط" }).check({ force: true });
  await dialog.getByRole("radio", { name: "بعضها فقط" }).check({ force: true });
  await dialog.getByRole("checkbox", { name: `#${account.templateId}` }).check();
  await expectAccessible(page, "a token's access in Arabic");
  await dialog.getByRole("button", { name: "حفظ" }).click();
  await expect(page.getByRole("row", { name: "Test" })).toContainText("إرسال فقط · بهذه القوالب فقط");
  const balance = await ask(gateway, "GET", "/api/otp/balance/", { token: account.token });
  expect(balance.status).toBe(403);
});
