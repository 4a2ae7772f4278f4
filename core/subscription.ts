import { z } from "zod";
import { id } from "./id.ts";
import { problem } from "./problem.ts";
import { line } from "./text.ts";

/** A count as a number or in digits: forms and arguments are texts. */
function count(high: number, code: "quota" | "days") {
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .trim()
          .regex(/^\d{1,10}$/)
          .transform(Number),
      ],
      { error: problem(code) },
    )
    .refine((n) => Number.isInteger(n) && n >= 1 && n <= high, problem(code));
}

export const subscriptionUnit = z.enum(["message", "segment"], { error: problem("unit") });

export const newSubscription = z.object({
  accountId: id,
  quota: count(2_147_483_647, "quota"),
  days: count(3_660, "days").default(30),
  plan: line(1, 60, "plan").default("Standard"),
  unit: subscriptionUnit.default("message"),
});
