import type { TokenActions, TokenView } from "#components/tokens/token-view.ts";
import { Tokens } from "#components/tokens/tokens.tsx";
import type { UserActor } from "#core/access/actor.ts";
import { byUse, tokenState } from "#core/customer/token-state.ts";
import { Words } from "#i18n/pick.tsx";
import { listTokens, type Token } from "#services/customers/tokens.ts";
import { type TokenUsage, tokenUsage } from "#services/figures/token-usage.ts";
import { listTemplates } from "#services/templates/templates.ts";

const NONE: TokenUsage = { today: 0, week: 0, month: 0 };

function viewOf(token: Token, usage: Map<number, TokenUsage>, names: Map<number, string>): TokenView {
  const { id, name, hint, createdAt, lastUsedAt, expiresAt, access, templateIds } = token;
  return {
    id,
    name,
    hint,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    expiresAt: expiresAt?.toISOString() ?? null,
    state: tokenState(token, new Date()),
    scope: { access, templateIds },
    templates: templateIds?.map((each) => names.get(each) ?? `#${each}`) ?? [],
    usage: usage.get(id) ?? NONE,
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
  const [found, usage, templates] = await Promise.all([
    listTokens(actor, { id: accountId }),
    tokenUsage(actor, { id: accountId }),
    listTemplates(actor, { accountId }),
  ]);
  const names = new Map(templates.map(({ id, name }) => [id, name]));
  const tokens = found.map((token) => viewOf(token, usage, names)).sort(byUse);
  return (
    <Words of={["tokens"]}>
      <Tokens
        tokens={tokens}
        templates={templates.filter(({ archivedAt }) => !archivedAt).map(({ id, name }) => ({ id, name }))}
        actions={actions}
        level={level}
      />
    </Words>
  );
}
