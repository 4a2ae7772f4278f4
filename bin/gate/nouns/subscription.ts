import { Argument, type Command, Option } from "commander";
import { sheet, table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { daysOf, idOf, monthsOf, quotaOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { RENEWALS, type SubscriptionState, subscriptionState } from "#core/customer/subscription.ts";
import {
  cancelSubscription,
  extendSubscription,
  grantPlan,
  grantSubscription,
  listSubscriptions,
  type Subscription,
  setRenewal,
  topUpSubscription,
} from "#services/customers/subscriptions.ts";

interface Grant {
  account: number;
  planId?: number;
  quota?: number;
  days?: number;
  months?: number;
  starts?: string;
  renewal: string;
  plan: string;
  unit: string;
  note: string;
}

export function define(noun: Command): void {
  verb(noun, "grant", "give an account credits, from now on or from a later day")
    .requiredOption("--account <id>", "whose", idOf)
    .addOption(
      new Option("--plan-id <id>", "as a plan says it")
        .argParser(idOf)
        .conflicts(["quota", "days", "plan", "unit"]),
    )
    .option("--quota <credits>", "how many; needed without --plan-id", quotaOf)
    .option("--days <days>", "for how long; 30 if neither days nor months are given", daysOf)
    .addOption(
      new Option("--months <months>", "for how many calendar months").argParser(monthsOf).conflicts("days"),
    )
    .option("--starts <day>", "when it begins: 2026-12-01 or 2026-12-01T08:30, in the gateway's time zone")
    .addOption(
      new Option("--renewal <what>", "renew it at its end, and what becomes of the rest")
        .choices([...RENEWALS])
        .default("off"),
    )
    .option("--plan <name>", "what it is called", "Standard")
    .addOption(
      new Option("--unit <unit>", "what costs a credit").choices(["message", "segment"]).default("message"),
    )
    .option("--note <text>", "for the history", "")
    .hook("preAction", (command) => {
      const { planId, quota } = command.opts<Partial<Grant>>();
      if (planId === undefined && quota === undefined)
        command.error("error: required option '--quota <credits>' not specified");
    })
    .action(
      act(async ({ account: accountId, planId, quota, days, plan, unit, ...terms }: Grant) => {
        const { months, starts, renewal, note } = terms;
        const common = { accountId, months, starts, renewal, note };
        const granted = await withGateway(() =>
          planId === undefined
            ? grantSubscription(operator(), { ...common, quota, days, plan, unit })
            : grantPlan(operator(), { ...common, planId }),
        );
        return { json: granted, text: sheet(row(granted)) };
      }),
    );
  verb(noun, "top-up", "add credits, from the next send on")
    .argument("<id>", "of the subscription", idOf)
    .requiredOption("--credits <credits>", "how many", quotaOf)
    .option("--note <text>", "for the history", "")
    .action(
      act(async (id: number, { credits, note }: { credits: number; note: string }) =>
        changed(await withGateway(() => topUpSubscription(operator(), { id, credits, note }))),
      ),
    );
  verb(noun, "extend", "add days to its end; what has ended begins again now")
    .argument("<id>", "of the subscription", idOf)
    .requiredOption("--days <days>", "how many", daysOf)
    .option("--note <text>", "for the history", "")
    .action(
      act(async (id: number, { days, note }: { days: number; note: string }) =>
        changed(await withGateway(() => extendSubscription(operator(), { id, days, note }))),
      ),
    );
  verb(
    noun,
    "renewal",
    "whether it renews itself at its end: off, lapse (the rest lapses) or carry (it carries over)",
  )
    .argument("<id>", "of the subscription", idOf)
    .addArgument(new Argument("<what>", "off, lapse or carry").choices([...RENEWALS]))
    .option("--note <text>", "for the history", "")
    .action(
      act(async (id: number, renewal: string, { note }: { note: string }) =>
        changed(await withGateway(() => setRenewal(operator(), { id, renewal, note }))),
      ),
    );
  verb(noun, "cancel", "end it for good; sends go to the account's next subscription")
    .argument("<id>", "of the subscription", idOf)
    .option("--note <text>", "for the history", "")
    .action(
      act(async (id: number, { note }: { note: string }) =>
        changed(await withGateway(() => cancelSubscription(operator(), { id, note }))),
      ),
    );
  verb(noun, "show", "an account's subscriptions, in the order in which they are used up")
    .requiredOption("--account <id>", "whose", idOf)
    .action(
      act(async ({ account: id }: { account: number }) => {
        const subscriptions = await lookAtGateway(() => listSubscriptions(operator(), { id }));
        return { json: { subscriptions }, text: table(subscriptions.map(row), "It has no subscription.") };
      }),
    );
}

function changed(subscription: Subscription) {
  return { json: subscription, text: sheet(row(subscription)) };
}

const states: Record<SubscriptionState, string> = {
  active: "active",
  notBegun: "scheduled",
  ended: "ended",
  cancelled: "cancelled",
};

function row({ id, plan, unit, quota, used, startsAt, endsAt, cancelledAt, renewal, ...rest }: Subscription) {
  const status = states[subscriptionState({ ...rest, startsAt, endsAt }, new Date())];
  return {
    id,
    plan,
    unit,
    status,
    quota,
    used,
    starts: startsAt,
    ends: endsAt,
    renewal,
    cancelled: cancelledAt,
  };
}
