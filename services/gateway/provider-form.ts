import { z } from "zod";
import { canOperate } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { problemOfWords, writeConfigProblem } from "#core/gateway/config-problem.ts";
import { providerKind, providerName, providerRef } from "#core/gateway/provider.ts";
import type { FormField, OpenedForm } from "#core/gateway/provider-form.ts";
import { basis } from "#core/input/basis.ts";
import { keyed } from "#core/input/form-key.ts";
import { checked, invalid } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { selectSealedProviders } from "#db/queries/gateway/providers.ts";
import { fromForm, toForm } from "#providers/form.ts";
import { fillPreset } from "#providers/http/presets/fill.ts";
import { BLANKS } from "#providers/http/presets/preset.ts";
import { findPreset, presets } from "#providers/http/presets/presets.ts";
import { adapters } from "#providers/registry.ts";
import { database } from "#runtime/database/pools.ts";
import { openConfig, type ProviderEntry, revisionOf, setProvider } from "./providers.ts";

const formInput = z.object({
  /** Checked together with the values, so that all problems are told at once. */
  name: z.unknown(),
  kind: providerKind,
  values: z.record(z.string().max(100), z.string().max(100_000)),
  isNew: z.boolean(),
  /** Fills in the blanks of a preset instead. */
  preset: z.string().max(50).optional(),
  basis,
  ...keyed.shape,
});

/** The settings of a kind. */
export function providerForm(kind: ProviderEntry["kind"]): FormField[] {
  return adapters[kind].form;
}

/** The carriers for whose HTTP interface only the blanks have to be filled in. */
export function providerPresets(): {
  id: string;
  name: string;
  documentation: string[];
  fields: FormField[];
}[] {
  return presets.map(({ id, name, documentation, blanks }) => ({
    id,
    name,
    documentation: [...documentation],
    fields: blanks.map(({ name: blank, example, default: given = "" }) => ({
      name: blank,
      type: "text",
      required: given === "",
      default: given,
      example,
      choices: [],
      secret: BLANKS[blank].secret,
      masked: BLANKS[blank].secret,
      advanced: false,
    })),
  }));
}

/** A provider as its form shows it: without its secrets. */
export async function openProviderForm(
  actor: Actor,
  input: unknown,
): Promise<OpenedForm & { kind: ProviderEntry["kind"] }> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name } = checked(providerRef, input);
  const { row, config } = await stored(name);
  return {
    name,
    kind: row.kind,
    ...toForm(adapters[row.kind].form, config),
    revision: revisionOf(row.config),
  };
}

/** Adds or changes a provider from its form. Problems are told by the names of the form's fields. */
export async function saveProviderForm(actor: Actor, input: unknown): Promise<ProviderEntry> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { kind, values, isNew, preset, basis: from, key, ...given } = checked(formInput, input);
  const named = providerName.safeParse(given.name);
  const problems = (named.error?.issues ?? []).map(({ message }): [string, string] => ["name", message]);
  if (!named.success && !(isNew && preset === undefined)) throw invalid(problems);
  const name = named.data ?? "";
  const config =
    preset === undefined ? await configOf(name, kind, values, isNew) : presetConfig(preset, values);
  const result = adapters[kind].check(config);
  if (!result.ok) {
    problems.push(
      ...result.issues.map(({ path: [field = "name", ...place], problem }): [string, string] => [
        String(field),
        writeConfigProblem({ ...problem, place: place.join(".") }),
      ]),
    );
  }
  if (problems.length > 0) throw invalid(problems);
  return setProvider(actor, { name, kind, config, isNew, basis: from, key });
}

async function configOf(
  name: string,
  kind: ProviderEntry["kind"],
  values: Record<string, string>,
  isNew: boolean,
): Promise<unknown> {
  const before = isNew ? undefined : await stored(name);
  const { config, unreadable } = fromForm(
    adapters[kind].form,
    values,
    before?.row.kind === kind ? before.config : undefined,
  );
  if (unreadable.length > 0) {
    const problem = writeConfigProblem({ code: "unreadable", value: "", place: "" });
    throw invalid(unreadable.map((field) => [field, problem]));
  }
  return config;
}

function presetConfig(id: string, values: Record<string, string>): unknown {
  const preset = findPreset(id);
  if (!preset) throw invalid([["preset", "required"]]);
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ""));
  const filled = fillPreset(preset, given);
  if (filled.ok) return filled.config;
  throw invalid(
    filled.problems.map(({ name, problem }) => [
      name,
      writeConfigProblem({ ...problemOfWords(problem), place: "" }),
    ]),
  );
}

async function stored(name: string) {
  const row = (await selectSealedProviders(database())).find((each) => each.name === name);
  if (!row) throw new Refused("provider_not_found", { name });
  try {
    return { row, config: openConfig(name, row.config) };
  } catch {
    return { row, config: {} };
  }
}
