import { type Command, Option } from "commander";
import { sheet, table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { daysOf, idOf, monthsOf, quotaOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { storedLength } from "#core/customer/subscription.ts";
import { Refused } from "#core/input/refusal.ts";
import { archivePlan, createPlan, editPlan, listPlans, type Plan } from "#services/customers/plans.ts";

interface Create {
  name: string;
  quota: number;
  days?: number;
  months?: number;
  unit: string;
  price: string;
}

const fields = ["name", "quota", "days", "months", "unit", "price"] as const;

const monthsOption = () =>
  new Option("--months <months>", "length in calendar months, instead of days")
    .argParser(monthsOf)
    .conflicts("days");

export function define(noun: Command): void {
  verb(noun, "create", "create a plan")
    .requiredOption("--name <name>", "the plan's name")
    .requiredOption("--quota <credits>", "credits of a subscription", quotaOf)
    .option("--days <days>", "length of a subscription in days (default: 30)", daysOf)
    .addOption(monthsOption())
    .addOption(
      new Option("--unit <unit>", "what one credit pays for")
        .choices(["message", "segment"])
        .default("message"),
    )
    .option("--price <price>", "price with its currency; only text for people to read", "")
    .action(
      act(async ({ name, quota, days, months, unit, price }: Create) => {
        const length = months === undefined ? { days: days ?? 30 } : { months };
        const plan = await withGateway(() => createPlan(operator(), { name, quota, ...length, unit, price }));
        return { json: plan, text: sheet(row(plan)) };
      }),
    );
  verb(noun, "edit", "change a plan; subscriptions already granted stay as they are")
    .argument("<id>", "the plan", idOf)
    .option("--name <name>", "the plan's name")
    .option("--quota <credits>", "credits of a subscription", quotaOf)
    .option("--days <days>", "length of a subscription in days", daysOf)
    .addOption(monthsOption())
    .addOption(new Option("--unit <unit>", "what one credit pays for").choices(["message", "segment"]))
    .option("--price <price>", "price with its currency; only text for people to read")
    .hook("preAction", (command) => {
      if (fields.every((field) => command.opts()[field] === undefined))
        command.error(
          `error: nothing to change: give one of ${fields.map((field) => `--${field}`).join(", ")}`,
        );
    })
    .action(
      act(async (id: number, { name, quota, days, months, unit, price }: Partial<Create>) => {
        const plan = await withGateway(async () => {
          const present = (await listPlans(operator(), { archived: true })).find((each) => each.id === id);
          if (!present) throw new Refused("plan_not_found", { id });
          const length =
            days === undefined && months === undefined ? storedLength(present) : { days, months };
          return editPlan(operator(), {
            id,
            name: name ?? present.name,
            quota: quota ?? present.quota,
            ...length,
            unit: unit ?? present.unit,
            price: price ?? present.price,
          });
        });
        return { json: plan, text: sheet(row(plan)) };
      }),
    );
  verb(noun, "list", "list the plans that can be granted")
    .option("--archived", "include archived plans")
    .action(
      act(async ({ archived = false }: { archived?: boolean }) => {
        const all = await lookAtGateway(() => listPlans(operator(), { archived: true }));
        const plans = archived ? all : all.filter((plan) => plan.archivedAt === null);
        const none =
          all.length === 0 ? "There is no plan." : "No plan is offered; --archived shows those that were.";
        const rows = plans.map((plan) => ({ ...row(plan), running: plan.running }));
        return { json: { plans }, text: table(rows, none) };
      }),
    );
  verb(noun, "archive", "stop offering a plan; its subscriptions continue")
    .argument("<id>", "the plan", idOf)
    .action(
      act(async (id: number) => {
        const plan = await withGateway(() => archivePlan(operator(), { id }));
        return { json: plan, text: `Plan ${id} is archived.` };
      }),
    );
}

function row({ id, name, quota, days, months, unit, price, archivedAt }: Plan) {
  return { id, name, quota, days, months, unit, price, archived: archivedAt };
}
