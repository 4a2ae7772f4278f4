import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { isolated } from "#core/input/isolated.ts";
import { makeAccount } from "#e2e/account.ts";
import { NUMBER, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { expectAccessible } from "#e2e/ui/support/accessible.ts";
import { prefer, signIn } from "#e2e/ui/support/browser.ts";
import { PASSWORD } from "#e2e/ui/support/signed-in.ts";
import { receiptFields, type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";

// Providers belong to the whole installation, so this file has one to itself, with a carrier that speaks SMPP.
let gateway: Gateway;
let smsc: Smsc;
test.describe.configure({ timeout: 300_000 });

test.beforeAll(async () => {
  [gateway, smsc] = await Promise.all([startGateway(), startSmsc()]);
});
test.afterAll(async () => {
  await gateway?.discard();
  await smsc?.close();
});

const HUSH = "hush-471";

async function admin(context: BrowserContext): Promise<Page> {
  const email = `admin-${Date.now()}@example.com`;
  const desk = await gateway.desk();
  await desk.call("users", "createUser", { email, role: "admin", password: PASSWORD });
  await signIn(context, gateway.url, email);
  return context.newPage();
}

const card = (page: Page, name: string) => page.locator(`[data-carrier="${name}"]`);
const toCarriers = (page: Page) => page.goto(`${gateway.url}/admin/carriers`);

test("a carrier is added in the browser, tested, used and switched off, and shown as down when it dies", async ({
  context,
}) => {
  const page = await admin(context);
  await toCarriers(page);
  await expect(card(page, "sandbox")).toContainText("Ready");

  // What is wrong is told at the field; nothing is saved by then.
  await page.getByRole("link", { name: "Add carrier" }).click();
  await page.getByRole("link", { name: /^SMPP/ }).click();
  await expect(page.getByLabel("Host")).toBeVisible();
  await page.getByLabel("Name", { exact: true }).fill("carrier");
  await page.getByLabel("Host").fill("127.0.0.1");
  await page.getByLabel("Port").fill("seven");
  await page.getByLabel("System ID").fill("gate");
  await page.getByLabel("Password").fill(HUSH);
  await page.getByLabel("Sender", { exact: true }).fill("Aman");
  await page.getByRole("button", { name: "Add carrier" }).click();
  await expect(page.getByText("Cannot be read: a number or JSON is expected.")).toBeVisible();
  await expectAccessible(page, "a form with a problem");
  await page.getByLabel("Port").fill(String(smsc.port));
  await page.getByRole("button", { name: "Add carrier" }).click();
  await expect(page.getByText(`Carrier ${isolated("carrier")} added.`)).toBeVisible();

  // Without any send, and without a reload, it connects.
  await expect(card(page, "carrier").locator("[data-state=connected]")).toBeVisible({ timeout: 20_000 });
  await expect(card(page, "carrier")).toContainText("Session 1: connected");
  await expect(card(page, "sandbox")).toContainText("Not used beside real carriers");
  // The library announces a button that is busy by its id, also for a while after the page has gone on.
  await toCarriers(page);
  await expect(card(page, "carrier").locator("[data-state=connected]")).toBeVisible();
  await expectAccessible(page, "the carriers");

  // A test shows the wire without the password, and the receipt when it comes.
  await card(page, "carrier").getByRole("button", { name: "Test" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Phone number").fill("12");
  await dialog.getByRole("button", { name: "Send test" }).click();
  await expect(dialog.getByText("Enter a mobile number of an allowed country.")).toBeVisible();
  await dialog.getByLabel("Phone number").fill("0933 000 005");
  await dialog.getByRole("button", { name: "Send test" }).click();
  await expect(dialog.locator("[data-outcome=accepted]")).toBeVisible();
  for (const words of ["bind_transceiver", "submit_sm_resp", "ESME_ROK (0x00)", "963933000005"]) {
    await expect(dialog.getByText(words, { exact: false }).first()).toBeVisible();
  }
  await expect(dialog).not.toContainText(HUSH);
  await expect(dialog.locator("[data-report=awaited]")).toBeVisible();
  smsc.bound()[0]!.send("deliver_sm", receiptFields("1", "DELIVRD", "963933000005"));
  await expect(dialog.locator("[data-report=delivered]")).toContainText("DELIVRD", { timeout: 20_000 });
  await expectAccessible(page, "a test with its wire");
  await dialog.getByRole("button", { name: "Close" }).click();
  expect(smsc.submits).toHaveLength(1);

  // A customer's send goes there.
  const account = await makeAccount(gateway);
  expect((await send(gateway, account, { code: "73920164", gsm: NUMBER })).status).toBe(201);
  expect(smsc.submits).toHaveLength(2);

  // Changed: the password stays as it is where nothing is typed, and is nowhere on the page.
  await card(page, "carrier")
    .getByRole("button", { name: /^Actions of/ })
    .click();
  await page.getByRole("menuitem", { name: "Change settings" }).click();
  await expect(page.getByLabel("Host")).toHaveValue("127.0.0.1");
  await expect(page.getByLabel("Password")).toHaveValue("");
  expect(await page.content()).not.toContain(HUSH);
  await page.getByLabel("Sender", { exact: true }).fill("Other");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`Carrier ${isolated("carrier")} saved.`)).toBeVisible();
  await expect(card(page, "carrier").locator("[data-state=connected]")).toBeVisible({ timeout: 20_000 });
  expect((await send(gateway, account, { code: "73920165", gsm: NUMBER })).status).toBe(201);
  expect(smsc.submits.at(-1)!.source_addr).toBe("Other");

  // Its place is changed by keys.
  await card(page, "carrier")
    .getByRole("button", { name: /^Actions of/ })
    .click();
  await page.getByRole("menuitem", { name: "Move down" }).click();
  await expect(page.locator("[data-carrier]").last()).toHaveAttribute("data-carrier", "carrier");
  await card(page, "carrier")
    .getByRole("button", { name: /^Actions of/ })
    .click();
  await page.getByRole("menuitem", { name: "Move up" }).click();
  await expect(page.locator("[data-carrier]").first()).toHaveAttribute("data-carrier", "carrier");

  // Switched off, no send gets there; switched on again it does.
  await card(page, "carrier")
    .getByRole("button", { name: /^Actions of/ })
    .click();
  await page.getByRole("menuitem", { name: "Switch off" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Switch off" }).click();
  await expect(card(page, "carrier").locator("[data-state=off]")).toBeVisible();
  const submits = smsc.submits.length;
  expect((await send(gateway, account, { code: "73920166", gsm: NUMBER })).status).toBeGreaterThanOrEqual(
    500,
  );
  expect(smsc.submits).toHaveLength(submits);
  await card(page, "carrier")
    .getByRole("button", { name: /^Actions of/ })
    .click();
  await page.getByRole("menuitem", { name: "Switch on" }).click();
  await expect(card(page, "carrier").locator("[data-state=connected]")).toBeVisible({ timeout: 20_000 });

  // The carrier dies: the page says so, and the overview too, without a reload.
  await smsc.close();
  await expect(card(page, "carrier").locator("[data-state=down]")).toBeVisible({ timeout: 30_000 });
  await expect(page.locator("[data-alarm=down]")).toBeVisible();
  await page.goto(`${gateway.url}/admin`);
  await expect(page.locator("[data-alarm=down]")).toBeVisible();

  // On a phone, and in Arabic.
  await toCarriers(page);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  await prefer(context, gateway.url, "ar", "dark");
  await toCarriers(page);
  await expect(page.getByRole("heading", { level: 1, name: "المزوّدون" })).toBeVisible();
  await expect(card(page, "carrier").locator("[data-state=down]")).toContainText("متوقف");
  await expectAccessible(page, "in Arabic on a phone");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  await page
    .getByRole("button", { name: /إجراءات/ })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "إزالة" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "إزالة" }).click();
  await expect(card(page, "carrier")).toHaveCount(0);
});

test("going live: the checklist ticks its steps off, from the banner to the first message on a phone", async ({
  context,
}) => {
  const carrier = await startSmsc();
  const page = await admin(context);
  await page.goto(`${gateway.url}/admin`);
  await page.getByRole("link", { name: "See what is left to do" }).click();
  await expect(page.getByText("0 of 6 done")).toBeVisible();
  await expectAccessible(page, "a gateway that is not live");

  await (await gateway.desk()).call("providers", "setProvider", {
    name: "live",
    kind: "smpp",
    config: { host: "127.0.0.1", port: carrier.port, system_id: "gate", password: HUSH, sender: "Aman" },
  });
  // Without a reload. What is left is the test, which alone proves that a phone is reached.
  await expect(page.getByText("5 of 6 done")).toBeVisible({ timeout: 20_000 });
  await page.getByRole("link", { name: "Send a test to your phone" }).click();
  await expect(card(page, "live").locator("[data-state=connected]")).toBeVisible({ timeout: 20_000 });
  await card(page, "live").getByRole("button", { name: "Test" }).click();
  await page.getByRole("dialog").getByLabel("Phone number").fill(NUMBER);
  await page.getByRole("dialog").getByRole("button", { name: "Send test" }).click();
  await expect.poll(() => carrier.submits.length).toBe(1);

  await page.goto(`${gateway.url}/admin/going-live`);
  await expect(page.getByText("This gateway is live: messages reach real phones.")).toBeVisible();
  await prefer(context, gateway.url, "ar", "dark");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "بدء التشغيل الفعلي" })).toBeVisible();
  await expectAccessible(page, "a gateway that is live, in Arabic");
  await carrier.close();
});
