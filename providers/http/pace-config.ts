import { z } from "zod";

/** How fast requests may follow one another, for every carrier that is reached by HTTP. */
export const paceFields = {
  /** How many requests may be in progress at a time, in each process. */
  concurrency: z.int().min(1).max(128).default(128),
  /** How many requests a second may be begun, in each process; 0 is no limit. */
  per_second: z.number().min(0).max(10_000).default(0),
};
