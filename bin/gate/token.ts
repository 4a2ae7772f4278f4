import { type Command, Option } from "commander";
import {
  createToken,
  listTokens,
  type NewToken,
  revokeToken,
  rotateToken,
} from "#services/customers/tokens.ts";
import { sheet, table } from "./answer.ts";
import { lookAtAccount, withGateway } from "./gateway.ts";
import { idOf } from "./parse.ts";
import { act, operator, verb } from "./verb.ts";

export function define(noun: Command): void {
  verb(noun, "create", "make an API token")
    .requiredOption("--account <id>", "whose", idOf)
    .requiredOption("--name <name>", "what it is for")
    .action(
      act(async ({ account: accountId, name }: { account: number; name: string }) =>
        shown(await withGateway(() => createToken(operator(), { accountId, name }))),
      ),
    );
  verb(noun, "revoke", "end an API token, from the next request on")
    .argument("<id>", "the token", idOf)
    .action(
      act(async (id: number) => {
        const token = await withGateway(() => revokeToken(operator(), { id }));
        return { json: token, text: `Token ${id} (${token.name}, ${token.hint}) is revoked.` };
      }),
    );
  verb(noun, "rotate", "make a new API token in the place of an old one")
    .argument("<id>", "the old token", idOf)
    .addOption(
      new Option("--grace <time>", "how long the old one goes on working")
        .choices(["none", "1h", "24h"])
        .default("none"),
    )
    .action(
      act(async (id: number, { grace }: { grace: string }) =>
        shown(await withGateway(() => rotateToken(operator(), { id, grace }))),
      ),
    );
  verb(noun, "list", "an account's API tokens")
    .requiredOption("--account <id>", "whose", idOf)
    .action(
      act(async ({ account }: { account: number }) => {
        const tokens = await lookAtAccount(account, () => listTokens(operator(), { id: account }));
        const rows = tokens.map(({ id, name, hint, lastUsedAt, expiresAt, revokedAt, replacedBy }) => {
          const ends = { expires: expiresAt, revoked: revokedAt, "replaced by": replacedBy };
          return { id, name, token: hint, "last used": lastUsedAt, ...ends };
        });
        return { json: { tokens }, text: table(rows, "It has no API token.") };
      }),
    );
}

function shown(made: NewToken) {
  const { id, accountId: account, name, token } = made;
  return { json: made, text: sheet({ id, account, name, token }) };
}
