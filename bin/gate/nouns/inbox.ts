import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { table } from "#bin/gate/answer.ts";
import { act, operator } from "#bin/gate/verb.ts";
import { embeddedSecret } from "#bin/start/secret.ts";
import { Refused } from "#core/input/refusal.ts";
import { appSecret, completeEnvironment, env } from "#runtime/env.ts";
import { readInboxes } from "#services/sending/inbox.ts";

export function define(command: Command): void {
  command
    .option("--number <number>", "only messages to this number")
    .option("--json", "print one JSON object on stdout")
    .action(
      act(async ({ number }: { number?: string }) => {
        findSecret();
        const messages = await readInboxes(operator(), { number });
        const rows = messages.map(({ messageId, number, text, receivedAt }) => {
          return { message: messageId, received: receivedAt, number, text };
        });
        return {
          json: { messages },
          text: table(rows, "The sandbox received nothing in the last 15 minutes."),
        };
      }),
    );
}

/** Needs no database: if a server answers, there is one. */
function findSecret(): void {
  const settings = env();
  if (settings.DATABASE_URL !== undefined) {
    appSecret();
    return;
  }
  if (settings.APP_SECRET === undefined && !existsSync(join(settings.DATA_DIR, "app-secret"))) {
    throw new Refused("server_not_running");
  }
  completeEnvironment({ APP_SECRET: embeddedSecret(settings.DATA_DIR) });
}
