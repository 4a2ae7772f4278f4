import type { Page, Route } from "@playwright/test";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";

// The browser's own line about an answer that never came.
test.use({ tolerated: /ERR_FAILED/ });

/** The server does what the page's next action asks for, and the answer is lost on the way. */
async function loseNextAnswer(page: Page): Promise<void> {
  const lose = async (route: Route) => {
    if (!route.request().headers()["next-action"]) return route.fallback();
    await route.fetch();
    await route.abort();
    await page.unroute("**", lose);
  };
  await page.route("**", lose);
}

test("a grant whose answer was lost and that is submitted again is one grant", async ({
  gateway,
  account,
  admin: { page, context },
}) => {
  const sql = await gateway.sql();
  const granted = async () =>
    (await sql`select quota from subscriptions where account_id = ${account.id} and plan = 'Gift'`).map(
      ({ quota }) => quota,
    );
  const words = {
    en: { grant: "Grant", name: "Name", lost: "Submit again:", done: "Subscription granted." },
    ar: { grant: "منح", name: "الاسم", lost: "أعد الإرسال", done: "مُنح الاشتراك." },
  };
  for (const [language, { grant, name, lost, done }] of Object.entries(words)) {
    await prefer(context, gateway.url, language, "light");
    await page.goto(`${gateway.url}/admin/accounts/${account.id}/subscriptions`);
    await page.getByRole("button", { name: grant }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator("select[name=from]").selectOption("hand");
    await dialog.getByLabel(name).fill("Gift");
    await dialog.locator("input[name=quota]").fill("7");
    await dialog.locator("input[name=days]").fill("2");
    const submit = dialog.getByRole("button", { name: grant });
    const before = await granted();
    await loseNextAnswer(page);
    await submit.click();
    await expect(dialog.getByRole("alert")).toContainText(lost);
    if (language === "en") await expectAccessible(page, "a form whose answer was lost");
    expect(await granted()).toEqual([...before, 7]);
    await submit.click();
    await expect(page.getByText(done)).toBeVisible();
    // A form that is opened again is another grant: the second language's.
    expect(await granted()).toEqual([...before, 7]);
  }
});

test("other values after a lost answer are refused once, and are then a change of their own", async ({
  gateway,
  account,
  admin: { page },
}) => {
  const sql = await gateway.sql();
  const quotas = async () =>
    (
      await sql`select quota from subscriptions where account_id = ${account.id} and plan = 'Gift' order by id`
    ).map(({ quota }) => quota);
  await page.goto(`${gateway.url}/admin/accounts/${account.id}/subscriptions`);
  await page.getByRole("button", { name: "Grant" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("From").selectOption({ label: "Custom" });
  await dialog.getByLabel("Name").fill("Gift");
  await dialog.getByLabel("Days").fill("2");
  const grant = async (credits: string) => {
    await dialog.getByLabel("Credits").fill(credits);
    await dialog.getByRole("button", { name: "Grant" }).click();
  };
  await loseNextAnswer(page);
  await grant("7");
  await expect(dialog.getByRole("alert")).toContainText("Submit again:");
  await grant("8");
  await expect(dialog.getByRole("alert")).toContainText("that change was made");
  expect(await quotas()).toEqual([7]);
  await grant("8");
  await expect(page.getByText("Subscription granted.")).toBeVisible();
  expect(await quotas()).toEqual([7, 8]);
});

test("a token whose answer was lost is shown when its form is submitted again", async ({
  gateway,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/tokens`);
  await page.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Shop, staging");
  const create = dialog.getByRole("button", { name: "Create token" });
  await loseNextAnswer(page);
  await create.click();
  await expect(dialog.getByRole("alert")).toContainText("Submit again:");
  await create.click();
  await expect(dialog.getByText(/^ag_\w{43}$/)).toBeVisible();
  await page.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row", { name: "Shop, staging" })).toHaveCount(1);
});

test("a template whose answer was lost is created once, even if the page is reloaded", async ({
  gateway,
  account,
  developer: { page },
}) => {
  await page.goto(`${gateway.url}/templates/new`);
  const name = page.locator("input[name=name]");
  await name.fill("Parcel");
  await page.locator("textarea[name=english]").fill("Your code is {code}");
  const save = page.getByRole("button", { name: "Save draft" });
  await loseNextAnswer(page);
  await save.click();
  await expect(page.getByText("Submit again:")).toBeVisible();
  await page.reload();
  await expect(name).toHaveValue("Parcel");
  await save.click();
  await expect(page).toHaveURL(/\/templates\/\d+$/);
  const sql = await gateway.sql();
  const made = await sql`select from templates where account_id = ${account.id} and name = 'Parcel'`;
  expect(made).toHaveLength(1);
});
