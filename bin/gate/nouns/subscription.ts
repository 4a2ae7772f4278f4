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
  key?: string;
}

/** For verbs that add something, so that a script may run them again when it does not know whether they were done. */
const keyOption: [string, string] = [
  "--key <key>",
  "your name for this change: repeated under it, it is made once",
];

export function define(noun: Command): void {
  verb(noun, "grant", "grant an account a subscription, starting now or on a later day")
    .requiredOption("--account <id>", "the account", idOf)
    .addOption(
      new Option("--plan-id <id>", "grant with the terms of this plan")
        .argParser(idOf)
        .conflicts(["quota", "days", "plan", "unit"]),
    )
    .option("--quota <credits>", "number of credits; required without --plan-id", quotaOf)
    .option("--days <days>", "length in days (default: 30)", daysOf)
    .addOption(
      new Option("--months <months>", "length in calendar months, instead of days")
        .argParser(monthsOf)
        .conflicts("days"),
    )
    .option("--starts <day>", "first day: 2026-12-01 or 2026-12-01T08:30, in the gateway's time zone")
    .addOption(
      new Option("--renewal <what>", "renew it at its end; remaining credits lapse or carry over")
        .choices([...RENEWALS])
        .default("off"),
    )
    .option("--plan <name>", "name of the subscription", "Standard")
    .addOption(
      new Option("--unit <unit>", "what one credit pays for")
        .choices(["message", "segment"])
        .default("message"),
    )
    .option("--note <text>", "note in the subscription's history", "")
    .option(...keyOption)
    .hook("preAction", (command) => {
      const { planId, quota } = command.opts<Partial<Grant>>();
      if (planId === undefined && quota === undefined)
        command.error("error: required option '--quota <credits>' not specified");
    })
    .action(
      act(async ({ account: accountId, planId, quota, days, plan, unit, ...terms }: Grant) => {
        const { months, starts, renewal, note, key } = terms;
        const common = { accountId, months, starts, renewal, note, key };
        const granted = await withGateway(() =>
          planId === undefined
            ? grantSubscription(operator(), { ...common, quota, days, plan, unit })
            : grantPlan(operator(), { ...common, planId }),
        );
        return { json: granted, text: sheet(row(granted)) };
      }),
    );
  verb(noun, "top-up", "add credits to a subscription")
    .argument("<id>", "the subscription", idOf)
    .requiredOption("--credits <credits>", "credits to add", quotaOf)
    .option("--note <text>", "note in the subscription's history", "")
    .option(...keyOption)
    .action(
      act(async (id: number, { credits, note, key }: { credits: number; note: string; key?: string }) =>
        changed(await withGateway(() => topUpSubscription(operator(), { id, credits, note, key }))),
      ),
    );
  verb(noun, "extend", "move a subscription's end by days; one that has ended starts again now")
    .argument("<id>", "the subscription", idOf)
    .requiredOption("--days <days>", "days to add", daysOf)
    .option("--note <text>", "note in the subscription's history", "")
    .option(...keyOption)
    .action(
      act(async (id: number, { days, note, key }: { days: number; note: string; key?: string }) =>
        changed(await withGateway(() => extendSubscription(operator(), { id, days, note, key }))),
      ),
    );
  verb(
    noun,
    "renewal",
    "set whether a subscription is renewed at its end, and whether remaining credits lapse or carry over",
  )
    .argument("<id>", "the subscription", idOf)
    .addArgument(new Argument("<what>", "what happens at the end").choices([...RENEWALS]))
    .option("--note <text>", "note in the subscription's history", "")
    .action(
      act(async (id: number, renewal: string, { note }: { note: string }) =>
        changed(await withGateway(() => setRenewal(operator(), { id, renewal, note }))),
      ),
    );
  verb(noun, "cancel", "end a subscription permanently; further sends are charged to the account's next one")
    .argument("<id>", "the subscription", idOf)
    .option("--note <text>", "note in the subscription's history", "")
    .action(
      act(async (id: number, { note }: { note: string }) =>
        changed(await withGateway(() => cancelSubscription(operator(), { id, note }))),
      ),
    );
  verb(noun, "show", "list an account's subscriptions in the order in which they are charged")
    .requiredOption("--account <id>", "the account", idOf)
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
