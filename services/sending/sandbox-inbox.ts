import { canReadCodes, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import { ownMessageIds } from "#db/queries/messages/messages.ts";
import { type InboxEntry, readInbox } from "#providers/sandbox.ts";
import { database } from "#runtime/database/pools.ts";

/**
 * The messages of the actor's account that this process's sandbox received, newest first. The texts contain codes and
 * are only in memory; the messages' rows tell to which account they belong.
 */
export async function readSandboxInbox(actor: Actor): Promise<InboxEntry[]> {
  if (!canReadCodes(actor)) throw new Refused("not_allowed");
  const received = readInbox();
  const own = await ownMessageIds(
    database(),
    received.map(({ messageId }) => messageId),
    scopeOf(actor),
  );
  return received.filter(({ messageId }) => own.has(messageId));
}
