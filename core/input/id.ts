import { z } from "zod";
import { problem } from "./problem.ts";
import { value } from "./value.ts";

/** The largest value of PostgreSQL's `integer`, the type of ids and credits. */
export const INT4_MAX = 2_147_483_647;

const digits = /^[1-9]\d{0,15}$/;

function whole(high: number) {
  return (
    z
      .union([z.number(), value("not_an_id").pipe(z.string().regex(digits)).transform(Number)], {
        error: problem("not_an_id"),
      })
      .refine((n) => Number.isSafeInteger(n) && n > 0, problem("not_an_id"))
      // No row has such an id; for a larger number PostgreSQL would raise an error instead of finding nothing.
      .transform((n) => Math.min(n, high))
  );
}

/** The id of a row with 32-bit ids, as a number or in digits (forms and arguments are texts). */
export const id = whole(INT4_MAX);

/** The id of a message or an audit entry, which have 64 bits. */
export const longId = whole(Number.MAX_SAFE_INTEGER);

/** The input of operations that need nothing but the row's id. */
export const byId = z.object({ id });

/** Returns a number from outside if it can be the id of a row, else null. */
export function possibleId(number: number | null): number | null {
  return number !== null && number > 0 && number <= INT4_MAX ? number : null;
}
