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
  verb(noun, "list", "the mobile operators with their prefixes").action(
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
  verb(noun, "set", "add a mobile operator, or replace the prefixes of the one of that name")
    .requiredOption("--name <name>", "what it is called")
    .requiredOption("--prefixes <digits>", "how its numbers begin, with commas: 96393,96398", listOf)
    .option("--arabic <name>", "what Arabic pages call it")
    .action(
      act(async ({ name, prefixes, arabic: arabicName }: Set) => {
        const set = await withGateway(() => setOperator(operator(), { name, prefixes, arabicName }));
        return { json: set, text: `${set.name} has the prefixes ${set.prefixes.join(", ")}.` };
      }),
    );
  verb(noun, "remove", "forget its name; routes stay as they are")
    .argument("<name>", "the operator")
    .action(
      act(async (name: string) => {
        const removed = await withGateway(() => removeOperator(operator(), { name }));
        return { json: removed, text: `${removed.name} is removed.` };
      }),
    );
}
