import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { type Locale, locales } from "#i18n/locale.ts";
import { adminPage } from "./admin-page.ts";

// Providers belong to the whole installation, so this file has one to itself.
let gateway: Gateway;
test.describe.configure({ timeout: 180_000 });

test.beforeAll(async () => {
  gateway = await startGateway();
});
test.beforeEach(async () => {
  const desk = await gateway.desk();
  for (const { name } of await desk.call("providers", "listProviders")) {
    await desk.call("providers", "removeProvider", { name });
  }
  for (const name of ["first", "second", "third"]) {
    await desk.call("providers", "setProvider", {
      name,
      kind: "http",
      config: { url: "http://127.0.0.1:1/send?to={{number}}&text={{text}}" },
    });
  }
});
test.afterAll(async () => {
  await gateway?.discard();
});

async function carriersPage(context: BrowserContext, language: Locale): Promise<Page> {
  const page = await adminPage(gateway, context, language);
  await page.goto(`${gateway.url}/admin/carriers`);
  await expectOrder(page, ["first", "second", "third"]);
  return page;
}

/** On the page as it stands, and as every process will ask them from the next send on. */
async function expectOrder(page: Page, names: string[]): Promise<void> {
  await expect
    .poll(() =>
      page
        .locator("[data-carrier]")
        .evaluateAll((cards) => cards.map((card) => card.getAttribute("data-carrier"))),
    )
    .toEqual(names);
  // The page shows an order before it is kept.
  const desk = await gateway.desk();
  await expect
    .poll(async () => (await desk.call("providers", "listProviders")).map(({ name }) => name))
    .toEqual(names);
}

for (const language of locales) {
  test(`carriers are reordered by dragging them, in ${language}`, async ({ context }) => {
    const page = await carriersPage(context, language);
    const card = (name: string) => page.locator(`li:has([data-carrier="${name}"])`);
    const grip = (name: string) => card(name).locator(".cursor-grab");

    await grip("third").dragTo(card("first"));
    await expectOrder(page, ["third", "first", "second"]);
    await grip("third").dragTo(card("second"));
    await expectOrder(page, ["first", "second", "third"]);

    // While it is dragged its target is marked; dropped on itself it stays.
    await grip("second").hover();
    await page.mouse.down();
    await card("first").hover();
    await card("first").hover();
    await expect(card("first")).toHaveClass(/border-accent/);
    await card("second").hover();
    await page.mouse.up();
    await expect(card("first")).not.toHaveClass(/border-accent/);
    await expectOrder(page, ["first", "second", "third"]);

    // It is as lasting as it looks.
    await grip("first").dragTo(card("second"));
    await expectOrder(page, ["second", "first", "third"]);
    await page.reload();
    await expectOrder(page, ["second", "first", "third"]);
  });
}

test("carriers are reordered by keys, and the focus stays with the one that is moved", async ({
  context,
}) => {
  const page = await carriersPage(context, "en");
  const menu = (name: string) =>
    page.locator(`[data-carrier="${name}"]`).getByRole("button", { name: /^Actions for/ });
  const choose = async (verb: string) => {
    await page.keyboard.press("Enter");
    const item = page.getByRole("menuitem", { name: verb });
    await expect(item).toBeVisible();
    for (let step = 0; step < 8 && !(await item.evaluate((it) => it === document.activeElement)); step++) {
      await page.keyboard.press("ArrowDown");
    }
    await expect(item).toBeFocused();
    await page.keyboard.press("Enter");
  };

  await menu("first").focus();
  await choose("Move down");
  await expectOrder(page, ["second", "first", "third"]);
  await expect(menu("first")).toBeFocused();
  await choose("Move down");
  await expectOrder(page, ["second", "third", "first"]);
  await expect(menu("first")).toBeFocused();
  await choose("Move up");
  await expectOrder(page, ["second", "first", "third"]);
  // The last one has nowhere to go.
  await menu("third").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Move up" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: "Move down" })).toHaveCount(0);
});
