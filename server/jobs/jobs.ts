import { PgBoss } from "pg-boss";
import type { JobName } from "#core/gateway/job.ts";
import { homeSchema, jobsSchema } from "#runtime/database/home-schema.ts";
import { log } from "#runtime/log.ts";
import { forgetEndedSessions } from "#services/access/session.ts";
import { forgetOldFailures } from "#services/access/throttle.ts";
import { renewSubscriptions } from "#services/customers/renewals.ts";
import { countLastDay, countLastWeek, countRecentHours } from "#services/figures/message-counts.ts";
import { sendMails } from "#services/mail/send-mails.ts";
import { settleParkedReports } from "#services/reports/parked-reports.ts";
import { pollStatuses } from "#services/reports/status-polls.ts";
import { clockError } from "#services/upkeep/clock.ts";
import { writeLogBlocks } from "#services/upkeep/log-blocks.ts";
import { noticeStates } from "#services/upkeep/notice-states.ts";
import { applyRetention } from "#services/upkeep/retention.ts";
import { forgetRefs, freeKeys, sweepAgeMs, sweepMessages } from "#services/upkeep/sweep.ts";
import { jobsDatabase } from "./database.ts";

/** The background jobs by name: schedule (cron, UTC) and function. */
const jobs: Record<JobName, { cron: string; run: (signal: AbortSignal) => Promise<unknown> }> = {
  sweep: { cron: "* * * * *", run: sweep },
  "poll-statuses": { cron: "* * * * *", run: pollStatuses },
  "free-keys": { cron: "17 * * * *", run: freeKeys },
  "forget-refs": { cron: "29 * * * *", run: forgetRefs },
  "forget-failures": { cron: "23 * * * *", run: forgetOldFailures },
  "forget-sessions": { cron: "37 * * * *", run: forgetEndedSessions },
  "renew-subscriptions": { cron: "* * * * *", run: renewSubscriptions },
  "count-recent-hours": { cron: "*/5 * * * *", run: countRecentHours },
  "count-last-day": { cron: "41 * * * *", run: countLastDay },
  "count-last-week": { cron: "11 1 * * *", run: countLastWeek },
  "summarise-log": { cron: "*/5 * * * *", run: () => writeLogBlocks() },
  "send-mails": { cron: "* * * * *", run: sendMails },
  "notice-states": { cron: "* * * * *", run: noticeStates },
  retention: { cron: "53 * * * *", run: applyRetention },
};

async function sweep(): Promise<void> {
  await sweepMessages();
  await settleParkedReports();
}

/** If a process dies during a job, the next run is held up for this long, rather than until the job expires. */
const HEARTBEAT_S = 15;

/** How often this machine's clock is compared with the database's. */
const CLOCK_MS = 60_000;

/**
 * Starts the background jobs, and checks this machine's clock once a minute: a process whose clock is off by more than
 * a minute logs it and leaves the jobs to other processes until the clock is right again.
 * @returns a function that lets running jobs finish and stops.
 */
export async function startJobs({ clockMs = CLOCK_MS } = {}): Promise<() => Promise<void>> {
  let stopBoss: (() => Promise<void>) | undefined;
  let said = false;
  const look = async () => {
    const ahead = await clockError();
    if (ahead === 0) {
      if (said) log().info("this machine's clock is right again");
      said = false;
      stopBoss ??= await startBoss();
      return;
    }
    if (!said) {
      const direction = ahead > 0 ? "ahead of" : "behind";
      const seconds = Math.round(Math.abs(ahead) / 1000);
      log().error(
        { seconds },
        `this machine's clock is ${seconds} s ${direction} the database's: no jobs are done here until it is set right`,
      );
    }
    said = true;
    const stop = stopBoss;
    stopBoss = undefined;
    await stop?.();
  };
  await look();
  let turn = Promise.resolve();
  const timer = setInterval(() => {
    // If the database is away, the clock cannot be judged.
    turn = turn.then(look).catch((error) => log().warn({ err: error }, "jobs"));
  }, clockMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await turn;
    await stopBoss?.();
  };
}

/**
 * Starts pg-boss: any process may take a job, and no job runs twice at the same time, however many processes there are.
 */
async function startBoss(): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    db: jobsDatabase(),
    schema: jobsSchema(),
    // If the jobs share the gateway's schema, it exists already, and the database user may not be allowed to create
    // another.
    createSchema: jobsSchema() !== homeSchema(),
    superviseIntervalSeconds: HEARTBEAT_S,
    monitorIntervalSeconds: HEARTBEAT_S,
  });
  boss.on("error", (error) => log().warn({ err: error }, "jobs"));
  await boss.start();
  const stopping = new AbortController();
  for (const [name, { cron, run }] of Object.entries(jobs)) {
    await boss.createQueue(name, {
      policy: "stately",
      retryLimit: 0,
      deleteAfterSeconds: 86_400,
      heartbeatSeconds: HEARTBEAT_S,
    });
    await boss.work(name, { pollingIntervalSeconds: 5 }, async ([job]) => {
      await run(AbortSignal.any([stopping.signal, ...(job ? [job.signal] : [])]));
    });
    await boss.schedule(name, cron);
    // Each job also runs once at the start, in case a process that died left work undone.
    await boss.send(name);
  }
  // Messages of a process that died just now are too young for the sweep at the start, so another one follows.
  await boss.send(
    "sweep",
    {},
    { startAfter: Math.ceil((await sweepAgeMs()) / 1000), singletonKey: "after start" },
  );
  return () => {
    stopping.abort();
    return boss.stop({ graceful: true, timeout: 10_000 });
  };
}
