import { canOperate, canRead, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import type { SenderState } from "#core/routing/routing-choices.ts";
import { senderRef, senderSettings } from "#core/routing/routing-input.ts";
import { findProvider } from "#db/queries/gateway/providers.ts";
import { lockRouting } from "#db/queries/routing/lock.ts";
import {
  deleteSender,
  findSender,
  type SenderRow,
  selectSenders,
  writeSender,
} from "#db/queries/routing/senders.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";

export type Sender = Omit<SenderRow, "id">;

const view = ({ id: _, ...sender }: SenderRow): Sender => sender;
const subjectOf = (provider: string, accountId: number | null) =>
  accountId === null ? provider : `${provider}/${accountId}`;

export async function listSenders(actor: Actor): Promise<Sender[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return (await selectSenders(database())).map(view);
}

/**
 * What phones may show as the author of an account's messages: its own senders, and the defaults where it has none
 * of its own. Names no provider, since developers see it.
 */
export async function sendersOfAccount(
  actor: Actor,
  input: unknown,
): Promise<{ sender: string; state: SenderState }[]> {
  const { id: accountId } = checked(byId, input);
  if (!canRead(actor, accountId)) throw new Refused("not_allowed");
  const rows = await selectSenders(database(), { accountId });
  const own = new Set(rows.filter((row) => row.accountId !== null).map(({ provider }) => provider));
  const applying = rows.filter((row) => row.accountId !== null || !own.has(row.provider));
  return [
    ...new Map(applying.map(({ sender, state }) => [`${sender}.${state}`, { sender, state }])).values(),
  ];
}

/** Sets an account's sender with a provider, or the provider's default. It is used once it is registered. */
export async function setSender(actor: Actor, input: unknown): Promise<Sender> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const values = checked(senderSettings, input);
  const { provider, accountId, sender, state, isNew, basis } = values;
  const row = await auditedOnce(
    actor,
    { action: "sender.set", input, values, again: (tx, id) => presentSender(tx, provider, id) },
    async (tx) => {
      await lockRouting(tx);
      const providerId = await idOf(tx, provider);
      const before = await findSender(tx, providerId, accountId);
      if (isNew && before) throw new Refused("sender_taken", { name: provider });
      const subjectId = subjectOf(provider, accountId);
      const now = { sender: before?.sender, state: before?.state };
      await refuseOutdated(tx, actor, { noun: "sender", id: subjectId, basis, now });
      const id = await writeSender(tx, { providerId, accountId, sender, state });
      await audit(tx, actor, {
        action: "sender.set",
        subjectId,
        accountId,
        before: before ? { sender: before.sender, state: before.state } : null,
        after: { sender, state },
      });
      return presentSender(tx, provider, id);
    },
    { senders_account_id_accounts_id_fk: new Refused("account_not_found", { id: accountId ?? 0 }) },
  );
  return view(row);
}

async function presentSender(tx: Executor, provider: string, id: number): Promise<SenderRow> {
  const row = (await selectSenders(tx)).find((each) => each.id === id);
  if (!row) throw new Refused("sender_not_found", { name: provider });
  return row;
}

export async function removeSender(actor: Actor, input: unknown): Promise<Omit<Sender, "accountName">> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { provider, accountId } = checked(senderRef, input);
  return auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const row = await findSender(tx, await idOf(tx, provider), accountId);
    if (!row) throw new Refused("sender_not_found", { name: provider });
    await deleteSender(tx, row.id);
    const { sender, state } = row;
    await audit(tx, actor, {
      action: "sender.remove",
      subjectId: subjectOf(provider, accountId),
      accountId,
      before: { sender, state },
    });
    return { provider, accountId, sender, state };
  });
}

async function idOf(tx: Executor, name: string): Promise<number> {
  const row = await findProvider(tx, name);
  if (!row || row.removedAt) throw new Refused("provider_not_found", { name });
  return row.id;
}
