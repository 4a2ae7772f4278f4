import "server-only";
import { unstable_rethrow } from "next/navigation";
import { type RefusalCode, Refused } from "#core/input/refusal.ts";
import { isUnavailable } from "#runtime/database/errors.ts";
import { log } from "#runtime/log.ts";
import { noteRefusedAccess } from "#services/audit/refused-access.ts";
import { askedPath } from "./asked.ts";
import { whoActs } from "./guards.ts";

/**
 * What a server action returns: never a thrown error, whose words a production build would hide, and never
 * English: `code` and `fields` hold codes, and the page owns the words.
 */
export type ActionResult<T = undefined> =
  | { ok: true; value: T }
  | {
      ok: false;
      code: RefusalCode | "unavailable" | "internal";
      values: Record<string, string | number>;
      fields: Record<string, string[]>;
    };

/** Runs what an action does, and turns what the services refuse into a result. */
export async function act<T>(work: () => Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    unstable_rethrow(error);
    if (error instanceof Refused) {
      if (error.code === "not_allowed" || error.code === "read_only") await noteAttempt();
      return { ok: false, code: error.code, values: error.values, fields: error.fields };
    }
    const away = isUnavailable(error);
    log().error({ err: error }, "an action failed");
    return { ok: false, code: away ? "unavailable" : "internal", values: {}, fields: {} };
  }
}

/** The pages offer nobody what they may not do: whoever is refused for that has made the request by hand. */
async function noteAttempt(): Promise<void> {
  const actor = await whoActs();
  if (actor) await noteRefusedAccess(actor, await askedPath());
}
