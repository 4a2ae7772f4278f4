import { z } from "zod";
import { problem } from "#core/input/problem.ts";
import { providerName } from "./provider.ts";

/** The carriers for which a configuration of kind `http` is ready but for some blanks. */
export const PRESET_IDS = [
  "kannel",
  "jasmin",
  "sms_gate",
  "twilio",
  "vonage",
  "infobip",
  "unifonic",
] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** What the blanks are filled in with is checked by the preset itself. */
export const providerFromPreset = z.object({
  name: providerName,
  preset: z.enum(PRESET_IDS, { error: problem("provider_preset") }),
  values: z.record(z.string(), z.unknown(), { error: problem("provider_blanks") }),
});
