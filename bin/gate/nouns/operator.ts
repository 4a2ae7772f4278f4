import type { Command } from "commander";
import { table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { listOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { listOperators, removeOperator, setOperator } from "#services/routing/operators.ts";

interface Set {
  name: string;
  prefixes: string[];
  arabic?: string;
}

export function define(noun: Command): void {
  verb(noun, "list", "list the mobile operators with their prefixes").action(
    act(async () => {
      const operators = await lookAtGateway(() => listOperators(operator()));
      const rows = operators.map(({ name, arabicName, prefixes }) => ({
        name,
        arabic: arabicName,
        prefixes: prefixes.join(", "),
      }));
      return { json: { operators }, text: table(rows, "There is no operator.") };
    }),
  );
  verb(noun, "set", "add a mobile operator, or replace the prefixes of an existing one")
    .requiredOption("--name <name>", "the operator's name")
    .requiredOption("--prefixes <digits>", "prefixes separated by commas, such as 96393,96398", listOf)
    .option("--arabic <name>", "the name on Arabic pages")
    .action(
      act(async ({ name, prefixes, arabic: arabicName }: Set) => {
        const set = await withGateway(() => setOperator(operator(), { name, prefixes, arabicName }));
        return { json: set, text: `${set.name} has the prefixes ${set.prefixes.join(", ")}.` };
      }),
    );
  verb(noun, "remove", "remove a mobile operator; routes stay as they are")
    .argument("<name>", "the operator")
    .action(
      act(async (name: string) => {
        const removed = await withGateway(() => removeOperator(operator(), { name }));
        return { json: removed, text: `${removed.name} is removed.` };
      }),
    );
}
