import { Argument, type Command } from "commander";
import { table } from "#bin/gate/answer.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { PRESET_IDS } from "#core/gateway/provider-preset.ts";
import { listPresets, type PresetForm } from "#services/gateway/provider-presets.ts";

/** `provider preset list` and `provider preset show`: what can be filled in for `provider set --preset`. */
export function definePresets(noun: Command): void {
  const preset = noun.command("preset").description("list and show ready-made configurations for carriers");
  verb(preset, "list", "list the presets").action(
    act(async () => {
      const all = listPresets(operator());
      const rows = all.map(({ id, name, blanks, checked }) => ({
        preset: id,
        carrier: name,
        "to fill in": blanks.map((blank) => blank.name).join(", "),
        "documentation of": checked,
      }));
      return { json: { presets: all.map(shown) }, text: table(rows, "") };
    }),
  );
  verb(preset, "show", "print the file to fill in for a preset")
    .addArgument(new Argument("<preset>", "the carrier").choices(PRESET_IDS))
    .action(
      act(async (id: string) => {
        const found = listPresets(operator()).find((each) => each.id === id)!;
        return { json: shown(found), text: JSON.stringify(fileOf(found), null, 2) };
      }),
    );
}

/** The blanks as a file for `--file`. */
function fileOf({ blanks }: PresetForm): Record<string, string> {
  return Object.fromEntries(blanks.map(({ name, default: preset, example }) => [name, preset || example]));
}

const shown = (preset: PresetForm) => ({ ...preset, file: fileOf(preset) });
