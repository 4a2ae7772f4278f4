import { z } from "zod";
import { type Period, readPeriod } from "./period-text.ts";

export type { Period } from "./period-text.ts";

/** A period as an address has it. */
export const period = z.string().transform((text, context): Period => {
  const read = readPeriod(text);
  if (read) return read;
  context.addIssue({ code: "custom" });
  return z.NEVER;
});
