import { z } from "zod";
import { cleaned } from "#core/input/cleaned.ts";
import { id, longId } from "#core/input/id.ts";
import { period } from "#core/table/period.ts";
import { searched, someOf, tableParams } from "#core/table/table-params.ts";
import { messageStatuses } from "./message-status.ts";

/** Stands for messages that were tried in the dashboard, which no token sent. */
export const NO_TOKEN = "none";

/** What the address of a send log asks for, the operator's and a developer's. */
export const logParams = {
  ...tableParams,
  /** A number or a message's id. */
  q: searched,
  status: someOf(messageStatuses).optional(),
  template: id.optional(),
  token: z.union([z.literal(NO_TOKEN), id]).optional(),
  /** As the public API counts them. */
  language: z
    .enum(["ar", "en"])
    .transform((language) => (language === "ar" ? (0 as const) : (1 as const)))
    .optional(),
  period: period.optional(),
  /** These two are the operator's. */
  account: id.optional(),
  provider: id.optional(),
};

/**
 * Reads what was typed into the search box as the id of a message: `#17`, or digits too few for a number in
 * international form.
 */
export function messageIdIn(text: string): number | null {
  const plain = cleaned(text).replaceAll(" ", "");
  return /^#[1-9]\d{0,14}$|^[1-9]\d{0,8}$/.test(plain) ? Number(plain.replace("#", "")) : null;
}

/** How many messages are counted for the line below a table. Beyond it says "more than". */
export const MOST_COUNTED = 10_000;

/** What a page with a log asks for from time to time: what came since its first row, and what became of its rows. */
export const logNews = z.object({
  /** Null where the page has no row. */
  since: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .nullable(),
  ids: z.array(longId).max(100),
});
