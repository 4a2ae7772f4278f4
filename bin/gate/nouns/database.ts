import type { Command } from "commander";
import { withDatabase } from "#bin/gate/gateway.ts";
import { act, verb } from "#bin/gate/verb.ts";

export function define(noun: Command): void {
  verb(noun, "url", "print the connection string, with its password, for psql and pg_dump").action(
    act(async () => {
      const url = await withDatabase(async (found) => found, { looks: true });
      return { json: { url }, text: url };
    }),
  );
}
