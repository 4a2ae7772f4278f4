import type { Actor } from "#core/access/actor.ts";
import { sendersOfAccount } from "#services/routing/senders.ts";

/** The sender IDs that phones show above an account's messages: only registered ones are used. */
export async function registeredSenders(actor: Actor, accountId: number): Promise<string[]> {
  const senders = await sendersOfAccount(actor, { id: accountId });
  return senders.filter(({ state }) => state === "registered").map(({ sender }) => sender);
}
