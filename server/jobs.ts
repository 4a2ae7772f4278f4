import { PgBoss } from "pg-boss";
import { databaseUrl } from "#runtime/env.ts";
import { log } from "#runtime/log.ts";
import { forgetOldFailures } from "#services/sign-in.ts";
import { freeKeys, sweepMessages } from "#services/upkeep.ts";

/** What runs in the background, by name: when (cron, UTC) and what. */
const jobs: Record<string, { cron: string; run: () => Promise<void> }> = {
  sweep: { cron: "* * * * *", run: sweepMessages },
  "free-keys": { cron: "17 * * * *", run: freeKeys },
  "forget-failures": { cron: "23 * * * *", run: forgetOldFailures },
};

/**
 * Starts the background jobs on PostgreSQL: whichever process takes a job runs it, and none runs twice at a
 * time, however many processes there are. @returns a function that lets running jobs finish and stops.
 */
export async function startJobs(): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    connectionString: databaseUrl(),
    max: 3,
    application_name: "aman-gate jobs",
    schema: "pgboss",
  });
  boss.on("error", (error) => log().warn({ err: error }, "jobs"));
  await boss.start();
  for (const [name, { cron, run }] of Object.entries(jobs)) {
    await boss.createQueue(name, { policy: "stately", retryLimit: 0, deleteAfterSeconds: 86_400 });
    await boss.work(name, { pollingIntervalSeconds: 5 }, run);
    await boss.schedule(name, cron);
    // And once at the start: a process that died may have left something.
    await boss.send(name);
  }
  return () => boss.stop({ graceful: true, timeout: 10_000 });
}
