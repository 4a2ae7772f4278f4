import { z } from "zod";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";

/** Which check refused a request of a known account. */
export type RefusalCheck = "token" | "address" | "suspended" | "request" | "quota" | "scope";

/** The start of a page, as its address gives it: a time that PostgreSQL can store. Anything else counts as absent. */
export const refusalsCursor = z.iso
  .datetime()
  .transform((text) => new Date(text))
  .refine((date) => date.getTime() > 0)
  .optional()
  .catch(undefined);

/** Which refusals: those of an account before a minute, newest first. */
export const refusalsPage = z.object({
  accountId: id,
  before: z.coerce.date().optional(),
  limit: z.number().int(problem("limit")).min(1, problem("limit")).max(1_000, problem("limit")),
});

/** How far back the whitelist's page looks for refused addresses. */
export const REFUSED_ADDRESS_DAYS = 7;
