import { and, asc, eq, isNull, ne, sql } from "drizzle-orm";
import { providers } from "#db/schema/providers/providers.ts";
import type { Executor } from "#runtime/database/pools.ts";

type Row = typeof providers.$inferSelect;
/** A provider without its configuration. */
export type ProviderRow = Omit<Row, "config">;

const shown = {
  id: providers.id,
  name: providers.name,
  kind: providers.kind,
  position: providers.position,
  enabled: providers.enabled,
  takesOver: providers.takesOver,
  demandsApproval: providers.demandsApproval,
  removedAt: providers.removedAt,
  createdAt: providers.createdAt,
};

/** @returns the provider of that name, even if it was removed. */
export async function findProvider(tx: Executor, name: string): Promise<ProviderRow | undefined> {
  const [row] = await tx.select(shown).from(providers).where(eq(providers.name, name));
  return row;
}

/**
 * New and re-added ones go last and are switched on, and a sandbox among them does not take over; one that is in the
 * list keeps its position and its switch.
 */
export async function upsertProvider(
  tx: Executor,
  values: Pick<Row, "name" | "kind" | "config">,
): Promise<ProviderRow> {
  const last = sql<number>`(select coalesce(max(p.position), 0) + 1 from ${providers} p where p.removed_at is null)`;
  const [row] = await tx
    .insert(providers)
    .values({ ...values, position: last })
    .onConflictDoUpdate({
      target: providers.name,
      set: {
        kind: values.kind,
        config: values.config,
        position: sql`case when ${providers.removedAt} is null then ${providers.position} else ${last} end`,
        enabled: sql`${providers.enabled} or ${providers.removedAt} is not null`,
        takesOver: sql`${providers.takesOver} and ${providers.removedAt} is null and ${values.kind} = 'sandbox'`,
        removedAt: null,
      },
    })
    .returning(shown);
  return row!;
}

/**
 * Sets positions 1, 2, 3 … in this order. A provider whose position stays the same is not updated, and so keeps its
 * connections.
 */
export async function placeProviders(tx: Executor, ids: number[]): Promise<void> {
  for (const [index, id] of ids.entries()) {
    const position = index + 1;
    await tx
      .update(providers)
      .set({ position })
      .where(and(eq(providers.id, id), ne(providers.position, position)));
  }
}

export async function updateEnabled(tx: Executor, id: number, enabled: boolean): Promise<void> {
  await tx.update(providers).set({ enabled }).where(eq(providers.id, id));
}

export async function updateTakesOver(tx: Executor, id: number, takesOver: boolean): Promise<void> {
  await tx.update(providers).set({ takesOver }).where(eq(providers.id, id));
}

/** @returns undefined if the list has no provider of that name. */
export async function markProviderRemoved(tx: Executor, name: string): Promise<ProviderRow | undefined> {
  const [row] = await tx
    .update(providers)
    .set({ removedAt: sql`now()` })
    .where(and(eq(providers.name, name), isNull(providers.removedAt)))
    .returning(shown);
  return row;
}

export async function selectProviders(db: Executor): Promise<ProviderRow[]> {
  return db
    .select(shown)
    .from(providers)
    .where(isNull(providers.removedAt))
    .orderBy(asc(providers.position), asc(providers.id));
}

/** With the sealed configurations, for delivery and for `gate doctor`. */
export async function selectSealedProviders(db: Executor): Promise<Row[]> {
  return db
    .select()
    .from(providers)
    .where(isNull(providers.removedAt))
    .orderBy(asc(providers.position), asc(providers.id));
}
