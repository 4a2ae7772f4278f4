import { Argument, type Command } from "commander";
import { table } from "#bin/gate/answer.ts";
import { lookAtGateway, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { isWide } from "#core/customer/address.ts";
import {
  addToWhitelist,
  listWhitelist,
  removeFromWhitelist,
  setWhitelistEnforced,
} from "#services/customers/whitelist.ts";

interface NewEntry {
  account: number;
  cidr: string;
  label?: string;
}

const WIDE = "that is the whole internet, or a large part of it. The list keeps hardly anybody out.";

export function define(noun: Command): void {
  verb(noun, "add", "allow API requests from an address or a range")
    .requiredOption("--account <id>", "the account", idOf)
    .requiredOption("--cidr <range>", "address or range, such as 203.0.113.7 or 2001:db8::/32")
    .option("--label <text>", "description")
    .action(
      act(async ({ account: accountId, cidr, label }: NewEntry) => {
        // A typed command counts as confirmed; the output warns about what it allows.
        const input = { accountId, range: cidr, label, confirmed: true };
        const entry = await withGateway(() => addToWhitelist(operator(), input));
        const text = `${entry.range} is on the whitelist of account ${accountId} (entry ${entry.id}).`;
        if (!isWide(entry.range)) return { json: view(entry), text };
        return { json: { ...view(entry), warning: WIDE }, text: `${text}\nWarning: ${WIDE}` };
      }),
    );
  verb(noun, "remove", "remove an entry of the whitelist")
    .argument("<id>", "the entry", idOf)
    .action(
      act(async (id: number) => {
        const entry = await withGateway(() => removeFromWhitelist(operator(), { id }));
        return {
          json: view(entry),
          text: `${entry.range} is off the whitelist of account ${entry.accountId}.`,
        };
      }),
    );
  verb(noun, "enforce", "enforce the whitelist, or allow requests from any address (off)")
    .requiredOption("--account <id>", "the account", idOf)
    .addArgument(new Argument("<switch>", "").choices(["on", "off"]))
    .action(
      act(async (enforced: string, { account }: { account: number }) => {
        const { accountId: id, ...set } = await withGateway(() =>
          setWhitelistEnforced(operator(), { accountId: account, enforced }),
        );
        return {
          json: { id, ...set },
          text: `The whitelist of account ${id} is ${set.enforced ? "enforced" : "off"}.`,
        };
      }),
    );
  verb(noun, "list", "list an account's whitelist")
    .requiredOption("--account <id>", "the account", idOf)
    .action(
      act(async ({ account }: { account: number }) => {
        const { enforced, entries } = await lookAtGateway(() => listWhitelist(operator(), { id: account }));
        const rows = entries.map(({ id, range, label }) => ({ id, range, label }));
        const text = table(rows, "It is empty.");
        return {
          json: { whitelist: entries.map(view), enforced },
          text: `${enforced ? "Enforced" : "Switched off"}\n${text}`,
        };
      }),
    );
}

/** The public name of a range is `cidr`, as in the option. */
function view<E extends { range: string }>({ range: cidr, ...entry }: E) {
  return { ...entry, cidr };
}
