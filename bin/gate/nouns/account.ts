import { Argument, type Command } from "commander";
import { names, sheet, table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import {
  type Account,
  changeAccount,
  createAccount,
  getAccountFile,
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
  verb(noun, "create", "create an account")
    .requiredOption("--name <name>", "the customer's name")
    .option("--arabic-name <name>", "a second name, shown to Arabic readers")
    .action(
      act(async ({ name, arabicName }: Names) => {
        const account = await withGateway(() => createAccount(operator(), { name, arabicName }));
        return { json: account, text: `Account ${account.id} (${names(account)}) was created.` };
      }),
    );
  verb(noun, "rename", "change an account's name")
    .argument("<id>", "the account", idOf)
    .option("--name <name>", "the customer's name")
    .option("--arabic-name <name>", "the name shown to Arabic readers; empty removes it")
    .hook("preAction", (command) => {
      const { name, arabicName } = command.opts<Partial<Names>>();
      if (name === undefined && arabicName === undefined)
        command.error("error: nothing to change: give --name or --arabic-name");
    })
    .action(
      act(async (id: number, { name, arabicName }: Partial<Names>) => {
        const account = await withGateway(() => changeAccount(operator(), { id, name, arabicName }));
        return { json: account, text: `Account ${account.id} is named ${names(account)}.` };
      }),
    );
  verb(noun, "statement", "the ledger of a period: opening balance, each day, closing balance")
    .argument("<id>", "the account", idOf)
    .option(
      "--period <period>",
      "month, last-month, 30d, 90d, year, 2026-10 or 2026-10-05..2026-10-20",
      "month",
    )
    .option("--subscription <id>", "limit the ledger to one subscription", idOf)
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
  verb(noun, "suspend", "refuse all API requests and sign-ins of an account")
    .argument("<id>", "the account", idOf)
    .action(act((id: number) => changed(() => suspendAccount(operator(), { id }))));
  verb(noun, "resume", "lift the suspension of an account")
    .argument("<id>", "the account", idOf)
    .action(act((id: number) => changed(() => resumeAccount(operator(), { id }))));
  verb(
    noun,
    "two-factor",
    "require two-factor authentication of everybody in an account, or make it optional",
  )
    .argument("<id>", "the account", idOf)
    .addArgument(new Argument("<switch>", "whether it is required").choices(["required", "optional"]))
    .action(
      act(async (accountId: number, choice: string) => {
        const required = choice === "required";
        const demand = await withGateway(() => demandTwoFactor(operator(), { accountId, required }));
        return { json: demand, text: `A second factor is ${choice} in account ${accountId}.` };
      }),
    );
  verb(noun, "show", "show an account with its names, contact and notes")
    .argument("<id>", "the account", idOf)
    .action(
      act(async (id: number) => {
        const account = await lookAtGateway(() => getAccountFile(operator(), { id }));
        const { name, arabicName, status, whitelistEnforced, twoFactorRequired, createdAt } = account;
        const facts = {
          id,
          name,
          arabic_name: arabicName,
          status,
          whitelist: whitelistEnforced ? "enforced" : "not enforced",
          two_factor: twoFactorRequired ? "required" : "optional",
          contact: account.contactName,
          email: account.contactEmail,
          phone: account.contactPhone,
          notes: account.notes,
          created: createdAt,
        };
        return { json: account, text: sheet(facts) };
      }),
    );
  verb(noun, "list", "list all accounts").action(
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
  return { json: account, text: `Account ${account.id} (${names(account)}) is ${account.status}.` };
}
