import { and, asc, eq, isNull, or, sql } from "drizzle-orm";
import type { AccountName } from "#core/customer/account-name.ts";
import type { SenderState } from "#core/routing/routing-choices.ts";
import { accountNameIfAny } from "#db/queries/customers/accounts.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { providers } from "#db/schema/providers/providers.ts";
import { senders } from "#db/schema/routing.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface SenderRow {
  id: number;
  provider: string;
  /** Null for the provider's default. */
  accountId: number | null;
  accountName: AccountName | null;
  sender: string;
  state: SenderState;
}

const shown = {
  id: senders.id,
  provider: providers.name,
  accountId: senders.accountId,
  accountName: accountNameIfAny,
  sender: senders.sender,
  state: senders.state,
};

/** In the order of the providers, and the default of each first. @param of only those that apply to an account */
export function selectSenders(db: Executor, of?: { accountId: number }): Promise<SenderRow[]> {
  return db
    .select(shown)
    .from(senders)
    .innerJoin(providers, eq(providers.id, senders.providerId))
    .leftJoin(accounts, eq(accounts.id, senders.accountId))
    .where(
      and(
        isNull(providers.removedAt),
        of && or(isNull(senders.accountId), eq(senders.accountId, of.accountId)),
      ),
    )
    .orderBy(asc(providers.position), asc(providers.id), sql`${senders.accountId} nulls first`);
}

const at = (providerId: number, accountId: number | null) =>
  and(
    eq(senders.providerId, providerId),
    accountId === null ? isNull(senders.accountId) : eq(senders.accountId, accountId),
  );

export async function findSender(db: Executor, providerId: number, accountId: number | null) {
  const [row] = await db.select().from(senders).where(at(providerId, accountId));
  return row;
}

export async function writeSender(
  tx: Executor,
  values: { providerId: number; accountId: number | null; sender: string; state: SenderState },
): Promise<number> {
  const { sender, state } = values;
  const [row] = await tx
    .insert(senders)
    .values(values)
    .onConflictDoUpdate({ target: [senders.providerId, senders.accountId], set: { sender, state } })
    .returning({ id: senders.id });
  return row!.id;
}

export async function deleteSender(tx: Executor, id: number): Promise<void> {
  await tx.delete(senders).where(eq(senders.id, id));
}
