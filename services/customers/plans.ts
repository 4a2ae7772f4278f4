import { canOperate, canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { enteredLength, newPlan, planEdit, planFacts } from "#core/customer/subscription.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  insertPlan,
  lockPlan,
  markPlanArchived,
  type PlanRow,
  selectPlans,
  updatePlan,
} from "#db/queries/customers/plans.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { audit } from "#services/audit/audit.ts";
import { auditedOnce } from "#services/audit/audited-once.ts";
import { auditedTransaction } from "#services/audit/audited-transaction.ts";
import { refuseOutdated } from "#services/audit/edits.ts";

export type Plan = PlanRow;

const taken = (name: string) => ({ plans_name: new Refused("plan_name_taken", { name }) });

/** Creates a plan from which subscriptions can be granted. */
export async function createPlan(actor: Actor, input: unknown): Promise<Plan> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const values = withLength(checked(newPlan, input));
  return auditedOnce(
    actor,
    { action: "plan.create", input, values, again: lockedPlan },
    async (tx) => {
      const plan = await insertPlan(tx, values);
      await audit(tx, actor, { action: "plan.create", subjectId: plan.id, after: planFacts(plan) });
      return plan;
    },
    taken(values.name),
  );
}

/** A column for each of the two ways to say how long it is. */
function withLength<Values extends { days?: number | undefined; months?: number | undefined }>(
  values: Values,
) {
  const { days = null, months = null } = enteredLength(values);
  return { ...values, days, months };
}

/** Applies to future grants: subscriptions already granted stay as they are. */
export async function editPlan(actor: Actor, input: unknown): Promise<Plan> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { id, basis, ...given } = checked(planEdit, input);
  const values = withLength(given);
  return auditedOnce(
    actor,
    { action: "plan.edit", input, values: { id, ...values }, again: lockedPlan },
    async (tx) => {
      const before = await offered(tx, id);
      await refuseOutdated(tx, actor, { noun: "plan", id, basis, now: planFacts(before) });
      if (Object.entries(values).every(([name, value]) => before[name as keyof typeof values] === value))
        return before;
      const plan = await updatePlan(tx, id, values);
      await audit(tx, actor, {
        action: "plan.edit",
        subjectId: id,
        before: planFacts(before),
        after: planFacts(plan),
      });
      return plan;
    },
    taken(values.name),
  );
}

/** The plan is no longer offered; its subscriptions go on. */
export async function archivePlan(actor: Actor, input: unknown): Promise<Plan> {
  if (!canOperate(actor)) throw new Refused("not_allowed");
  const { id } = checked(byId, input);
  return auditedTransaction(async (tx) => {
    const before = await offered(tx, id);
    const plan = await markPlanArchived(tx, id);
    await audit(tx, actor, { action: "plan.archive", subjectId: id, before: planFacts(before) });
    return plan;
  });
}

async function lockedPlan(tx: Executor, id: number): Promise<PlanRow> {
  const plan = await lockPlan(tx, id);
  if (!plan) throw new Refused("plan_not_found", { id });
  return plan;
}

async function offered(tx: Executor, id: number): Promise<PlanRow> {
  const plan = await lockedPlan(tx, id);
  if (plan.archivedAt) throw new Refused("plan_archived", { id });
  return plan;
}

/** By name, with the number of running subscriptions of each. */
export async function listPlans(
  actor: Actor,
  { archived = false }: { archived?: boolean } = {},
): Promise<(Plan & { running: number })[]> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  return selectPlans(database(), { archived });
}
