import { type Command, Option } from "commander";
import { names, table } from "#bin/gate/answer.ts";
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
  verb(noun, "list", "list the sender IDs by provider and account").action(
    act(async () => {
      const senders = await lookAtGateway(() => listSenders(operator()));
      const rows = senders.map(({ provider, accountId, accountName, sender, state }) => ({
        provider,
        account: accountId === null ? "(default)" : `${accountId} ${names(accountName)}`,
        sender,
        state,
      }));
      const none = "There is none: each provider shows the sender of its configuration.";
      return { json: { senders }, text: table(rows, none) };
    }),
  );
  verb(noun, "set", "set an account's sender ID with a provider, or the provider's default")
    .requiredOption("--provider <name>", "the provider")
    .requiredOption("--sender <sender>", "sender ID: at most 11 letters and digits, or a number")
    .option("--account <id>", "the account; without it the provider's default is set", idOf)
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
  verb(noun, "remove", "remove a sender ID; the next one in order applies")
    .requiredOption("--provider <name>", "the provider")
    .option("--account <id>", "the account; without it the provider's default is removed", idOf)
    .action(
      act(async ({ provider, account: accountId }: Place) => {
        const removed = await withGateway(() => removeSender(operator(), { provider, accountId }));
        return { json: removed, text: `${removed.sender} is removed.` };
      }),
    );
}
