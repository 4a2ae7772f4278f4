import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ProviderKind } from "#core/gateway/provider.ts";
import { fillPreset } from "./http/presets/fill.ts";
import { findPreset, presets } from "./http/presets/presets.ts";
import { adapters } from "./registry.ts";

const folder = join(import.meta.dirname, "../docs/carriers");
const pages = readdirSync(folder).filter((name) => name.endsWith(".md"));

/** The configurations of a page: each is marked with its kind, or with the preset that it fills in. */
function examplesOf(page: string): [mark: string, text: string][] {
  const source = readFileSync(join(folder, page), "utf8");
  return [...source.matchAll(/^```json( [^\n]*)?\n(.*?)^```$/gms)].map(([, mark = "", text]) => [
    mark.trim(),
    text!,
  ]);
}

describe.each(pages)("docs/carriers/%s", (page) => {
  test("has configurations that the gateway accepts", () => {
    const examples = examplesOf(page);
    expect(examples.length).toBeGreaterThan(0);
    for (const [mark, text] of examples) {
      const given = JSON.parse(text) as Record<string, unknown>;
      const preset = /^preset:(\w+)$/.exec(mark)?.[1];
      const filled = preset === undefined ? undefined : fillPreset(findPreset(preset)!, given);
      if (filled && !filled.ok) throw new Error(`${text}: ${JSON.stringify(filled.problems)}`);
      const kind = filled ? "http" : (mark as ProviderKind);
      expect(adapters[kind].check(filled ? filled.config : given), text).toMatchObject({ ok: true });
    }
  });
});

test("every preset is on one of the pages", () => {
  const marks = new Set(pages.flatMap((page) => examplesOf(page).map(([mark]) => mark)));
  for (const { id } of presets) expect(marks).toContain(`preset:${id}`);
});
