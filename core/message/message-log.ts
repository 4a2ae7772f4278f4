import { z } from "zod";
import { cleaned } from "#core/input/cleaned.ts";
import { id, longId } from "#core/input/id.ts";
import { period } from "#core/table/period.ts";
import { searched, someOf, tableParams } from "#core/table/table-params.ts";
import { messageStatuses } from "./message-status.ts";

/** Stands for messages that were tried in the dashboard and therefore belong to no token. */
export const NO_TOKEN = "none";

/** The parameters of the send log's address, for the operator and for developers. */
export const logParams = {
  ...tableParams,
  /** A phone number or a message's id. */
  q: searched,
  status: someOf(messageStatuses).optional(),
  template: id.optional(),
  token: z.union([z.literal(NO_TOKEN), id]).optional(),
  /** With the numbers that the public API uses. */
  language: z
    .enum(["ar", "en"])
    .transform((language) => (language === "ar" ? (0 as const) : (1 as const)))
    .optional(),
  period: period.optional(),
  /** This and the next parameter are for the operator only. */
  account: id.optional(),
  provider: id.optional(),
};

/** Reads a search term as the id of a message: `#17`, or too few digits for a number in international form. */
export function messageIdIn(text: string): number | null {
  const plain = cleaned(text).replaceAll(" ", "");
  return /^#[1-9]\d{0,14}$|^[1-9]\d{0,8}$/.test(plain) ? Number(plain.replace("#", "")) : null;
}

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
