import { z } from "zod";

/** When the status of a message is asked for: after a while, then less and less often, and not for ever. */
export const scheduleFields = {
  first_seconds: z.int().min(10).max(3_600).default(30),
  /** Each wait is twice the one before, up to this one. */
  longest_seconds: z.int().min(60).max(21_600).default(3_600),
  give_up_hours: z.int().min(1).max(24).default(24),
};
export type ScheduleConfig = z.output<z.ZodObject<typeof scheduleFields>>;

/**
 * How long to wait before a message's status is asked for again, in milliseconds.
 * @param asked how often it was asked for.
 * @param ageMs the message's age.
 * @returns null where it is given up.
 */
export function waitMs(
  { first_seconds, longest_seconds, give_up_hours }: ScheduleConfig,
  asked: number,
  ageMs: number,
): number | null {
  const wait =
    Math.min(first_seconds * 2 ** Math.min(asked, 20), Math.max(first_seconds, longest_seconds)) * 1_000;
  return ageMs + wait > give_up_hours * 3_600_000 ? null : wait;
}
