import { canOperate, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import { operatorRef, operatorSettings } from "#core/routing/routing-input.ts";
import { lockRouting } from "#db/queries/routing/lock.ts";
import {
  deleteOperator,
  findOperator,
  type OperatorRow,
  ownersOf,
  selectOperators,
  writeOperator,
} from "#db/queries/routing/operators.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";

export type Operator = Omit<OperatorRow, "id">;

const view = ({ id: _, ...operator }: OperatorRow): Operator => operator;

export async function listOperators(actor: Actor): Promise<Operator[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return (await selectOperators(database())).map(view);
}

/** Adds a mobile operator, or replaces the one of that name (or of `present`, if it gets another one). */
export async function setOperator(actor: Actor, input: unknown): Promise<Operator> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const asked = checked(operatorSettings, input);
  const { name, present, arabicName, prefixes, isNew, basis } = asked;
  const row = await auditedOnce(
    actor,
    { action: "operator.set", input, values: asked, again: (tx) => presentOperator(tx, name) },
    async (tx) => {
      await lockRouting(tx);
      const before = await findOperator(tx, present ?? name);
      if (isNew && before) throw new Refused("operator_name_taken", { name });
      if (!before && present !== undefined) throw new Refused("operator_not_found", { name: present });
      if (before) {
        const now = {
          name: before.name,
          arabicName: before.arabicName,
          prefixes: before.prefixes.join(", "),
        };
        await refuseOutdated(tx, actor, { noun: "operator", id: before.name, basis, now });
      }
      const taken = (await ownersOf(tx, prefixes)).find(({ operatorId }) => operatorId !== before?.id);
      if (taken) throw new Refused("operator_prefix_taken", { prefix: taken.prefix, name: taken.name });
      const values = {
        name,
        arabicName: arabicName === undefined ? (before?.arabicName ?? null) : arabicName,
        prefixes,
      };
      const after = await writeOperator(tx, { id: before?.id, ...values });
      await audit(tx, actor, {
        action: "operator.set",
        subjectId: name,
        before: before ? view(before) : null,
        after: view(after),
      });
      return after;
    },
    { operators_name_unique: new Refused("operator_name_taken", { name }) },
  );
  return view(row);
}

async function presentOperator(tx: Executor, name: string): Promise<OperatorRow> {
  const row = await findOperator(tx, name);
  if (!row) throw new Refused("operator_not_found", { name });
  return row;
}

export async function removeOperator(actor: Actor, input: unknown): Promise<Operator> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { name } = checked(operatorRef, input);
  return auditedTransaction(async (tx) => {
    await lockRouting(tx);
    const row = await presentOperator(tx, name);
    await deleteOperator(tx, row.id);
    await audit(tx, actor, { action: "operator.remove", subjectId: name, before: view(row) });
    return view(row);
  });
}
