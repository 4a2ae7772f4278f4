import { type Command, Option } from "commander";
import { table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { senderStates } from "#core/routing/routing-choices.ts";
import { listSenders, removeSender, setSender } from "#services/routing/senders.ts";

interface Place {
  provider: string;
  account?: number;
}

export function define(noun: Command): void {
  verb(noun, "list", "whose messages have which sender with which provider").action(
    act(async () => {
      const senders = await lookAtGateway(() => listSenders(operator()));
      const rows = senders.map(({ provider, accountId, accountName, sender, state }) => ({
        provider,
        account: accountId === null ? "(default)" : `${accountId} ${accountName?.name ?? ""}`,
        sender,
        state,
      }));
      const none = "There is none: each provider shows the sender of its configuration.";
      return { json: { senders }, text: table(rows, none) };
    }),
  );
  verb(noun, "set", "an account's sender with a provider, or the provider's default")
    .requiredOption("--provider <name>", "who delivers")
    .requiredOption("--sender <sender>", "at most 11 letters and digits, or a number")
    .option("--account <id>", "whose; the default of all others if not given", idOf)
    .addOption(
      new Option("--state <state>", "whether the operator has registered it")
        .choices(senderStates)
        .default("requested"),
    )
    .action(
      act(async ({ account: accountId, ...rest }: Place & { sender: string; state: string }) => {
        const set = await withGateway(() => setSender(operator(), { ...rest, accountId }));
        const { provider, sender, state } = set;
        const whose =
          set.accountId === null ? `The default of ${provider}` : `Account ${set.accountId} with ${provider}`;
        const used =
          state === "registered"
            ? "registered, and used from now on"
            : "requested, and not used until it is registered";
        return { json: set, text: `${whose} is ${sender}: ${used}.` };
      }),
    );
  verb(noun, "remove", "show the default, or what the provider's configuration says")
    .requiredOption("--provider <name>", "who delivers")
    .option("--account <id>", "whose; the default if not given", idOf)
    .action(
      act(async ({ provider, account: accountId }: Place) => {
        const removed = await withGateway(() => removeSender(operator(), { provider, accountId }));
        return { json: removed, text: `${removed.sender} is removed.` };
      }),
    );
}
