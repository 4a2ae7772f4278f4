/**
 * The background jobs: each is a pg-boss queue of the same name (see `server/jobs/jobs.ts`) and has a label on the overview.
 */
export const JOBS = [
  "sweep",
  "poll-statuses",
  "free-keys",
  "forget-refs",
  "forget-failures",
  "forget-sessions",
  "renew-subscriptions",
  "count-recent-hours",
  "count-last-day",
  "count-last-week",
  "summarise-log",
  "notice-states",
  "send-mails",
  "retention",
] as const;

export type JobName = (typeof JOBS)[number];

export const isJob = (name: string): name is JobName => (JOBS as readonly string[]).includes(name);
