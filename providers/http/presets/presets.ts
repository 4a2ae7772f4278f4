import type { PresetId } from "#core/gateway/provider-preset.ts";
import { infobip } from "./infobip.ts";
import { jasmin } from "./jasmin.ts";
import { kannel } from "./kannel.ts";
import type { Preset } from "./preset.ts";
import { smsGate } from "./sms-gate.ts";
import { twilio } from "./twilio.ts";
import { unifonic } from "./unifonic.ts";
import { vonage } from "./vonage.ts";

const byId: Record<PresetId, Preset> = {
  kannel,
  jasmin,
  sms_gate: smsGate,
  twilio,
  vonage,
  infobip,
  unifonic,
};

/** Ready-made configurations of kind `http`, in the order in which they are offered. */
export const presets: readonly Preset[] = Object.values(byId);

export function findPreset(id: string): Preset | undefined {
  return Object.hasOwn(byId, id) ? byId[id as PresetId] : undefined;
}
