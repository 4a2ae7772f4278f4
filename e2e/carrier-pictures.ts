import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { TestAccount } from "./account.ts";
import { NUMBER, send } from "./api.ts";
import type { Gateway } from "./gateway.ts";
import { startKillableSmsc } from "./smpp/smsc.ts";
import { until } from "./until.ts";

/** The forms of docs/carriers/, by the name of their picture: which one, and what is filled in, by label. */
const FORMS: Record<string, { query: string; values: Record<string, string> }> = {
  smpp: {
    query: "kind=smpp",
    values: {
      Name: "aggregator",
      Host: "smsc.example.com",
      Port: "2775",
      "System ID": "gate",
      Password: "secret",
      Sender: "MyBrand",
    },
  },
  syriatel: {
    query: "kind=syriatel",
    values: { Name: "syriatel", User: "mybrand", Password: "secret", Sender: "MyBrand" },
  },
  "mtn-syria": {
    query: "kind=mtn_syria",
    values: { Name: "mtn", User: "mybrand", Password: "secret", Sender: "MyBrand" },
  },
  kannel: { query: "preset=kannel", values: { Name: "kannel" } },
  phone: { query: "preset=sms_gate", values: { Name: "phone" } },
  twilio: { query: "preset=twilio", values: { Name: "twilio" } },
};

/** How many messages the connected carrier delivers before its picture is taken. */
const SENDS = 48;

/**
 * Takes the pictures of docs/carriers.md and docs/carriers/ in English, by an admin's page: the forms as they are filled
 * in, and a carrier that is connected, has delivered messages of the account, is tested and has a route.
 */
export async function takeCarrierPictures(
  page: Page,
  gateway: Gateway,
  account: TestAccount,
  folder: string,
): Promise<string[]> {
  const files: string[] = [];
  const take = async (name: string) => {
    const file = join(folder, `carrier-${name}.png`);
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: file });
    files.push(file);
  };
  const open = (path: string) => page.goto(`${gateway.url}/admin/${path}`, { waitUntil: "networkidle" });

  await open("carriers/new");
  await take("kinds");
  for (const [name, { query, values }] of Object.entries(FORMS)) {
    await open(`carriers/new?${query}`);
    for (const [label, value] of Object.entries(values)) {
      await page.getByLabel(label, { exact: true }).fill(value);
    }
    await take(name);
  }

  const smsc = await startKillableSmsc(gateway.dataDir, "pictures");
  try {
    const desk = await gateway.desk();
    const access = {
      host: "127.0.0.1",
      port: smsc.port,
      system_id: "gate",
      password: "secret",
      sender: "MyBrand",
    };
    await desk.call("providers", "setProvider", { name: "aggregator", kind: "smpp", config: access });
    await desk.call("providers", "moveProvider", { name: "aggregator", position: 1 });
    await open("carriers");
    const card = page.locator('[data-carrier="aggregator"]');
    await card.locator("[data-state=connected]").waitFor();
    await deliverSome(gateway, account);
    await card.getByText(String(SENDS), { exact: true }).waitFor();
    await take("connected");
    await card.getByRole("button", { name: "Test", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Phone number").fill(NUMBER);
    await dialog.getByRole("button", { name: "Send test" }).click();
    await dialog.locator("[data-outcome=accepted]").waitFor();
    await dialog.locator("[data-report=delivered]").waitFor();
    await take("test");
    await desk.call("routes", "setRoute", { prefix: "963", providers: ["aggregator", "damascus-route"] });
    await open("routes");
    await take("routes");
    await open("going-live");
    await take("going-live");
    await desk.call("routes", "removeRoute", { prefix: "963" });
    await desk.call("providers", "removeProvider", { name: "aggregator" });
  } finally {
    await smsc.stop();
  }
  return files;
}

/** Sends through the carrier that is first in order, and waits until all are reported as delivered. */
async function deliverSome(gateway: Gateway, account: TestAccount): Promise<void> {
  const ids: number[] = [];
  for (let index = 0; index < SENDS; index++) {
    const { json } = await send(gateway, account, { gsm: `96394477${1000 + index * 7}` });
    ids.push(json.id);
  }
  const sql = await gateway.sql();
  await until("every message is reported as delivered", async () => {
    const [row] =
      await sql`select count(*)::int as n from messages where id = any(${ids}) and status = 'delivered'`;
    return row!.n === ids.length;
  });
}
