import { afterAll, afterEach, beforeAll } from "vitest";
import type { Delivery, Outcome, Provider } from "../provider.ts";
import { testDelivery } from "../test-delivery.ts";
import { mtnSyriaConfig, syriatelConfig } from "./config.ts";
import { mtnSyriaProvider } from "./mtn-syria.ts";
import { syriatelProvider } from "./syriatel.ts";
import { ACCOUNT, type Emulator, FINGERPRINT, startMtn, startSyriatel } from "./test-operators.ts";

/** The set-up of the tests of both carriers, for every file that imports it. */
export let syriatel: Emulator;
export let mtn: Emulator;
export const made: Provider[] = [];
beforeAll(async () => {
  [syriatel, mtn] = await Promise.all([startSyriatel(), startMtn()]);
});
afterEach(async () => {
  for (const provider of made.splice(0)) await provider.close();
  for (const emulator of [syriatel, mtn]) {
    emulator.script = undefined;
    emulator.asked = [];
    emulator.pages = [];
  }
});
afterAll(() => Promise.all([syriatel?.close(), mtn?.close()]));

export const delivery = testDelivery({ number: "963933000005", text: "Your code is 048291", code: "048291" });
export const arabic: Delivery = { ...delivery, text: "رمزك 048291 😀", language: 0 };

export const kinds = {
  syriatel: (more: object = {}) =>
    syriatelProvider(
      syriatelConfig.parse({
        ...ACCOUNT,
        base_url: syriatel.base_url,
        certificate_sha256: FINGERPRINT,
        templates: { "3": { arabic: "Brand_T1", english: "Brand_T2" } },
        ...more,
      }),
    ),
  mtn_syria: (more: object = {}) =>
    mtnSyriaProvider(
      mtnSyriaConfig.parse({
        ...ACCOUNT,
        base_url: mtn.base_url,
        certificate_sha256: FINGERPRINT,
        ...more,
      }),
    ),
};
export type Kind = keyof typeof kinds;
export const both: Kind[] = ["syriatel", "mtn_syria"];
export const emulatorOf = (kind: Kind) => (kind === "syriatel" ? syriatel : mtn);

export function through(kind: Kind, more: object = {}, what: Delivery = delivery): Promise<Outcome> {
  const provider = kinds[kind](more);
  made.push(provider);
  return provider.deliver(what, () => {});
}
