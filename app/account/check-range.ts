"use server";

import { z } from "zod";
import { checked } from "#core/problem.ts";
import { range } from "#core/whitelist.ts";
import { type ActionResult, act } from "../action.ts";
import { requireViewer } from "../session.ts";

/** Says whether a range would be taken, and changes nothing: for the field, when it is left. */
export async function checkRange(text: string): Promise<ActionResult> {
  await requireViewer();
  return act(async () => void checked(z.object({ range }), { range: text }));
}
