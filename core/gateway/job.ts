/** What runs in the background: a pg-boss queue of each name, in `server/jobs.ts`, and words for the overview. */
export const JOBS = [
  "sweep",
  "free-keys",
  "forget-refs",
  "forget-failures",
  "forget-sessions",
  "count-recent-hours",
  "count-last-day",
  "count-last-week",
  "retention",
] as const;

export type JobName = (typeof JOBS)[number];

export const isJob = (name: string): name is JobName => (JOBS as readonly string[]).includes(name);
