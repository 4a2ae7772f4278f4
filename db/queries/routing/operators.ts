import { asc, eq, inArray, sql } from "drizzle-orm";
import { operatorPrefixes, operators } from "#db/schema/routing.ts";
import type { Executor } from "#runtime/database/pools.ts";

export interface OperatorRow {
  id: number;
  name: string;
  arabicName: string | null;
  /** In ascending order. */
  prefixes: string[];
}

const prefixesOf = sql<string[]>`array(
  select p.prefix from ${operatorPrefixes} p where p.operator_id = operators.id order by p.prefix)`;
const shown = {
  id: operators.id,
  name: operators.name,
  arabicName: operators.arabicName,
  prefixes: prefixesOf,
};

export function selectOperators(db: Executor): Promise<OperatorRow[]> {
  return db.select(shown).from(operators).orderBy(asc(operators.id));
}

export async function findOperator(db: Executor, name: string): Promise<OperatorRow | undefined> {
  const [row] = await db.select(shown).from(operators).where(eq(operators.name, name));
  return row;
}

/** Those of the prefixes that an operator has already, with its name. */
export async function ownersOf(db: Executor, prefixes: readonly string[]) {
  return db
    .select({ prefix: operatorPrefixes.prefix, operatorId: operators.id, name: operators.name })
    .from(operatorPrefixes)
    .innerJoin(operators, eq(operators.id, operatorPrefixes.operatorId))
    .where(inArray(operatorPrefixes.prefix, [...prefixes]))
    .orderBy(asc(operatorPrefixes.prefix));
}

/** Adds an operator, or replaces the one with this id. */
export async function writeOperator(
  tx: Executor,
  { id, name, arabicName, prefixes }: Omit<OperatorRow, "id"> & { id: number | undefined },
): Promise<OperatorRow> {
  const [row] =
    id === undefined
      ? await tx.insert(operators).values({ name, arabicName }).returning({ id: operators.id })
      : await tx
          .update(operators)
          .set({ name, arabicName })
          .where(eq(operators.id, id))
          .returning({ id: operators.id });
  const operatorId = row!.id;
  await tx.delete(operatorPrefixes).where(eq(operatorPrefixes.operatorId, operatorId));
  await tx.insert(operatorPrefixes).values(prefixes.map((prefix) => ({ prefix, operatorId })));
  return { id: operatorId, name, arabicName, prefixes: prefixes.toSorted() };
}

export async function deleteOperator(tx: Executor, id: number): Promise<void> {
  await tx.delete(operators).where(eq(operators.id, id));
}
