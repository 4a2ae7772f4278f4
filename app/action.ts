import "server-only";
import { revalidatePath } from "next/cache";
import { unstable_rethrow } from "next/navigation";
import { type RefusalCode, Refused } from "#core/input/refusal.ts";
import { isInDoubt, isUnavailable } from "#runtime/database/errors.ts";
import { log } from "#runtime/log.ts";
import { noteRefusedAccess } from "#services/audit/refused-access.ts";
import { askedPath } from "./asked.ts";
import { whoActs } from "./guards.ts";

/**
 * The result of a server action. It never throws, because a production build would hide the message, and contains no
 * English text: `code` and `fields` hold codes, which the page translates.
 */
export type ActionResult<T = undefined> =
  | { ok: true; value: T }
  | {
      ok: false;
      /** `unanswered`: it may have been done all the same. */
      code: RefusalCode | "unavailable" | "unanswered" | "internal";
      values: Record<string, string | number>;
      fields: Record<string, string[]>;
    };

/** Runs an action, and converts the services' refusals into a result. */
export async function act<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof Refused) {
      if (error.code === "not_allowed" || error.code === "read_only") {
        await noteAttempt();
        // The role may have changed since the page was rendered: it is shown again, without what is no longer allowed.
        revalidatePath("/", "layout");
      }
      return { ok: false, code: error.code, values: error.values, fields: error.fields };
    }
    log().error({ err: error }, "an action failed");
    return { ok: false, code: codeOf(error), values: {}, fields: {} };
  }
}

function codeOf(error: unknown) {
  if (isInDoubt(error)) return "unanswered";
  return isUnavailable(error) ? "unavailable" : "internal";
}

/** The pages do not offer forbidden actions, so a request refused for that reason was made by hand. */
async function noteAttempt(): Promise<void> {
  const actor = await whoActs();
  if (actor) await noteRefusedAccess(actor, await askedPath());
}
