import type { TokenActions, TokenView } from "#components/tokens/token-view.ts";
import { Tokens } from "#components/tokens/tokens.tsx";
import type { UserActor } from "#core/access/actor.ts";
import { byUse, tokenState } from "#core/customer/token-state.ts";
import { Words } from "#i18n/pick.tsx";
import { listTokens, type Token } from "#services/customers/tokens.ts";

function viewOf(token: Token): TokenView {
  const { id, name, hint, createdAt, lastUsedAt, expiresAt } = token;
  return {
    id,
    name,
    hint,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    state: tokenState(token, new Date()),
  };
}

/** An account's API tokens, as its developers and the operator see them. */
export async function AccountTokens({
  actor,
  accountId,
  actions,
  level,
}: {
  actor: UserActor;
  accountId: number;
  actions: TokenActions;
  level: 1 | 2;
}) {
  const tokens = (await listTokens(actor, { id: accountId })).map(viewOf).sort(byUse);
  return (
    <Words of={["tokens"]}>
      <Tokens tokens={tokens} actions={actions} level={level} />
    </Words>
  );
}
