"use server";

import { z } from "zod";
import { range } from "#core/customer/whitelist.ts";
import { checked } from "#core/input/problem.ts";
import { type ActionResult, act } from "../action.ts";
import { requireViewer } from "../guards.ts";

/** Validates a range without changing anything, for the form field when it loses focus. */
export async function checkRange(text: string): Promise<ActionResult> {
  await requireViewer();
  return act(async () => void checked(z.object({ range }), { range: text }));
}
