import { startEmbedded } from "#bin/postgres.ts";
import { embeddedSecret } from "#bin/secret.ts";
import { prepareDatabase } from "#db/ready.ts";
import { closeDatabase } from "#runtime/database.ts";
import { appSecret, completeEnvironment, databaseUrl, env } from "#runtime/env.ts";

/**
 * Does `work` with the database that the server uses: the one of DATABASE_URL, or DATA_DIR's own, which is
 * started for the time of the command where it does not run. `prepare` makes it fit for use first.
 */
export async function withGateway<T>(
  work: () => Promise<T>,
  prepare: (url: string) => Promise<void> = prepareDatabase,
): Promise<T> {
  return withDatabase(async (url) => {
    await prepare(url);
    try {
      return await work();
    } finally {
      await closeDatabase(1);
    }
  });
}

/** The same without a connection of the services' own. */
export async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const settings = env();
  if (settings.DATABASE_URL !== undefined) {
    appSecret();
    return work(databaseUrl());
  }
  const say = (line: string) => process.stderr.write(`${line}\n`);
  const embedded = await startEmbedded(settings.DATA_DIR, { onProgress: say });
  try {
    completeEnvironment({ DATABASE_URL: embedded.url, APP_SECRET: embeddedSecret(settings.DATA_DIR) });
    return await work(embedded.url);
  } finally {
    await embedded.leave();
  }
}
