import { type Command, Option } from "commander";
import { sheet, table } from "#bin/gate/answer.ts";
import { lookAtAccount, withGateway } from "#bin/gate/gateway.ts";
import { idOf } from "#bin/gate/parse.ts";
import { act, operator, verb } from "#bin/gate/verb.ts";
import { type TokenAccess, tokenAccesses } from "#core/customer/token-access.ts";
import type { TokenScope } from "#core/customer/token-scope.ts";
import {
  changeTokenScope,
  createToken,
  listTokens,
  type NewToken,
  revokeToken,
  rotateToken,
} from "#services/customers/tokens.ts";
import { tokenUsage } from "#services/figures/token-usage.ts";

export function define(noun: Command): void {
  verb(noun, "create", "create an API token and print it once")
    .requiredOption("--account <id>", "the account", idOf)
    .requiredOption("--name <name>", "the token's name")
    .addOption(access().default("full"))
    .option("--templates <ids>", "limit sending to these templates, such as 1,4", idsOf)
    .action(
      act(async ({ account: accountId, name, access, templates: templateIds }: NewTokenOptions) =>
        shown(await withGateway(() => createToken(operator(), { accountId, name, access, templateIds }))),
      ),
    );
  verb(noun, "scope", "change what an API token may do, from the next request on")
    .argument("<id>", "the token", idOf)
    .addOption(access())
    .option(
      "--templates <ids>",
      "limit sending to these templates, such as 1,4; all removes the limit",
      idsOrAll,
    )
    .hook("preAction", (command) => {
      const { access, templates } = command.opts();
      if (access === undefined && templates === undefined)
        command.error("error: nothing to change: give --access or --templates");
    })
    .action(
      act(async (id: number, { access, templates: templateIds }: Partial<ScopeOptions>) => {
        const token = await withGateway(() => changeTokenScope(operator(), { id, access, templateIds }));
        return { json: token, text: `Token ${id} (${token.name}, ${token.hint}) may ${scopeText(token)}.` };
      }),
    );
  verb(noun, "revoke", "revoke an API token, from the next request on")
    .argument("<id>", "the token", idOf)
    .action(
      act(async (id: number) => {
        const token = await withGateway(() => revokeToken(operator(), { id }));
        return { json: token, text: `Token ${id} (${token.name}, ${token.hint}) is revoked.` };
      }),
    );
  verb(noun, "rotate", "replace an API token with a new one and print that once")
    .argument("<id>", "the old token", idOf)
    .addOption(
      new Option("--grace <time>", "how long the old token keeps working")
        .choices(["none", "1h", "24h"])
        .default("none"),
    )
    .action(
      act(async (id: number, { grace }: { grace: string }) =>
        shown(await withGateway(() => rotateToken(operator(), { id, grace }))),
      ),
    );
  verb(noun, "list", "list an account's API tokens")
    .requiredOption("--account <id>", "the account", idOf)
    .action(
      act(async ({ account }: { account: number }) => {
        const tokens = await lookAtAccount(account, async () => {
          const usage = await tokenUsage(operator(), { id: account });
          const none = { today: 0, week: 0, month: 0 };
          return (await listTokens(operator(), { id: account })).map((token) => ({
            ...token,
            messages: usage.get(token.id) ?? none,
          }));
        });
        const rows = tokens.map((token) => {
          const { id, name, hint, messages, lastUsedAt, expiresAt, revokedAt, replacedBy } = token;
          const used = { today: messages.today, "7 days": messages.week, "30 days": messages.month };
          const ends = { expires: expiresAt, revoked: revokedAt, "replaced by": replacedBy };
          return { id, name, token: hint, may: scopeText(token), ...used, "last used": lastUsedAt, ...ends };
        });
        return { json: { tokens }, text: table(rows, "It has no API token.") };
      }),
    );
}

interface ScopeOptions {
  access: TokenAccess;
  templates?: number[];
}

interface NewTokenOptions extends ScopeOptions {
  account: number;
  name: string;
}

const access = () =>
  new Option("--access <what>", "what the token may do; full is send and read").choices(tokenAccesses);

const idsOf = (text: string): number[] => text.split(",").map(idOf);

/** An empty list is no limit. */
const idsOrAll = (text: string): number[] => (text.trim() === "all" ? [] : idsOf(text));

function scopeText({ access, templateIds }: TokenScope): string {
  const may = { full: "send and read", send: "send", read: "read" }[access];
  return templateIds === null ? may : `${may}, templates ${templateIds.join(", ")}`;
}

function shown(made: NewToken) {
  const { id, accountId: account, name, token } = made;
  return { json: made, text: sheet({ id, account, name, may: scopeText(made), token }) };
}
