import type { Command } from "commander";
import { lookAtGateway } from "#bin/gate/gateway.ts";
import { act, operator } from "#bin/gate/verb.ts";
import { type BackupSummary, writeBackup } from "#services/upkeep/backup.ts";

export function define(command: Command): void {
  command
    .argument("<file>", "the file to write; an existing one is replaced once the backup is complete")
    .option("--json", "print one JSON object on stdout")
    .hook("preAction", (command) => {
      if (command.args[0] === "-")
        command.error("error: a backup is written to a file, not to stdout: name one");
    })
    .action(
      act(async (file: string, _options: object, { signal }: { signal: AbortSignal }) => {
        const written = await lookAtGateway(() => writeBackup(operator(), file, { signal }));
        const { bytes, madeAt, tables } = written;
        const text = `${written.file}: ${bytes} bytes, ${rowsOf(tables)} rows, as of ${madeAt}. It can be restored only with this gateway's APP_SECRET: keep a copy of that in another place.`;
        return { json: written, text };
      }),
    );
}

export function rowsOf(tables: BackupSummary["tables"]): number {
  return Object.values(tables).reduce((sum, rows) => sum + rows, 0);
}
