import { canOperate, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { type PresetId, providerFromPreset } from "#core/gateway/provider-preset.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { fillPreset } from "#providers/http/presets/fill.ts";
import { BLANKS, type BlankName, type Preset } from "#providers/http/presets/preset.ts";
import { findPreset, presets } from "#providers/http/presets/presets.ts";
import { type ProviderEntry, setProvider } from "./providers.ts";

/** A preset with what a form needs to know of its blanks. */
export interface PresetForm extends Omit<Preset, "blanks"> {
  blanks: {
    name: BlankName;
    kind: "address" | "text";
    secret: boolean;
    example: string;
    default: string;
  }[];
}

export function listPresets(actor: Actor): PresetForm[] {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return presets.map((preset) => ({
    ...preset,
    blanks: preset.blanks.map((blank) => ({ ...blank, ...BLANKS[blank.name], default: blank.default ?? "" })),
  }));
}

/**
 * The configuration of kind `http` that a preset becomes with these values.
 * @throws {Refused} with the problems by blank.
 */
export function presetConfig(preset: PresetId, values: Record<string, unknown>): Record<string, unknown> {
  const filled = fillPreset(findPreset(preset)!, values);
  if (filled.ok) return filled.config;
  const fields = Object.fromEntries(filled.problems.map(({ name, problem }) => [name, [problem]]));
  const problems = filled.problems.map(({ name, problem }) => `${name}: ${problem}`).join("; ");
  throw new Refused("provider_config_invalid", { kind: "http", problems }, fields);
}

/** Adds or changes a provider as `setProvider` does, with a preset's configuration. */
export async function setProviderFromPreset(actor: Actor, input: unknown): Promise<ProviderEntry> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name, preset, values } = checked(providerFromPreset, input);
  return setProvider(actor, { name, kind: "http", config: presetConfig(preset, values) });
}
