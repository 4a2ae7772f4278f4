import type { Page } from "@playwright/test";
import { isolated } from "#core/input/isolated.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { untilAnswered } from "#e2e/ui/support/browser.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";

const dialogOf = (page: Page) => page.getByRole("dialog");

test("a plan is created after its errors are corrected, edited and archived, and its name can be used again", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const name = `Growth ${account.id}`;
  const dialog = dialogOf(page);
  const save = () => dialog.getByRole("button", { name: "Create plan" }).click();
  await page.goto(`${gateway.url}/admin/plans`);
  await page.getByRole("button", { name: "Create plan" }).click();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await save();
  await expect(dialog.getByText("This field is required.")).toBeVisible();
  await expect(dialog.getByText("Enter a number of credits from 1 to 2 billion.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await expectAccessible(page, "a plan with problems");

  await dialog.getByLabel("Name").fill(`  ${name} `);
  for (const credits of ["0", "-5", "1.5", "20,000 or so", "2147483648"]) {
    await dialog.getByLabel("Credits").fill(credits);
    await save();
    await expect(dialog.getByText("Enter a number of credits from 1 to 2 billion."), credits).toBeVisible();
    await expect(dialog.getByLabel("Credits")).toBeFocused();
  }
  await dialog.getByLabel("Credits").fill("٢٠٬٠٠٠");
  await dialog.getByLabel("Days").fill("3661");
  await save();
  await expect(dialog.getByText("Enter a number of days from 1 to 3,660.")).toBeVisible();
  await untilAnswered(page);
  await dialog.getByLabel("Days").fill("30");
  await dialog.getByText("Per segment").click();
  await dialog.getByLabel("Price").fill("2,100,000 ل.س");
  await page.keyboard.press("Enter");
  await expect(page.getByText(`Plan ${isolated(name)} created.`)).toBeVisible();
  const row = page.getByRole("row", { name, exact: false });
  for (const value of ["20,000", "30 days", "Per segment", "2,100,000 ل.س", "0"]) {
    await expect(row.getByRole("cell", { name: value, exact: false }).first()).toBeVisible();
  }

  // The same name in other capitals is told where it was typed; Escape leaves everything as it was.
  await page.getByRole("button", { name: "Create plan" }).click();
  await dialog.getByLabel("Name").fill(name.toUpperCase());
  await dialog.getByLabel("Credits").fill("5");
  await save();
  await expect(dialog.getByText("Another plan has this name.")).toBeVisible();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);

  await row.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await expect(dialog.getByLabel("Price")).toHaveValue("2,100,000 ل.س");
  await dialog.getByLabel("Price").fill("$ 9");
  await dialog.getByLabel("Credits").fill("25000");
  await dialog.getByLabel("Length").selectOption({ label: "3 months" });
  await expect(dialog.getByLabel("Days")).toHaveCount(0);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`Plan ${isolated(name)} saved.`)).toBeVisible();
  await expect(row).toContainText("25,000");
  await expect(row).toContainText("$ 9");
  await expect(row).toContainText("3 months");

  await row.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Archive" }).click();
  const ask = page.getByRole("alertdialog", { name: `Archive ${isolated(name)}?` });
  await expect(ask).toContainText("Subscriptions already granted from it continue.");
  await ask.getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText(`Plan ${isolated(name)} archived.`)).toBeVisible();
  await expect(row).toHaveCount(0);
  await page.getByRole("link", { name: "Show archived" }).click();
  await expect(page).toHaveURL(/archived=1$/);
  await expect(row).toContainText("Archived");
  await expect(row.getByRole("button")).toHaveCount(0);

  const sql = await gateway.sql();
  const trail = await sql<{ action: string; before: object | null; after: object | null }[]>`
    select action, before, after from audit_entries where action like 'plan.%'
      and coalesce(after ->> 'name', before ->> 'name') = ${name} order by id`;
  expect(trail).toMatchObject([
    { action: "plan.create", after: { quota: 20_000, days: 30, unit: "segment", price: "2,100,000 ل.س" } },
    {
      action: "plan.edit",
      before: { quota: 20_000, days: 30 },
      after: { quota: 25_000, months: 3, price: "$ 9" },
    },
    { action: "plan.archive", before: { quota: 25_000 } },
  ]);

  await page.getByRole("button", { name: "Create plan" }).click();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Credits").fill("5");
  await save();
  await expect(dialog).toHaveCount(0);
  await expect(row.filter({ hasText: "Archived" })).toHaveCount(1);
  await expect(row).toHaveCount(2);
});

test("saving a plan that another admin has archived meanwhile is refused with an explanation", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const desk = await gateway.desk();
  const name = `Short ${account.id}`;
  const plan = await desk.call("plans", "createPlan", { name, quota: 10, days: 3 });
  const dialog = dialogOf(page);
  await page.goto(`${gateway.url}/admin/plans`);
  const row = page.getByRole("row", { name });
  await row.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  await dialog.getByLabel("Credits").fill("11");
  await desk.call("plans", "archivePlan", { id: plan.id });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("It no longer exists.");
  const sql = await gateway.sql();
  expect(await sql`select quota from plans where id = ${plan.id}`).toMatchObject([{ quota: 10 }]);
});
