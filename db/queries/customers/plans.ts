import { asc, eq, isNull, sql } from "drizzle-orm";
import { plans } from "#db/schema/customers/plans.ts";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type PlanRow = typeof plans.$inferSelect;
type Values = Pick<PlanRow, "name" | "quota" | "days" | "months" | "unit" | "price">;

export async function insertPlan(tx: Executor, values: Values): Promise<PlanRow> {
  const [row] = await tx.insert(plans).values(values).returning();
  return row!;
}

/** The plan, locked against other changes until the transaction ends. */
export async function lockPlan(tx: Executor, id: number): Promise<PlanRow | undefined> {
  const [row] = await tx.select().from(plans).where(eq(plans.id, id)).for("no key update");
  return row;
}

/** The plan, locked so that it stays unchanged until the transaction ends; others may grant from it meanwhile. */
export async function holdPlan(tx: Executor, id: number): Promise<PlanRow | undefined> {
  const [row] = await tx.select().from(plans).where(eq(plans.id, id)).for("share");
  return row;
}

export async function updatePlan(tx: Executor, id: number, values: Values): Promise<PlanRow> {
  const [row] = await tx.update(plans).set(values).where(eq(plans.id, id)).returning();
  return row!;
}

export async function markPlanArchived(tx: Executor, id: number): Promise<PlanRow> {
  const [row] = await tx.update(plans).set({ archivedAt: sql`now()` }).where(eq(plans.id, id)).returning();
  return row!;
}

/** By name, with plans that may be granted first, and with the number of running subscriptions of each. */
export async function selectPlans(
  db: Executor,
  { archived = false }: { archived?: boolean } = {},
): Promise<(PlanRow & { running: number })[]> {
  const running = sql<number>`(
    select count(*)::int from ${subscriptions} s
    where s.plan_id = plans.id and s.status = 'active' and s.ends_at > now()
  )`;
  const rows = await db
    .select({ plan: plans, running })
    .from(plans)
    .where(archived ? undefined : isNull(plans.archivedAt))
    .orderBy(sql`${plans.archivedAt} is not null`, asc(sql`lower(${plans.name})`), asc(plans.id));
  return rows.map((row) => ({ ...row.plan, running: row.running }));
}
