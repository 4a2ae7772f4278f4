import type { Command } from "commander";
import { withGateway } from "#bin/gate/gateway.ts";
import { act, operator } from "#bin/gate/verb.ts";
import { closeFailover } from "#services/upkeep/after-failover.ts";

export function define(command: Command): void {
  command.option("--json", "one JSON object on stdout").action(
    act(async () => {
      const { diagnosis, ...closed } = await withGateway(() => closeFailover(operator()));
      const faults = diagnosis.checks.filter((check) => !check.ok).map((check) => check.detail);
      const text = [
        `Ids go on far ahead of those that may be lost, ${closed.sessions} sessions and ${closed.links} links have ended.`,
        "What was revoked, suspended or removed in the last moments before the failover may be back: look at it.",
        diagnosis.ok ? "The doctor finds nothing wrong." : `But the doctor finds: ${faults.join("; ")}`,
      ].join("\n");
      return { json: { ...closed, doctor: diagnosis }, text, ok: diagnosis.ok };
    }),
  );
}
