import type { Actor } from "#core/access/actor.ts";
import type { AuditAction } from "#core/audit/audit-action.ts";
import { keyed } from "#core/input/form-key.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { claimChangeKey, writeChangeSubject } from "#db/queries/audit/change-keys.ts";
import type { Executor } from "#runtime/database/pools.ts";
import { hmac } from "#runtime/keys.ts";
import { auditedTransaction } from "./audited-transaction.ts";

interface Asked<T> {
  action: AuditAction;
  /** As it came, with its key if it has one. */
  input: unknown;
  /** What the input means: the same key does not stand for anything else. */
  values: object;
  /** What was made or changed under the key, as it is now. */
  again: (tx: Executor, id: number) => Promise<T>;
}

/**
 * Runs an audited change. If its input has a key, it is made once for each actor and key: a repetition, whether the answer
 * to the first request was lost or is still to come, is answered with what the first one made.
 * @throws {Refused} `key_used` where the key was used for another change.
 */
export async function auditedOnce<T extends { id: number }>(
  actor: Actor,
  { action, input, values, again }: Asked<T>,
  work: (tx: Executor) => Promise<T>,
  conflicts: Record<string, Refused> = {},
): Promise<T> {
  const { key: given } = checked(keyed, input);
  if (given === undefined) return auditedTransaction(work, conflicts);
  const key = { actor: nameOf(actor), key: given };
  const hash = hashOf(action, values);
  return auditedTransaction(async (tx) => {
    const earlier = await claimChangeKey(tx, key, hash);
    if (earlier) {
      if (!earlier.askedHash.equals(hash)) throw new Refused("key_used");
      return again(tx, earlier.subjectId);
    }
    const made = await work(tx);
    await writeChangeSubject(tx, key, made.id);
    return made;
  }, conflicts);
}

const nameOf = (actor: Actor) => `${actor.kind}:${actor.kind === "user" ? actor.id : actor.name}`;

/** The basis of an edit is no part of it: the page may have been refreshed between two submissions of a form. */
function hashOf(action: AuditAction, values: object): Buffer {
  const parts = Object.entries(values)
    .filter(([name]) => name !== "basis")
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return hmac("change-hash", JSON.stringify([action, parts]));
}
