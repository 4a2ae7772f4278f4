import { z } from "zod";
import { id, longId } from "#core/input/id.ts";
import { period } from "#core/table/period.ts";
import { searched, someOf, tableParams } from "#core/table/table-params.ts";
import { messageStatuses } from "./message-status.ts";
import { messageProblems } from "./reasons.ts";

/** Stands for messages that were tried in the dashboard and therefore belong to no token. */
export const NO_TOKEN = "none";
/** Stands for numbers of no mobile operator. */
export const NO_OPERATOR = "none";

/** The parameters of the send log's address, for the operator and for developers. */
export const logParams = {
  ...tableParams,
  /** A phone number, its last digits, or a message's id. */
  q: searched,
  status: someOf(messageStatuses).optional(),
  /** Why messages failed, or that they are unknown. */
  reason: someOf(messageProblems).optional(),
  /** A mobile operator. */
  operator: z.union([z.literal(NO_OPERATOR), id]).optional(),
  template: id.optional(),
  token: z.union([z.literal(NO_TOKEN), id]).optional(),
  /** With the numbers that the public API uses. */
  language: z
    .enum(["ar", "en"])
    .transform((language) => (language === "ar" ? (0 as const) : (1 as const)))
    .optional(),
  period: period.optional(),
  /** The subscription that was charged. */
  subscription: id.optional(),
  /** This and the next two parameters are for the operator only. */
  account: id.optional(),
  provider: id.optional(),
  /** What a provider answered, by its hash: answers are long, and hold what addresses do not. */
  answer: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
};

/** The line below a table counts messages up to this number; beyond it, it says "more than". */
export const MOST_COUNTED = 10_000;

/** The input of a log page's polling: messages newer than its first row, and the current state of its rows. */
export const logNews = z.object({
  /** Null if the page has no rows. */
  since: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .nullable(),
  ids: z.array(longId).max(100),
});
