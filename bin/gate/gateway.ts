import { resolve } from "node:path";
import { findCluster } from "#bin/postgres/cluster.ts";
import { startEmbedded } from "#bin/postgres/postgres.ts";
import { StartError } from "#bin/process/start-error.ts";
import { prepareDataDir } from "#bin/start/data-dir.ts";
import { embeddedSecret } from "#bin/start/secret.ts";
import { databaseFault, prepareDatabase } from "#db/ready.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { appSecret, completeEnvironment, databaseUrl, env } from "#runtime/env.ts";
import { getAccount } from "#services/customers/accounts.ts";
import { operator } from "./verb.ts";

interface Options {
  /** Prepares the database before `work`. */
  prepare?: (url: string) => Promise<void>;
  /** For read-only commands: no database is created, so that a mistyped DATA_DIR is reported. */
  looks?: boolean;
}

/**
 * Runs `work` with the database that the server uses: that of DATABASE_URL, or DATA_DIR's own, which is started for the
 * duration of the command if it is not running, and created if it does not exist.
 */
export async function withGateway<T>(
  work: () => Promise<T>,
  { prepare = prepareDatabase, looks = false }: Options = {},
): Promise<T> {
  return withDatabase(
    async (url) => {
      await prepare(url).catch((error) => {
        throw databaseFault(error, url);
      });
      try {
        return await work();
      } finally {
        await closeDatabase(1);
      }
    },
    { looks },
  );
}

/** The same for a verb that changes nothing, except that the database of an older release is migrated. */
export function lookAtGateway<T>(work: () => Promise<T>): Promise<T> {
  return withGateway(work, { looks: true });
}

/**
 * The same for a verb that shows an account's records.
 * @throws {Refused} if there is no such account.
 */
export function lookAtAccount<T>(id: number | undefined, work: () => Promise<T>): Promise<T> {
  return lookAtGateway(async () => {
    if (id !== undefined) await getAccount(operator(), { id });
    return work();
  });
}

/** The same without connections of the services. */
export async function withDatabase<T>(
  work: (url: string) => Promise<T>,
  { looks = false }: Pick<Options, "looks"> = {},
): Promise<T> {
  const settings = env();
  if (settings.DATABASE_URL !== undefined) {
    appSecret();
    return work(databaseUrl());
  }
  if (looks && !findCluster(settings.DATA_DIR)) {
    throw new StartError(
      `There is no database in ${resolve(settings.DATA_DIR)}: set DATA_DIR to the gateway's, or make one with: npm start`,
    );
  }
  const say = (line: string) => process.stderr.write(`${line}\n`);
  prepareDataDir(settings.DATA_DIR);
  const APP_SECRET = embeddedSecret(settings.DATA_DIR);
  const embedded = await startEmbedded(settings.DATA_DIR, { onProgress: say });
  try {
    completeEnvironment({ DATABASE_URL: embedded.url, APP_SECRET });
    return await work(embedded.url);
  } finally {
    await embedded.leave();
  }
}
