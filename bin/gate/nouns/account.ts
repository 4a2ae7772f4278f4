import { Argument, type Command } from "commander";
import { table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import {
  type Account,
  changeAccount,
  createAccount,
  listAccounts,
  resumeAccount,
  suspendAccount,
} from "#services/customers/accounts.ts";
import { demandTwoFactor } from "#services/customers/team.ts";
import { readLedger } from "#services/figures/ledger.ts";
import { statementText } from "./statement-text.ts";

interface Names {
  name: string;
  arabicName?: string;
}

export function define(noun: Command): void {
  verb(noun, "create", "make an account")
    .requiredOption("--name <name>", "the customer's name")
    .option("--arabic-name <name>", "the name for Arabic readers, if there are two")
    .action(
      act(async ({ name, arabicName }: Names) => {
        const account = await withGateway(() => createAccount(operator(), { name, arabicName }));
        return { json: account, text: `Account ${account.id} (${account.name}) was made.` };
      }),
    );
  verb(noun, "rename", "give an account another name")
    .argument("<id>", "the account", idOf)
    .option("--name <name>", "the customer's name")
    .option("--arabic-name <name>", "the name for Arabic readers; empty for none")
    .hook("preAction", (command) => {
      const { name, arabicName } = command.opts<Partial<Names>>();
      if (name === undefined && arabicName === undefined)
        command.error("error: nothing to change: give --name or --arabic-name");
    })
    .action(
      act(async (id: number, { name, arabicName }: Partial<Names>) => {
        const account = await withGateway(() => changeAccount(operator(), { id, name, arabicName }));
        return { json: account, text: `Account ${account.id} is named ${account.name}.` };
      }),
    );
  verb(noun, "statement", "the ledger of a period: opening balance, each day, closing balance")
    .argument("<id>", "the account", idOf)
    .option(
      "--period <period>",
      "month, last-month, 30d, 90d, year, 2026-10 or 2026-10-05..2026-10-20",
      "month",
    )
    .option("--subscription <id>", "only of this one", idOf)
    .action(
      act(async (accountId: number, { period, subscription }: { period: string; subscription?: number }) => {
        const asked = { accountId, period, subscriptionId: subscription };
        const {
          choices: _,
          months: __,
          ...ledger
        } = await lookAtGateway(() => readLedger(operator(), asked));
        return { json: ledger, text: statementText(ledger) };
      }),
    );
  verb(noun, "suspend", "answer every request of the account with 403")
    .argument("<id>", "the account", idOf)
    .action(act((id: number) => changed(() => suspendAccount(operator(), { id }))));
  verb(noun, "resume", "let a suspended account send again")
    .argument("<id>", "the account", idOf)
    .action(act((id: number) => changed(() => resumeAccount(operator(), { id }))));
  verb(noun, "two-factor", "whether everybody in the account must sign in with a second factor")
    .argument("<id>", "the account", idOf)
    .addArgument(new Argument("<switch>", "whether it is required").choices(["required", "optional"]))
    .action(
      act(async (accountId: number, choice: string) => {
        const required = choice === "required";
        const demand = await withGateway(() => demandTwoFactor(operator(), { accountId, required }));
        return { json: demand, text: `A second factor is ${choice} in account ${accountId}.` };
      }),
    );
  verb(noun, "list", "all accounts").action(
    act(async () => {
      const accounts = await lookAtGateway(() => listAccounts(operator()));
      const rows = accounts.map(({ id, name, arabicName, status, createdAt }) => ({
        id,
        name,
        arabic_name: arabicName,
        status,
        created: createdAt,
      }));
      return { json: { accounts }, text: table(rows, "There is no account yet.") };
    }),
  );
}

async function changed(work: () => Promise<Account>) {
  const account = await withGateway(work);
  return { json: account, text: `Account ${account.id} (${account.name}) is ${account.status}.` };
}
