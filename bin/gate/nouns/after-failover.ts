import type { Command } from "commander";
import { withGateway } from "#bin/gate/gateway.ts";
import { act, operator } from "#bin/gate/verb.ts";
import { closeFailover } from "#services/upkeep/after-failover.ts";

export function define(command: Command): void {
  command.option("--json", "print one JSON object on stdout").action(
    act(async () => {
      const { diagnosis, ...closed } = await withGateway(() => closeFailover(operator()));
      const faults = diagnosis.checks.filter((check) => !check.ok).map((check) => check.detail);
      const text = [
        `Skipped ids that may have been issued before the failover; ended ${closed.sessions} sessions and ${closed.links} links.`,
        "Check tokens, users and accounts: what was revoked, deactivated or suspended just before the failover may be active again.",
        diagnosis.ok ? "The doctor finds nothing wrong." : `But the doctor finds: ${faults.join("; ")}`,
      ].join("\n");
      return { json: { ...closed, doctor: diagnosis }, text, ok: diagnosis.ok };
    }),
  );
}
