import { makeAccount, type TestAccount } from "#e2e/account.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

async function waiting(gateway: Gateway, account: TestAccount, name: string): Promise<number> {
  const desk = await gateway.desk();
  const { id } = await desk.call("templates", "createTemplate", {
    accountId: account.id,
    name,
    english: "Code {code}",
  } as never);
  return id;
}

test("an approval is undone by keyboard and a rejection by button, and both wait for approval again", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const name = `Undone ${account.id}`;
  const id = await waiting(gateway, account, name);
  const sql = await gateway.sql();
  const status = async () =>
    (await sql`select status from template_versions where template_id = ${id}`)[0]!.status as string;
  const address = `${gateway.url}/admin/approvals?template=${id}`;
  const heading = page.getByRole("heading", { level: 2, name });
  await page.goto(address);
  await expect(heading).toBeVisible();
  await page.keyboard.press("a");
  await expect(page.getByText("is approved and can be sent.")).toBeVisible();
  expect(await status()).toBe("approved");
  await page.keyboard.press("u");
  await expect(page.getByText("is waiting again.")).toBeVisible();
  expect(await status()).toBe("pending");
  await expect(page).toHaveURL(address);

  await page.getByRole("button", { name: "Reject" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("By mistake");
  await dialog.getByRole("button", { name: "Reject" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(status).toBe("pending");
});

test("an approved text is revoked on the account's page, and the developer sees the reason", async ({
  gateway,
  admin,
  arrive,
}) => {
  const account = await makeAccount(gateway);
  const { page } = admin;
  await page.goto(`${gateway.url}/admin/accounts/${account.id}/templates/${account.templateId}`);
  await page.getByRole("button", { name: "Revoke approval" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Revoke approval" }).click();
  await expect(dialog.getByText("This field is required.")).toBeVisible();
  await dialog.getByLabel("Reason").fill("Names another brand");
  await dialog.getByRole("button", { name: "Revoke approval" }).click();
  await expect(page.getByText("is revoked.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Revoke approval" })).toHaveCount(0);
  const developer = await arrive("developer", account.id);
  await developer.page.goto(`${gateway.url}/templates/${account.templateId}`);
  await expect(developer.page.getByText("Names another brand").first()).toBeVisible();
  await expect(developer.page.getByText("Revoked", { exact: true }).first()).toBeVisible();
});
