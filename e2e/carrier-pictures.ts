import { join } from "node:path";
import type { Page } from "@playwright/test";
import { NUMBER } from "./api.ts";
import type { Gateway } from "./gateway.ts";
import { startKillableSmsc } from "./smpp/smsc.ts";

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

/**
 * Takes the pictures of docs/carriers.md and docs/carriers/ in English, by an admin's page: the forms as they are filled
 * in, and a carrier that is connected, tested and has a route.
 */
export async function takeCarrierPictures(page: Page, gateway: Gateway, folder: string): Promise<string[]> {
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
    await open("carriers");
    const card = page.locator('[data-carrier="aggregator"]');
    await card.locator("[data-state=connected]").waitFor();
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
