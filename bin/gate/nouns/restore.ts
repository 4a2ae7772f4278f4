import type { Command } from "commander";
import { withGateway } from "#bin/gate/gateway.ts";
import { act, operator } from "#bin/gate/verb.ts";
import { migrate } from "#db/migrate.ts";
import { restoreBackup } from "#services/upkeep/restore.ts";
import { rowsOf } from "./backup.ts";

export function define(command: Command): void {
  command
    .argument("<file>", "the backup; everything that was done after it is lost")
    .option("--json", "print one JSON object on stdout")
    .action(
      act(async (file: string) => {
        const { diagnosis, ...restored } = await withGateway(
          () => restoreBackup(operator(), file),
          // Only migrations: the full preparation would bind a new database to a newly generated secret, but it must be
          // bound to the backup's.
          { prepare: migrate },
        );
        const faults = diagnosis.checks.filter((check) => !check.ok);
        const verdict = diagnosis.ok
          ? "The doctor finds nothing wrong."
          : `But the doctor finds: ${faults.map((check) => check.detail).join("; ")}`;
        const text = `Restored ${rowsOf(restored.tables)} rows as of ${restored.madeAt}. ${verdict}`;
        return { json: { ...restored, doctor: diagnosis }, text, ok: diagnosis.ok };
      }),
    );
}
