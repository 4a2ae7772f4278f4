import { z } from "zod";
import { cleaned } from "./cleaned.ts";
import { type Problem, problem } from "./problem.ts";

/** A text that is a value rather than prose, cleaned of characters that came along when it was typed or pasted. */
export function value(code: Problem) {
  return z.string({ error: problem(code) }).transform(cleaned);
}
