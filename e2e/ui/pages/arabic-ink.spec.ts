import type { Locator, Page } from "@playwright/test";
import { expect, prefer, test } from "#e2e/ui/support/signed-in.ts";
import { inkDrawn } from "./ink.ts";

// Pixels of half the size tell a dot from the edge of a letter.
test.use({ deviceScaleFactor: 2, bypassCSP: true });

/** What is seen of a page, by the kind of control. */
type Kinds = Record<string, (page: Page) => Locator>;

const css = (selector: string) => (page: Page) => page.locator(selector).locator("visible=true").first();

async function expectWhole(page: Page, kinds: Kinds): Promise<void> {
  for (const [kind, locate] of Object.entries(kinds)) {
    const target = locate(page);
    await expect(target, kind).toBeVisible();
    const { rows, ink } = await inkDrawn(target);
    expect.soft(rows, `${kind}: rows`).toBeGreaterThan(0.98);
    expect.soft(ink, `${kind}: ink`).toBeGreaterThan(0.98);
  }
}

for (const language of ["en", "ar"]) {
  test(`no dots or marks of Arabic letters are clipped, in ${language}`, async ({
    gateway,
    account,
    admin,
    developer,
  }) => {
    const ar = language === "ar";
    await prefer(admin.context, gateway.url, language, "light");
    await prefer(developer.context, gateway.url, language, "light");
    await developer.page.goto(`${gateway.url}/templates/new`);
    await expectWhole(developer.page, {
      "text field": css("main input.input"),
      textarea: css("main textarea"),
      label: css("main label"),
      heading: css("h1"),
      "navigation link": css("aside nav a"),
      "product's name": css("aside a span"),
      "account's name": css("aside bdi.truncate"),
      button: css("main button.button"),
    });
    await developer.page.goto(gateway.url);
    await expectWhole(developer.page, { "cut name": css("main .truncate") });

    const { page } = admin;
    await page.goto(`${gateway.url}/admin/accounts`);
    await expectWhole(page, {
      "search field": css("main input[type=search]"),
      "column's head": css("main th"),
      "table cell": css("main td"),
      "filter chip": css("main section button"),
    });
    await page
      .getByRole("button", { name: ar ? "الأعمدة" : "Columns", exact: false })
      .first()
      .click();
    await expectWhole(page, { "menu item": css("[role^=menuitem]") });
    await page.keyboard.press("Escape");
    // The rest holds words of ours alone on an English page.
    if (!ar) return;

    await page.goto(`${gateway.url}/admin/accounts/${account.id}/subscriptions`);
    await expectWhole(page, { breadcrumb: css("main nav ol a"), tab: css("main nav a:not(ol *)") });
    await page.locator("main button.button--primary").first().click();
    await expectWhole(page, {
      "dialog's heading": css("[role=dialog] h2, [role=dialog] [slot=title]"),
      "field of a dialog": css("[role=dialog] input.input"),
      select: css("[role=dialog] select"),
      "label of a dialog": css("[role=dialog] label"),
      "button of a dialog": css("[role=dialog] button.button"),
    });

    await page.goto(`${gateway.url}/admin/settings`);
    await page.locator("form").last().getByRole("button").last().click();
    await expectWhole(page, {
      toast: css(".toast__title"),
      "radio button": css("main .radio span.text-sm"),
      "panel's heading": css("main h2"),
    });
  });
}
