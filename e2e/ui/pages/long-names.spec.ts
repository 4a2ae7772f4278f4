import { untilAtRest } from "#e2e/ui/support/accessible.ts";
import { expect, test } from "#e2e/ui/support/signed-in.ts";
import { plantLongNames, standsOut } from "./long-names.ts";

test("dialogs, selects and toasts fit names of 100 letters without a space", async ({
  gateway,
  account,
  admin: { page },
}) => {
  await plantLongNames(gateway, account);
  const expectWithin = async (what: string) => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await untilAtRest(page);
      expect.soft(await page.evaluate(standsOut), `${what} ${width}`).toEqual([]);
    }
  };
  await page.goto(`${gateway.url}/admin/accounts/${account.id}`);
  await page.getByRole("button", { name: "Suspend" }).click();
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await expectWithin("asking before an account is suspended");
  await page.getByRole("alertdialog").getByRole("button", { name: "Suspend" }).click();
  await expect(page.locator(".toast").first()).toBeVisible();
  await expectWithin("the toast of a suspended account");
  await page.goto(`${gateway.url}/admin/subscriptions`);
  await page.getByRole("button", { name: "Grant" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.getByRole("dialog").locator("select").first().selectOption({ index: 1 });
  await expectWithin("a select of long names");
});
