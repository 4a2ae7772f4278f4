import { afterAll, afterEach, beforeAll } from "vitest";
import { PRESET_IDS, type PresetId } from "#core/gateway/provider-preset.ts";
import type { Delivery, Outcome } from "../../provider.ts";
import { adapters } from "../../registry.ts";
import { testSlots } from "../../smpp/test-slots.ts";
import { testDelivery } from "../../test-delivery.ts";
import { fillPreset } from "./fill.ts";
import { findPreset } from "./presets.ts";
import { type Carrier, emulated, startCarrier } from "./test-carriers.ts";

export const REPORT_URL = "https://otp.example.com/api/reports/3-1-sig_na-ture/";
export const context = {
  name: "carrier",
  onReport: async () => {},
  onLateKeys: () => {},
  slots: testSlots(),
  reportUrl: () => REPORT_URL,
};
export const delivery: Delivery = {
  ...testDelivery({ number: "963933000005", text: 'Your "code" & co. is 048291', code: "048291" }),
  get expiresAt() {
    return performance.now() + 300_000;
  },
};
export const arabic: Delivery = { ...delivery, text: "رمزك 048291 😀", language: 0 };

/** A preset as an operator has it, with the carrier's address in place of the real one. */
export function configured(id: PresetId, url: string, values: object = {}): Record<string, unknown> {
  const all = { ...emulated[id].values, ...values };
  const own = id === "sms_gate" ? { address: `${url}/message` } : { address: `${url}/` };
  const needsAddress = findPreset(id)!.blanks.some(({ name }) => name === "address");
  const filled = fillPreset(findPreset(id)!, needsAddress ? { ...all, ...own } : all);
  if (!filled.ok) throw new Error(JSON.stringify(filled.problems));
  const json = JSON.stringify(filled.config);
  return needsAddress ? filled.config : JSON.parse(json.replace(/https:\/\/[^/"]+/, url));
}

/** One of each preset, for every file that imports this. */
export const carriers = {} as Record<PresetId, Carrier>;
beforeAll(async () => {
  for (const id of PRESET_IDS) carriers[id] = await startCarrier(emulated[id]);
});
afterEach(() => {
  for (const carrier of Object.values(carriers)) {
    carrier.says = undefined;
    carrier.asked = [];
  }
});
afterAll(() => Promise.all(Object.values(carriers).map((carrier) => carrier.close())));

export async function deliver(id: PresetId, what = delivery, values: object = {}): Promise<Outcome> {
  const provider = adapters.http.make(configured(id, carriers[id].url, values), context);
  try {
    return await provider.deliver(what, () => {});
  } finally {
    await provider.close();
  }
}
