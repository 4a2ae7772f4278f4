import { isolated } from "#core/input/isolated.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

test("a text is handed in, refused, and then accepted with the operator's template code", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const sql = await gateway.sql();
  await page.goto(`${gateway.url}/admin/approvals/operators`);
  await expect(page.getByText("No carrier requires operator approval")).toBeVisible();
  const carrier = page.locator("[data-carrier=sandbox]");
  const choose = async (verb: string, confirm: string) => {
    await page.goto(`${gateway.url}/admin/carriers`);
    await carrier.getByRole("button", { name: "Actions of" }).click();
    await page.getByRole("menuitem", { name: verb }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: confirm }).click();
    await expect(page.getByRole("alertdialog")).toHaveCount(0);
  };
  try {
    await choose("Require operator approval", "Require approval");
    await expect(carrier).toContainText("Sends only texts that its operator has accepted.");
    await carrier.getByRole("link", { name: "Operator approvals" }).click();
    const [template] = await sql<
      { name: string }[]
    >`select name from templates where id = ${account.templateId}`;
    const item = page
      .getByRole("article")
      .filter({ hasText: account.name })
      .filter({ hasText: "English" })
      .first();
    await expect(item).toContainText("Not submitted");
    await expect(item.getByRole("button", { name: "Copy the text" })).toBeVisible();
    // The library announces a button that is busy by its id, also for a while after the page has gone on.
    await page.reload();
    await expectAccessible(page, "what to hand in");

    const dialog = page.getByRole("dialog");
    await item.getByRole("button", { name: "Change the state" }).click();
    await dialog.getByText("Refused", { exact: true }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByText("This field is required.")).toBeVisible();
    await dialog.getByLabel("Why it is refused").fill("The brand is missing");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText(`State of ${isolated(template!.name)} saved.`)).toBeVisible();
    await expect(item).toContainText("The brand is missing");

    await item.getByRole("button", { name: "Change the state" }).click();
    await dialog.getByText("Accepted", { exact: true }).click();
    await dialog.getByText("by its template code, with the code as a parameter").click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog.getByText("Enter the operator’s template code", { exact: false })).toBeVisible();
    await dialog.getByLabel("Template code", { exact: true }).fill("Brand_T1");
    await expectAccessible(page, "an acceptance");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toHaveCount(0);
    await page.getByRole("link", { name: "Show accepted texts too" }).click();
    await expect(page.getByRole("article").filter({ hasText: "Brand_T1" })).toContainText("Accepted");

    await choose("Stop requiring approval", "Stop requiring");
    await expect(carrier).not.toContainText("Sends only texts");
    await choose("Require operator approval", "Require approval");
    await page.context().addCookies([{ name: "language", value: "ar", url: gateway.url }]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${gateway.url}/admin/approvals/operators?all=1`);
    await expectAccessible(page, "what to hand in, in Arabic");
  } finally {
    await sql`update providers set demands_approval = false`;
    await sql`delete from operator_approvals`;
  }
});
