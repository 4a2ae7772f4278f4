import { canRead } from "#core/access/access.ts";
import type { Actor } from "#core/access/actor.ts";
import { REFUSED_DAYS, type RefusalCheck } from "#core/customer/refused-request.ts";
import { byId } from "#core/input/id.ts";
import { checked } from "#core/input/problem.ts";
import { Refused } from "#core/input/refusal.ts";
import {
  type RefusalSum,
  type RefusedAddressRow,
  selectRefusalSums,
  selectRefusedAddresses,
} from "#db/queries/customers/refusals.ts";
import { database, deskPool } from "#runtime/database/pools.ts";
import { log } from "#runtime/log.ts";
import { shared } from "#runtime/shared.ts";

export interface RefusedRequest {
  accountId: number;
  tokenId: number;
  address: string | null;
  check: RefusalCheck;
}

const FLUSH_MS = 2_000;
/** The number of distinct addresses listed per token and minute; further ones are counted together. */
const ADDRESSES_A_MINUTE = 100;

interface Counted extends RefusedRequest {
  minute: number;
  count: number;
}

interface State {
  counts: Map<string, Counted>;
  /** The addresses listed in the current minute, by token. */
  addresses: Map<string, Set<string | null>>;
  minute: number;
  timer: NodeJS.Timeout | undefined;
}

const state = () =>
  shared<State>("refusals", () => ({ counts: new Map(), addresses: new Map(), minute: 0, timer: undefined }));

/** Counts a refused request. Rows are written in batches, so that an attacker's requests do not cost a write each. */
export function countRefusal(refused: RefusedRequest): void {
  const now = state();
  const minute = Math.floor(Date.now() / 60_000);
  if (minute !== now.minute) {
    now.minute = minute;
    now.addresses.clear();
  }
  const group = `${refused.tokenId} ${refused.check}`;
  let named = now.addresses.get(group);
  if (!named) {
    named = new Set();
    now.addresses.set(group, named);
  }
  if (named.size < ADDRESSES_A_MINUTE) named.add(refused.address);
  const address = named.has(refused.address) ? refused.address : null;
  const key = `${group} ${address} ${minute}`;
  const counted = now.counts.get(key);
  if (counted) counted.count++;
  else now.counts.set(key, { ...refused, address, minute, count: 1 });
  now.timer ??= setTimeout(() => void flushRefusals(), FLUSH_MS).unref();
}

/** Writes the counters. Called by a timer, and once more when the process stops. */
export async function flushRefusals(): Promise<void> {
  const now = state();
  clearTimeout(now.timer);
  now.timer = undefined;
  const rows = [...now.counts.values()];
  now.counts.clear();
  if (rows.length === 0) return;
  try {
    await deskPool()`
      insert into refusals as kept (account_id, token_id, address, "check", minute, count)
      select account_id, token_id, address::inet, "check"::refusal_check, to_timestamp(minute * 60), count
      from unnest(
        ${rows.map((r) => r.accountId)}::int[], ${rows.map((r) => r.tokenId)}::int[],
        ${rows.map((r) => r.address)}::text[], ${rows.map((r) => r.check)}::text[],
        ${rows.map((r) => r.minute)}::bigint[], ${rows.map((r) => r.count)}::int[]
      ) as t (account_id, token_id, address, "check", minute, count)
      order by 1, 5, 2, 4, 3
      on conflict (account_id, minute, token_id, "check", address)
      do update set count = kept.count + excluded.count`;
  } catch (error) {
    // The counts are dropped: keeping them would fill memory during an outage.
    log().warn({ err: error, lost: rows.length }, "refused requests could not be written");
  }
}

export type { RefusalSum };
export type RefusedAddress = RefusedAddressRow;

/** How often each check has refused requests of an account lately, the most frequent first. */
export async function refusalSums(actor: Actor, input: unknown): Promise<RefusalSum[]> {
  const { id } = checked(byId, input);
  if (!canRead(actor, id)) throw new Refused("not_allowed");
  return selectRefusalSums(database(), id, REFUSED_DAYS);
}

/** The addresses recently refused by the whitelist, the latest first. */
export async function listRefusedAddresses(actor: Actor, input: unknown): Promise<RefusedAddress[]> {
  const { id } = checked(byId, input);
  if (!canRead(actor, id)) throw new Refused("not_allowed");
  return selectRefusedAddresses(database(), id, REFUSED_DAYS);
}
