import { type Command, Option } from "commander";
import { grantSubscription, listSubscriptions, type Subscription } from "#services/subscriptions.ts";
import { sheet, table } from "./answer.ts";
import { withGateway } from "./gateway.ts";
import { daysOf, idOf, quotaOf } from "./parse.ts";
import { act, operator, verb } from "./verb.ts";

interface Grant {
  account: number;
  quota: number;
  days: number;
  plan: string;
  unit: string;
}

export function define(noun: Command): void {
  verb(noun, "grant", "give an account credits, from now on")
    .requiredOption("--account <id>", "whose", idOf)
    .requiredOption("--quota <credits>", "how many", quotaOf)
    .option("--days <days>", "for how long", daysOf, 30)
    .option("--plan <name>", "what it is called", "Standard")
    .addOption(
      new Option("--unit <unit>", "what costs a credit").choices(["message", "segment"]).default("message"),
    )
    .action(
      act(async ({ account: accountId, quota, days, plan, unit }: Grant) => {
        const granted = await withGateway(() =>
          grantSubscription(operator(), { accountId, quota, days, plan, unit }),
        );
        return { json: granted, text: sheet(row(granted)) };
      }),
    );
  verb(noun, "show", "an account's subscriptions, in the order in which they are used up")
    .requiredOption("--account <id>", "whose", idOf)
    .action(
      act(async ({ account: id }: { account: number }) => {
        const subscriptions = await withGateway(() => listSubscriptions(operator(), { id }));
        return { json: { subscriptions }, text: table(subscriptions.map(row), "It has no subscription.") };
      }),
    );
}

function row({ id, plan, unit, status, current, quota, used, startsAt, endsAt }: Subscription) {
  const state = current ? "active" : status === "cancelled" ? "cancelled" : "ended";
  return { id, plan, unit, status: state, quota, used, starts: startsAt, ends: endsAt };
}
