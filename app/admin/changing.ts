import { revalidatePath } from "next/cache";
import type { Actor } from "#core/access/actor.ts";
import { type ActionResult, act } from "../action.ts";
import { requireAdmin } from "../guards.ts";

/**
 * Runs an admin's change and refreshes the pages under `path`, also after a refusal, which means that they were out of
 * date. `/` is for changes that the developers' pages show, too.
 */
export async function changing<I>(
  work: (actor: Actor, input: I) => Promise<unknown>,
  input: I,
  path: "/admin" | "/" = "/admin",
): Promise<ActionResult> {
  const { actor } = await requireAdmin();
  const result = await act(async () => void (await work(actor, input)));
  revalidatePath(path, "layout");
  return result;
}
