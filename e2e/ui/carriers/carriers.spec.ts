import { expect, type Page, test } from "@playwright/test";
import { makeAccount } from "#e2e/account.ts";
import { NUMBER, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { prefer } from "#e2e/ui/support/browser.ts";
import { wordsIn } from "#e2e/ui/support/words.ts";
import { locales } from "#i18n/locale.ts";
import { receiptFields, type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";
import { adminPage, card } from "./admin-page.ts";

// Providers belong to the whole installation, so each test has one to itself, with a carrier that speaks SMPP.
let gateway: Gateway;
let smsc: Smsc;
test.describe.configure({ timeout: 300_000 });

test.beforeEach(async () => {
  [gateway, smsc] = await Promise.all([startGateway(), startSmsc()]);
});
test.afterEach(async () => {
  await gateway?.discard();
  await smsc?.close();
});

const HUSH = "hush-471";

const toCarriers = (page: Page) => page.goto(`${gateway.url}/admin/carriers`);

for (const language of locales) {
  const t = wordsIn(language);
  const actionsOf = (page: Page, name: string) =>
    card(page, name)
      .getByRole("button", { name: t("carriers.actionsOf", { name }) })
      .click();
  const choose = async (page: Page, name: string, verb: string) => {
    await actionsOf(page, name);
    await page.getByRole("menuitem", { name: verb }).click();
  };
  const label = (page: Page, key: "host" | "port" | "system_id" | "password" | "sender") =>
    page.getByLabel(t(`carriers.settings.${key}.label`), { exact: true });

  test(`a carrier is added in the browser, tested, used and switched off, and shown as down when it dies, in ${language}`, async ({
    context,
  }) => {
    const page = await adminPage(gateway, context, language);
    await toCarriers(page);
    await expect(card(page, "sandbox")).toContainText(t("carriers.states.ready"));

    // What is wrong is told at the field; nothing is saved by then.
    await page.getByRole("link", { name: t("carriers.add") }).click();
    await page.getByRole("link", { name: /^SMPP/ }).click();
    await expect(label(page, "host")).toBeVisible();
    await page.getByLabel(t("carriers.name"), { exact: true }).fill("carrier");
    await label(page, "host").fill("127.0.0.1");
    await label(page, "port").fill("seven");
    await label(page, "system_id").fill("gate");
    await label(page, "password").fill(HUSH);
    await label(page, "sender").fill("Aman");
    await page.getByRole("button", { name: t("carriers.add") }).click();
    await expect(page.getByText(t("carriers.problems.unreadable"))).toBeVisible();
    await expectAccessible(page, "a form with a problem");
    await label(page, "port").fill(String(smsc.port));
    await page.getByRole("button", { name: t("carriers.add") }).click();
    await expect(page.getByText(t("carriers.addedToast", { name: "carrier" }))).toBeVisible();

    // Without any send, and without a reload, it connects.
    await expect(card(page, "carrier").locator("[data-state=connected]")).toBeVisible();
    await expect(card(page, "carrier")).toContainText(
      t("carriers.bind", { slot: 1, state: t("carriers.bindStates.bound") }),
    );
    await expect(card(page, "carrier")).toContainText(
      t("carriers.bindOwner", { owner: String(gateway.pid) }),
    );
    await expect(card(page, "sandbox")).toContainText(t("carriers.states.notAsked"));
    // The library announces a button that is busy by its id, also for a while after the page has gone on.
    await toCarriers(page);
    await expect(card(page, "carrier").locator("[data-state=connected]")).toBeVisible();
    await expectAccessible(page, "the carriers");

    // A test shows the wire without the password, and the receipt when it comes.
    await card(page, "carrier")
      .getByRole("button", { name: t("carriers.test"), exact: true })
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel(t("carriers.testNumber")).fill("12");
    await dialog.getByRole("button", { name: t("carriers.testSend") }).click();
    await expect(dialog.getByText(t("problems.phone"))).toBeVisible();
    await dialog.getByLabel(t("carriers.testNumber")).fill("0933 000 005");
    await dialog.getByRole("button", { name: t("carriers.testSend") }).click();
    await expect(dialog.locator("[data-outcome=accepted]")).toBeVisible();
    for (const words of ["bind_transceiver", "submit_sm_resp", "ESME_ROK (0x00)", "963933000005"]) {
      await expect(dialog.getByText(words, { exact: false }).first()).toBeVisible();
    }
    await expect(dialog).not.toContainText(HUSH);
    await expect(dialog.locator("[data-report=awaited]")).toBeVisible();
    smsc.bound()[0]!.send("deliver_sm", receiptFields("1", "DELIVRD", "963933000005"));
    await expect(dialog.locator("[data-report=delivered]")).toContainText("DELIVRD");
    await expectAccessible(page, "a test with its wire");
    await dialog.getByRole("button", { name: t("carriers.close") }).click();
    expect(smsc.submits).toHaveLength(1);

    // A customer's send goes there.
    const account = await makeAccount(gateway);
    expect((await send(gateway, account, { code: "73920164", gsm: NUMBER })).status).toBe(201);
    expect(smsc.submits).toHaveLength(2);
    const figure = (name: "sends" | "accepted" | "delivered") =>
      card(page, "carrier")
        .locator("dl > div")
        .filter({ hasText: t(`carriers.figures.${name}`) });
    await expect(figure("sends").locator("dd")).toHaveText("1");
    await expect(figure("accepted").locator("dd")).toContainText("100");
    await expect(figure("delivered").first().locator("dd")).toContainText("0");

    // Changed: the password stays as it is where nothing is typed, and is nowhere on the page.
    await choose(page, "carrier", t("carriers.edit"));
    await expect(label(page, "host")).toHaveValue("127.0.0.1");
    await expect(label(page, "password")).toHaveValue("");
    expect(await page.content()).not.toContain(HUSH);
    await label(page, "sender").fill("Other");
    await page.getByRole("button", { name: t("carriers.save") }).click();
    await expect(page.getByText(t("carriers.savedToast", { name: "carrier" }))).toBeVisible();
    await expect(card(page, "carrier").locator("[data-state=connected]")).toBeVisible();
    expect((await send(gateway, account, { code: "73920165", gsm: NUMBER })).status).toBe(201);
    expect(smsc.submits.at(-1)!.source_addr).toBe("Other");

    // Its place is changed by keys.
    await choose(page, "carrier", t("carriers.down"));
    await expect(page.locator("[data-carrier]").last()).toHaveAttribute("data-carrier", "carrier");
    await choose(page, "carrier", t("carriers.up"));
    await expect(page.locator("[data-carrier]").first()).toHaveAttribute("data-carrier", "carrier");

    // Switched off, no send gets there; switched on again it does.
    await choose(page, "carrier", t("carriers.switchOff"));
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: t("carriers.ask.off.verb") })
      .click();
    await expect(card(page, "carrier").locator("[data-state=off]")).toBeVisible();
    const submits = smsc.submits.length;
    expect((await send(gateway, account, { code: "73920166", gsm: NUMBER })).status).toBeGreaterThanOrEqual(
      500,
    );
    expect(smsc.submits).toHaveLength(submits);
    await choose(page, "carrier", t("carriers.switchOn"));
    await expect(card(page, "carrier").locator("[data-state=connected]")).toBeVisible();

    // The carrier dies: the page says so, and the overview too, without a reload.
    await smsc.close();
    await expect(card(page, "carrier").locator("[data-state=down]")).toBeVisible();
    await expect(page.locator("[data-alarm=down]")).toBeVisible();
    await page.goto(`${gateway.url}/admin`);
    await expect(page.locator("[data-alarm=down]")).toBeVisible();

    // On a phone.
    await page.setViewportSize({ width: 360, height: 740 });
    await prefer(context, gateway.url, language, "dark");
    await toCarriers(page);
    await expect(page.getByRole("heading", { level: 1, name: t("carriers.title") })).toBeVisible();
    await expect(card(page, "carrier").locator("[data-state=down]")).toBeVisible();
    await expectAccessible(page, "on a phone");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

    await choose(page, "carrier", t("carriers.remove"));
    await page
      .getByRole("alertdialog")
      .getByRole("button", { name: t("carriers.ask.remove.verb") })
      .click();
    await expect(card(page, "carrier")).toHaveCount(0);
  });
}
