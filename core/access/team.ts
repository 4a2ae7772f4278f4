import { z } from "zod";
import { id } from "#core/input/id.ts";
import { problem } from "#core/input/problem.ts";

/** Whether an account requires a second factor of its team. */
export const twoFactorDemand = z.object({ accountId: id, required: z.boolean({ error: problem("switch") }) });
