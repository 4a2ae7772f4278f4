import { type Scope, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { type Basis, isAsItWas } from "#core/input/edited.ts";
import { Refused } from "#core/input/refusal.ts";
import { type LastChange, selectLastChange } from "#db/queries/audit/last-change.ts";
import type { Executor } from "#runtime/database/pools.ts";

/**
 * Refuses an edit of something that has changed since its author saw it. Call it while the row is locked.
 * @param now the current values, by the names that the form uses.
 * @throws {Refused} `changed_meanwhile`, with who changed it last, when (ISO) and the id of that change, which an edit
 * may name to overwrite it.
 */
export async function refuseOutdated(
  tx: Executor,
  actor: Actor,
  { noun, id, basis, now }: { noun: string; id: number | string; basis: Basis; now: Record<string, unknown> },
): Promise<void> {
  if (!basis || (basis.was === undefined && basis.over === undefined)) return;
  if (basis.was && isAsItWas(basis.was, now)) return;
  const last = await selectLastChange(tx, noun, String(id));
  if (basis.over !== undefined && basis.over === (last?.id ?? 0)) return;
  throw new Refused("changed_meanwhile", {
    by: last ? nameFor(last, scopeOf(actor)) : "",
    at: last?.at.toISOString() ?? "",
    over: last?.id ?? 0,
  });
}

/** Developers must not learn who works for the operator: empty for them. */
function nameFor({ actorName, actorAccountId }: LastChange, scope: Scope): string {
  return scope === "all" || actorAccountId === scope ? actorName : "";
}
