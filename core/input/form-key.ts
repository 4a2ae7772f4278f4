import { z } from "zod";
import { problem } from "./problem.ts";

/**
 * Names one change that somebody wants to make: asked for again under its key, it is not made again. Forms make one when
 * they are opened; a script chooses its own. Without a key each request is a change of its own.
 */
export const keyed = z.object({
  key: z
    .string({ error: problem("form_key") })
    .regex(/^[\x21-\x7e]{1,100}$/, problem("form_key"))
    .optional(),
});
