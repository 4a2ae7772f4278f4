import { z } from "zod";
import { wholeNumber } from "#core/input/digits.ts";
import { id, longId } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";

export const messageById = z.object({ id: longId });

export const messagesOf = z.object({
  accountId: id,
  limit: z
    .union([z.number(), z.string().transform((text) => wholeNumber(text) ?? Number.NaN)], {
      error: problem("limit"),
    })
    .refine((n) => Number.isInteger(n) && n >= 1 && n <= 1_000, problem("limit"))
    .default(50),
});
