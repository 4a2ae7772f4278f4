import { z } from "zod";
import type { Basis } from "./edited.ts";

/** Validates the basis of an edit, which forms submit with it. */
export const basis = z
  .object({
    was: z.record(z.string().max(100), z.string().max(100_000)).optional(),
    over: z.int().min(0).optional(),
  })
  .optional() satisfies z.ZodType<Basis>;
