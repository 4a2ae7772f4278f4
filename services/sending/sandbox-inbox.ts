import { scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { ownMessageIds } from "#db/queries/messages/messages.ts";
import { type InboxEntry, readInbox } from "#providers/sandbox.ts";
import { database } from "#runtime/database/pools.ts";

/**
 * What this process's sandbox received of the actor's account, newest first. The texts hold codes and are in
 * memory only; whose they are the messages' rows tell.
 */
export async function readSandboxInbox(actor: Actor): Promise<InboxEntry[]> {
  const received = readInbox();
  const own = await ownMessageIds(
    database(),
    received.map(({ messageId }) => messageId),
    scopeOf(actor),
  );
  return received.filter(({ messageId }) => own.has(messageId));
}
