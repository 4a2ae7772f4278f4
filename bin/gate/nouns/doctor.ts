import type { Command } from "commander";
import { withGateway } from "#bin/gate/gateway.ts";
import { act, operator } from "#bin/gate/verb.ts";
import { findHomeSchema } from "#runtime/database/connection.ts";
import { examine } from "#services/upkeep/doctor.ts";

export function define(command: Command): void {
  command.option("--json", "print one JSON object on stdout").action(
    act(async () => {
      // Without preparation: a diagnosis must not repair anything.
      const diagnosis = await withGateway(() => examine(operator()), {
        prepare: findHomeSchema,
        looks: true,
      });
      const lines = diagnosis.checks.map(
        ({ ok, warning, name, detail }) => `${ok ? (warning ? "warn" : "ok  ") : "FAIL"}  ${name}: ${detail}`,
      );
      return { json: diagnosis, text: lines.join("\n"), ok: diagnosis.ok };
    }),
  );
}
