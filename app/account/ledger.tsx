import { LedgerPanel } from "#components/subscription/ledger-panel.tsx";
import type { UserActor } from "#core/access/actor.ts";
import { Refused } from "#core/input/refusal.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import {
  type AccountLedger,
  DEFAULT_LEDGER_PERIOD,
  exportLedger,
  type LedgerAsked,
  readLedger,
} from "#services/figures/ledger.ts";

/** The address's text, or undefined. */
const one = (value: string | string[] | undefined) =>
  typeof value === "string" && value ? value : undefined;

/**
 * The ledger that an address asks for; what it asks for wrongly counts as absent. With `as` it leaves the gateway in that
 * form, which is audited.
 */
export async function ledgerAsked(
  actor: UserActor,
  accountId: number,
  params: SearchParams,
  { subscriptionId, as }: { subscriptionId?: number; as?: "file" | "statement" } = {},
): Promise<AccountLedger> {
  const [period, subscription] = [one(params.period), subscriptionId ?? one(params.subscription)];
  const read = (asked: LedgerAsked) =>
    as === undefined ? readLedger(actor, asked) : exportLedger(actor, { ...asked, as });
  try {
    return await read({ accountId, period, subscriptionId: subscription });
  } catch (error) {
    if (!(error instanceof Refused) || error.code === "not_allowed") throw error;
    const subscriptionOnly = subscriptionId === undefined ? {} : { subscriptionId };
    return read({ accountId, period: DEFAULT_LEDGER_PERIOD, ...subscriptionOnly });
  }
}

interface AccountLedgerSectionProps {
  ledger: AccountLedger;
  /** The page's own address. */
  path: string;
  /** The address of the account's send log, to which `period=…` is added. */
  log: string;
  /** The folder of the exports and the statement. */
  files: string;
  subscriptionHref: (id: number) => string;
  /** Whether the page is about one subscription, so that none can be chosen. */
  isFixed?: boolean;
}

/** The ledger of an account, for its developers and for the operator. */
export function AccountLedgerSection({
  ledger,
  path,
  log,
  files,
  subscriptionHref,
  isFixed = false,
}: AccountLedgerSectionProps) {
  const only = ledger.subscriptionId === null ? "" : `&subscription=${ledger.subscriptionId}`;
  return (
    <LedgerPanel
      ledger={{ ...ledger, days: ledger.days.toReversed(), movements: ledger.movements.toReversed() }}
      path={path}
      log={log}
      subscriptions={ledger.choices.map(({ id, plan }) => ({ id, plan, href: subscriptionHref(id) }))}
      csv={`${files}/ledger?period=${encodeURIComponent(ledger.period)}${only}`}
      statement={`${files}/statement?period=${encodeURIComponent(ledger.period)}${only}`}
      {...(!isFixed && { choices: ledger.choices.map(({ id, plan }) => ({ id, plan })) })}
    />
  );
}
