import type { Command, Help, Option } from "commander";

/** Help that shows in the usage line, and marks in the list, which options a verb cannot do without. */
export const helpOf: Partial<Help> = {
  commandUsage(command: Command): string {
    const names: string[] = [];
    for (let each: Command | null = command; each; each = each.parent) names.unshift(each.name());
    const required = command.options.filter((option) => option.mandatory).map((option) => option.flags);
    const rest = command.usage();
    return [...names, ...required, rest].join(" ");
  },
  optionDescription(option: Option): string {
    const more = [
      option.mandatory && "required",
      option.argChoices && `one of: ${option.argChoices.join(", ")}`,
      option.defaultValue !== undefined && option.defaultValue !== "" && `default: ${option.defaultValue}`,
    ].filter(Boolean);
    return [option.description, more.length > 0 && `(${more.join("; ")})`].filter(Boolean).join(" ");
  },
};

/** The command that these words name; an unknown one is an error. */
export function commandAt(program: Command, words: string[]): Command {
  let found = program;
  for (const word of words) {
    const next = found.commands.find((each) => each.name() === word);
    if (!next) found.error(`error: unknown command '${word}'`);
    found = next!;
  }
  return found;
}
