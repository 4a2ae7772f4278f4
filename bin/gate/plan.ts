import { type Command, Option } from "commander";
import { archivePlan, createPlan, listPlans, type Plan } from "#services/plans.ts";
import { sheet, table } from "./answer.ts";
import { withGateway } from "./gateway.ts";
import { daysOf, idOf, quotaOf } from "./parse.ts";
import { act, operator, verb } from "./verb.ts";

interface Create {
  name: string;
  quota: number;
  days: number;
  unit: string;
  price: string;
}

export function define(noun: Command): void {
  verb(noun, "create", "offer something to be granted")
    .requiredOption("--name <name>", "what it is called")
    .requiredOption("--quota <credits>", "how many", quotaOf)
    .option("--days <days>", "for how long", daysOf, 30)
    .addOption(
      new Option("--unit <unit>", "what costs a credit").choices(["message", "segment"]).default("message"),
    )
    .option("--price <price>", "with its currency, for people to read", "")
    .action(
      act(async ({ name, quota, days, unit, price }: Create) => {
        const plan = await withGateway(() => createPlan(operator(), { name, quota, days, unit, price }));
        return { json: plan, text: sheet(row(plan)) };
      }),
    );
  verb(noun, "list", "what can be granted")
    .option("--archived", "also what is no longer offered")
    .action(
      act(async ({ archived = false }: { archived?: boolean }) => {
        const plans = await withGateway(() => listPlans(operator(), { archived }));
        const rows = plans.map((plan) => ({ ...row(plan), running: plan.running }));
        return { json: { plans }, text: table(rows, "There is no plan.") };
      }),
    );
  verb(noun, "archive", "offer it no longer; its subscriptions go on")
    .argument("<id>", "of the plan", idOf)
    .action(
      act(async (id: number) => {
        const plan = await withGateway(() => archivePlan(operator(), { id }));
        return { json: plan, text: `Plan ${id} is archived.` };
      }),
    );
}

function row({ id, name, quota, days, unit, price, archivedAt }: Plan) {
  return { id, name, quota, days, unit, price, archived: archivedAt };
}
