import { getTimeZone } from "next-intl/server";
import { daysPeriod } from "#components/chart/day-period.ts";
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

const DAY_MS = 86_400_000;
const NONE: TokenUsage = { today: 0, week: 0, month: 0 };

function viewOf(
  token: Token,
  {
    usage,
    names,
    log,
    timeZone,
  }: {
    usage: Map<number, TokenUsage>;
    names: Map<number, string>;
    log: string;
    timeZone: string;
  },
): TokenView {
  const { id, name, hint, createdAt, lastUsedAt, expiresAt, access, templateIds } = token;
  const today = Date.now();
  const sentIn = (days: number) =>
    `${log}?token=${id}&period=${daysPeriod(new Date(today - (days - 1) * DAY_MS), new Date(today), timeZone)}`;
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
    usageHrefs: { today: sentIn(1), week: sentIn(7), month: sentIn(30) },
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
  const timeZone = await getTimeZone();
  const log = actor.accountId === null ? `/admin/accounts/${accountId}/messages` : "/messages";
  const names = new Map(templates.map(({ id, name }) => [id, name]));
  const tokens = rows.map((token) => viewOf(token, { usage, names, log, timeZone }));
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
