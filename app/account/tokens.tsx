import type { TokenActions, TokenView } from "#components/tokens/token-view.ts";
import { Tokens } from "#components/tokens/tokens.tsx";
import type { UserActor } from "#core/access/actor.ts";
import { tokenListParams } from "#core/customer/token.ts";
import { tokenState } from "#core/customer/token-state.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import { Words } from "#i18n/pick.tsx";
import { searchTokens, type Token } from "#services/customers/tokens.ts";
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
  params,
}: {
  actor: UserActor;
  accountId: number;
  actions: TokenActions;
  level: 1 | 2;
  params: SearchParams;
}) {
  const { size, ...wanted } = readParams(tokenListParams, params);
  const [{ rows, count, before, after }, usage, templates] = await Promise.all([
    searchTokens(actor, { ...wanted, size, accountId }),
    tokenUsage(actor, { id: accountId }),
    listTemplates(actor, { accountId }),
  ]);
  const names = new Map(templates.map(({ id, name }) => [id, name]));
  const tokens = rows.map((token) => viewOf(token, usage, names));
  return (
    <Words of={["tokens", "table"]}>
      <Tokens
        tokens={tokens}
        count={count}
        pages={{ before, after }}
        size={size}
        templates={templates.filter(({ archivedAt }) => !archivedAt).map(({ id, name }) => ({ id, name }))}
        actions={actions}
        level={level}
      />
    </Words>
  );
}
