import { canReadAll } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { type CreditShortage, NEARLY_USED_UP, RENEWAL_DAYS } from "#core/customer/subscription.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  type CreditRow,
  selectShortOfCredit,
  selectWaiting,
  type WaitingRow,
} from "#db/queries/customers/attention.ts";
import { database } from "#runtime/database/pools.ts";
import { sharedFor } from "#runtime/shared.ts";

/**
 * "Soon" means the same as for renewals. Accounts whose last subscription ended more than a month ago are regarded as
 * gone.
 */
export const SHORT_OF_CREDIT = { share: NEARLY_USED_UP, days: RENEWAL_DAYS, lately: 30, limit: 8 };

/** Where all are asked for. A page with more would be no list to work through. */
const MOST_SHORT = 1_000;

export interface ShortOfCredit extends CreditRow {
  state: CreditShortage;
}

export interface Attention {
  approvals: { rows: WaitingRow[]; count: number };
  credits: { rows: ShortOfCredit[]; count: number; stopped: number };
}

/** What awaits the operator: templates to review, and accounts that are short of credit. */
export async function needsAttention(
  actor: Actor,
  { all = false }: { all?: boolean } = {},
): Promise<Attention> {
  if (!canReadAll(actor)) throw new Refused("not_allowed");
  const [approvals, credits] = await Promise.all([
    selectWaiting(database(), 5),
    selectShortOfCredit(database(), { ...SHORT_OF_CREDIT, limit: all ? MOST_SHORT : SHORT_OF_CREDIT.limit }),
  ]);
  return {
    approvals,
    credits: { ...credits, rows: credits.rows.map((row) => ({ ...row, state: stateOf(row) })) },
  };
}

/** How old the answer may be that /metrics gets, which is asked for by every process and monitor: it reads all accounts. */
const CREDIT_MS = 30_000;

/** The accounts that are short of credit, for /metrics. */
export function creditShortages(): Promise<{ accountId: number; state: CreditShortage }[]> {
  return sharedFor("attention.credits", CREDIT_MS, async () => {
    const { rows } = await selectShortOfCredit(database(), { ...SHORT_OF_CREDIT, limit: MOST_SHORT });
    return rows.map((row) => ({ accountId: row.accountId, state: stateOf(row) }));
  });
}

function stateOf({ quota, used, endsAt }: CreditRow): CreditShortage {
  if (endsAt === null) return "none";
  if (quota === 0) return "ended";
  if (used >= quota) return "used";
  return used >= quota * SHORT_OF_CREDIT.share ? "nearQuota" : "nearEnd";
}
