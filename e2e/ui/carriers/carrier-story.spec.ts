import { expect, type Page, test } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { NUMBER, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { choose } from "#e2e/ui/support/choose.ts";
import { wordsIn } from "#e2e/ui/support/words.ts";
import { locales } from "#i18n/locale.ts";
import { receiptFields, type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";
import { adminPage, card } from "./admin-page.ts";

// Providers belong to the whole installation, so each language has a gateway, and two carriers, of its own.
let gateway: Gateway;
let first: Smsc;
let second: Smsc;
test.describe.configure({ timeout: 300_000 });

test.beforeEach(async () => {
  [gateway, first, second] = await Promise.all([startGateway(), startSmsc(), startSmsc()]);
});
test.afterEach(async () => {
  await gateway?.discard();
  await first?.close();
  await second?.close();
});

/** The field with suggestions that has this label. */
const field = (page: Page, label: string) => page.getByRole("combobox", { name: label, exact: true });

const isConnected = (page: Page, name: string) =>
  expect(card(page, name).locator("[data-state=connected]")).toBeVisible();

for (const language of locales) {
  test(`from a new gateway to failover to the second carrier, in ${language}`, async ({ context }) => {
    const t = wordsIn(language);
    const page = await adminPage(gateway, context, language);
    const dialog = page.getByRole("dialog");
    const account = await makeAccount(gateway, { english: "Your code is {code}", arabic: null });

    // A new gateway: nothing is done yet, and the first step leads to the carriers.
    await page.goto(`${gateway.url}/admin/going-live`);
    const done = (count: number) => page.getByText(t("common.checklist.progress", { count, of: 8 }));
    await expect(done(0)).toBeVisible();
    await page.getByRole("link", { name: t("goingLive.step.carrier.title") }).click();

    // Two carriers are connected.
    for (const [name, { port }] of Object.entries({ first, second })) {
      await page
        .getByRole("link", { name: t("carriers.add") })
        .first()
        .click();
      await page.getByRole("link", { name: /^SMPP/ }).click();
      const setting = (key: "host" | "port" | "system_id" | "password" | "sender") =>
        page.getByLabel(t(`carriers.settings.${key}.label`), { exact: true });
      await expect(setting("host")).toBeVisible();
      await page.getByLabel(t("carriers.name"), { exact: true }).fill(name);
      await setting("host").fill("127.0.0.1");
      await setting("port").fill(String(port));
      await setting("system_id").fill("gate");
      await setting("password").fill("hush-471");
      await setting("sender").fill("Aman");
      await page.getByRole("button", { name: t("carriers.add") }).click();
      await isConnected(page, name);
    }

    // A test reaches the admin's own phone, and its receipt is seen.
    await card(page, "first")
      .getByRole("button", { name: t("carriers.test"), exact: true })
      .click();
    await dialog.getByLabel(t("carriers.testNumber")).fill("0933 000 005");
    await dialog.getByRole("button", { name: t("carriers.testSend") }).click();
    await expect(dialog.locator("[data-outcome=accepted]")).toBeVisible();
    first.bound()[0]!.send("deliver_sm", receiptFields("1", "DELIVRD", "963933000005"));
    await expect(dialog.locator("[data-report=delivered]")).toBeVisible();
    await dialog.getByRole("button", { name: t("carriers.close") }).click();

    // The route: first the one, then the other.
    await page.goto(`${gateway.url}/admin/routes`);
    await page
      .getByRole("button", { name: t("routing.addRoute") })
      .first()
      .click();
    await dialog.getByLabel(t("routing.prefix")).fill("+963");
    for (const name of ["second", "first"]) {
      await dialog.getByLabel(t("routing.addProvider")).selectOption(name);
    }
    await dialog.getByRole("button", { name: t("routing.save") }).click();
    await expect(page.getByText(t("routing.routeSaved", { prefix: "963" }))).toBeVisible();
    const route = page
      .getByRole("table", { name: t("routing.routes") })
      .getByRole("row")
      .filter({ hasText: "963" });
    await expect(route).toContainText(/1\s*second.*2\s*first/);
    await route.getByRole("button").click();
    await page.getByRole("menuitem", { name: t("routing.edit") }).click();
    await dialog.getByRole("button", { name: t("routing.moveUp", { name: "first" }) }).focus();
    await page.keyboard.press("Enter");
    await dialog.getByRole("button", { name: t("routing.save") }).click();
    await expect(route).toContainText(/1\s*first.*2\s*second/);

    // The first one's operator accepts each text itself: until it has, only the second takes the message.
    await page.goto(`${gateway.url}/admin/carriers`);
    await card(page, "first")
      .getByRole("button", { name: t("carriers.actionsOf", { name: "first" }) })
      .click();
    await page.getByRole("menuitem", { name: t("carriers.demand") }).click();
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: t("carriers.ask.demand.verb") })
      .click();
    await expect(page.getByText(t("carriers.ask.demand.doneToast", { name: "first" }))).toBeVisible();
    await expect(card(page, "first")).toContainText(t("carriers.demands"));
    const candidates = page.getByRole("main").locator("ol li");
    const explain = async () => {
      await page.goto(`${gateway.url}/admin/routes`);
      await page.getByLabel(t("routing.number"), { exact: true }).fill("0944123403");
      await choose(page, field(page, t("routing.account")), account.name);
      await choose(
        page,
        field(page, t("routing.template")),
        String(account.templateId),
        new RegExp(`#${account.templateId}$`),
      );
      await page.getByRole("button", { name: t("routing.explain") }).click();
    };
    await explain();
    await expect(candidates).toHaveText([/^second/]);
    await expect(page.getByText(t("routing.reasons.approval_missing"))).toBeVisible();
    await page.goto(`${gateway.url}/admin/going-live`);
    await expect(done(5)).toBeVisible();
    await page.getByRole("link", { name: t("goingLive.step.approvals.title") }).click();
    await expect(page.getByRole("article").first()).toBeVisible();
    const texts = page.getByRole("article");
    for (let left = await texts.count(); left > 0; left--) {
      await texts
        .first()
        .getByRole("button", { name: t("operatorApprovals.change") })
        .click();
      await dialog.getByText(t("operatorApprovals.states.accepted"), { exact: true }).click();
      await dialog.getByRole("button", { name: t("operatorApprovals.save") }).click();
      await expect(texts).toHaveCount(left - 1);
    }
    await explain();
    await expect(candidates).toHaveText([/^first/, /^second/]);

    // Live.
    await page.goto(`${gateway.url}/admin/going-live`);
    await expect(page.getByText(t("goingLive.live"))).toBeVisible();

    // A customer's message goes by the first carrier; its receipt turns it to delivered while the page is open.
    const sent = await send(gateway, account, { code: "73920164", gsm: NUMBER });
    expect([sent.status, first.submits.length, second.submits.length]).toEqual([201, 2, 0]);
    await page.goto(`${gateway.url}/admin/messages?open=${sent.json.id}`);
    await expect(dialog).toContainText(t("messages.route"));
    await expect(dialog).toContainText(t("messages.generalRoute", { prefix: "963" }));
    await page.goto(`${gateway.url}/admin/messages`);
    const row = page.getByRole("table").getByRole("row").nth(1);
    await expect(row).toContainText(t("common.status.sent"));
    first.bound()[0]!.send("deliver_sm", receiptFields("2", "DELIVRD", NUMBER));
    await expect(row).toContainText(t("common.status.delivered"));

    // The first carrier dies: the page says so, the dry run too, and the second one takes the next message.
    await page.goto(`${gateway.url}/admin/carriers`);
    await isConnected(page, "first");
    await first.close();
    await expect(card(page, "first").locator("[data-state=down]")).toBeVisible();
    await expect(page.locator("[data-alarm=down]").first()).toBeVisible();
    const next = await send(gateway, account, { code: "73920165", gsm: NUMBER });
    expect([next.status, second.submits.length]).toEqual([201, 1]);
    await explain();
    await expect(candidates).toHaveText([/^second/]);
    await expect(page.getByText(t("routing.reasons.not_bound"))).toBeVisible();
  });
}
