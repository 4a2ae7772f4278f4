import type { Sql, TransactionSql } from "postgres";
import { revisionOf } from "#db/queries/routing/snapshot.ts";
import type { binds } from "#db/schema/providers/binds.ts";

export type BindState = (typeof binds.$inferSelect)["state"];

/** Who a slot is leased to. */
export interface Owner {
  owner: string;
  process: string | null;
  address: string | null;
}

/** One leased slot, by which its owner names it. */
export interface LeaseKey {
  providerId: number;
  slot: number;
  fence: number;
}

export interface BindRow extends LeaseKey {
  owner: string | null;
  process: string | null;
  address: string | null;
  config: string | null;
  state: BindState;
  stateSince: Date;
  why: string | null;
  /** Whether nobody else may take it: the lease has not ended, nor has the margin after it. */
  isLeased: boolean;
}

/**
 * How long a lease lasts after each renewal, and how much longer nobody else takes the slot. The owner lets go earlier
 * (see `services/binds/leases.ts`). Both are counted by the database's clock.
 */
export const LEASE_MS = 20_000;
const MARGIN_MS = 2_000;

const isLeased = (sql: Sql | TransactionSql) => (sql as Sql)`
  owner is not null and lease_ends_at > clock_timestamp() - ${MARGIN_MS} * interval '1 millisecond'`;

export async function selectBinds(sql: Sql, providerId: number): Promise<BindRow[]> {
  return sql<BindRow[]>`
    select provider_id as "providerId", slot, fence::float8 as fence, owner, process, address, config, state,
      state_since as "stateSince", why, coalesce(${isLeased(sql)}, false) as "isLeased"
    from binds where provider_id = ${providerId} order by slot`;
}

export interface Wanted extends Owner {
  providerId: number;
  /** The provider as it was loaded: with an outdated configuration nothing is taken. */
  revision: string;
  config: string;
  /** Slots 1 to `count` are what the carrier allows. */
  count: number;
  /** How many to take at most. */
  most: number;
  /** The slots of this provider that this process has already. */
  held: number[];
  /** Owners that are known to have ended. */
  ended: string[];
}

/**
 * Leases the free slots: never used, released, expired, or left by a process that has ended. None while another process
 * still has a session that was made with another configuration.
 */
export async function takeBinds(sql: Sql, wanted: Wanted): Promise<LeaseKey[]> {
  const { providerId, revision, config, count, most, held, ended, owner, process, address } = wanted;
  return sql.begin(async (tx) => {
    // The lock makes a change of the configuration wait until it can see this lease.
    const [current] = await tx`
      select 1 from providers
      where id = ${providerId} and removed_at is null and ${revisionOf(tx)} = ${revision} for share`;
    if (!current) return [];
    await tx`
      insert into binds (provider_id, slot) select ${providerId}, n from generate_series(1, ${count}::int) n
      on conflict do nothing`;
    const leased = tx`(${isLeased(tx)} and owner <> all(${ended}::text[])
      and (owner <> ${owner} or slot = any(${held}::smallint[])))`;
    return [
      ...(await tx<LeaseKey[]>`
        with free as (
          select slot from binds
          -- On the row itself: after a wait PostgreSQL asks again for the row as it has become.
          where provider_id = ${providerId} and slot <= ${count} and ${leased} is not true
            and not exists (
              select 1 from binds where provider_id = ${providerId} and ${leased} and config <> ${config})
          order by slot limit ${most} for update skip locked
        )
        update binds set owner = ${owner}, process = ${process}, address = ${address}, config = ${config},
          fence = binds.fence + 1, lease_ends_at = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond',
          state = 'connecting', state_since = clock_timestamp(), why = null
        from free where binds.provider_id = ${providerId} and binds.slot = free.slot
        returning binds.provider_id as "providerId", binds.slot, binds.fence::float8 as fence`),
    ];
  });
}

export interface Renewal extends LeaseKey {
  state: BindState;
  why: string | null;
}

/**
 * Renews leases, and writes what became of their sessions.
 * @returns those that are still this owner's, each with its provider's present revision (null if that was removed).
 */
export async function renewBinds(
  sql: Sql,
  owner: string,
  renewals: Renewal[],
): Promise<{ providerId: number; slot: number; revision: string | null }[]> {
  return sql`
    update binds b set lease_ends_at = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond',
      state_since = case when b.state = r.state::bind_state then b.state_since else clock_timestamp() end,
      state = r.state::bind_state, why = r.why
    from unnest(
      ${renewals.map((r) => r.providerId)}::int[], ${renewals.map((r) => r.slot)}::smallint[],
      ${renewals.map((r) => r.fence)}::bigint[], ${renewals.map((r) => r.state)}::text[],
      ${renewals.map((r) => r.why)}::text[]
    ) as r (provider_id, slot, fence, state, why)
    where b.provider_id = r.provider_id and b.slot = r.slot and b.fence = r.fence and b.owner = ${owner}
    returning b.provider_id as "providerId", b.slot,
      (select ${revisionOf(sql)} from providers where id = b.provider_id and removed_at is null) as revision`;
}

/** Frees slots whose sessions have ended, for others to take at once. */
export async function releaseBinds(sql: Sql, owner: string, leases: LeaseKey[]): Promise<void> {
  await sql`
    update binds b set owner = null, process = null, address = null, config = null, lease_ends_at = null,
      state = 'free', state_since = clock_timestamp(), why = null
    from unnest(
      ${leases.map((r) => r.providerId)}::int[], ${leases.map((r) => r.slot)}::smallint[],
      ${leases.map((r) => r.fence)}::bigint[]
    ) as r (provider_id, slot, fence)
    where b.provider_id = r.provider_id and b.slot = r.slot and b.fence = r.fence and b.owner = ${owner}`;
}
