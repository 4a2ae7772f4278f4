import { canRead, type Scope, scopeOf } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import { logParams, NO_OPERATOR, NO_TOKEN } from "#core/message/message-log.ts";
import { type NumberSearch, readNumberSearch } from "#core/message/number-search.ts";
import { type NumberGroup, numbersOf } from "#core/routing/operator-numbers.ts";
import { readParams, type SearchParams } from "#core/table/table-params.ts";
import { findSubscription } from "#db/queries/customers/subscription-list.ts";
import type { LogFilter } from "#db/queries/messages/message-log.ts";
import { selectOperators } from "#db/queries/routing/operators.ts";
import { database } from "#runtime/database/pools.ts";
import { timeZone } from "#services/gateway/presentation.ts";
import { allowedCountries } from "#services/sending/countries.ts";

/** The log of an account, or of all, and the parameters of the page's address. */
export interface LogQuery {
  accountId: number | "all";
  params: SearchParams;
}

export type LogView = ReturnType<typeof readParams<typeof logParams>>;

export function scopeOfLog(actor: Actor, { accountId }: Pick<LogQuery, "accountId">): Scope {
  if (accountId === "all" ? scopeOf(actor) !== "all" : !canRead(actor, accountId)) {
    throw new Refused("not_allowed");
  }
  return accountId;
}

interface AskedLog {
  view: LogView;
  sought: NumberSearch | null;
  filter: LogFilter | null;
}

/** Converts the address to a filter; null if it searches for something that no message can have. */
export async function readLogQuery(actor: Actor, query: LogQuery): Promise<AskedLog> {
  const scope = scopeOfLog(actor, query);
  const read = readParams(logParams, query.params);
  // An account's log has no filter by account, and a developer's none that tells of providers.
  const own = scope === "all" ? read : { ...read, account: undefined };
  const view = scopeOf(actor) === "all" ? own : { ...own, provider: undefined, answer: undefined };
  const sought = view.q === undefined ? null : readNumberSearch(view.q, await allowedCountries());
  if (view.q !== undefined && sought === null) return { view, sought, filter: null };
  const { status, reason, template, token, language, period, account, provider, operator, answer } = view;
  const { subscription } = view;
  const within = scope === "all" ? account : scope;
  const filter: LogFilter = {
    ...sought,
    accountId: subscription === undefined ? within : await ownerOf(subscription, within),
    statuses: status,
    problems: reason,
    templateId: template,
    tokenId: token === NO_TOKEN ? 0 : token,
    language,
    subscriptionId: subscription,
    providerId: provider,
    numbers: operator === undefined ? undefined : await numbersOfOperator(operator),
    answer,
    period: period?.hours === undefined && period ? { ...period, zone: await timeZone() } : period,
  };
  return { view, sought, filter };
}

const NO_ACCOUNT = 0;

/** The account of a subscription, so that only its messages are read; none if it is not of the account that is asked for. */
async function ownerOf(subscriptionId: number, accountId: number | undefined): Promise<number> {
  const found = await findSubscription(database(), subscriptionId, accountId ?? "all");
  return found?.accountId ?? NO_ACCOUNT;
}

async function numbersOfOperator(operator: number | typeof NO_OPERATOR): Promise<NumberGroup> {
  const operators = await selectOperators(database());
  return numbersOf(operators, operator === NO_OPERATOR ? 0 : operator);
}
