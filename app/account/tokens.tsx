import type { TokenActions, TokenView } from "#components/tokens/token-view.ts";
import { Tokens } from "#components/tokens/tokens.tsx";
import type { UserActor } from "#core/actor.ts";
import { Words } from "#i18n/pick.tsx";
import { listTokens, type Token } from "#services/tokens.ts";

const order = { active: 0, expired: 1, revoked: 2 };

function viewOf({ id, name, hint, createdAt, lastUsedAt, expiresAt, revokedAt }: Token): TokenView {
  const expired = expiresAt !== null && expiresAt.getTime() <= Date.now();
  return {
    id,
    name,
    hint,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    state: revokedAt ? "revoked" : expired ? "expired" : "active",
  };
}

/** An account's API tokens, as its developers see them and as the operator does. */
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
  const tokens = (await listTokens(actor, { id: accountId })).map(viewOf);
  // What works stands first, the newest of each state before older ones.
  tokens.sort((a, b) => order[a.state] - order[b.state] || b.id - a.id);
  return (
    <Words of={["tokens"]}>
      <Tokens tokens={tokens} actions={actions} level={level} />
    </Words>
  );
}
