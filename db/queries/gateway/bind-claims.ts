import type { Sql } from "postgres";
import type { Owner } from "./binds.ts";

/** For how long a claim counts after its process was last seen, and after which time its row is deleted. */
const CLAIM_MS = 15_000;
const FORGOTTEN_MS = 60_000;
/** A claim that is younger, and has not changed, is not written again. */
const FRESH_MS = 3_000;

export interface Claim extends Owner {
  providerId: number;
  config: string;
  /** For how much longer it takes no slot that another process wants; 0 if it takes any. */
  restMs: number;
}

export interface OtherClaim {
  owner: string;
  process: string | null;
  isResting: boolean;
}

/**
 * Tells the other processes that this one wants sessions of the provider.
 * @returns the others that want some of the same configuration. Processes that take no deliveries from others, such as
 * the command line, neither count nor are counted.
 */
export async function announceClaim(sql: Sql, claim: Claim): Promise<OtherClaim[]> {
  const { providerId, owner, process, address, config, restMs } = claim;
  const ago = (ms: number) => sql`clock_timestamp() - ${ms} * interval '1 millisecond'`;
  return sql<OtherClaim[]>`
    with announced as (
      insert into bind_claims as c (provider_id, owner, process, address, config, seen_at, rests_until)
      select ${providerId}::int, ${owner}, ${process}::text, ${address}::text, ${config}, clock_timestamp(),
        case when ${restMs}::float8 > 0 then clock_timestamp() + ${restMs}::float8 * interval '1 millisecond' end
      where ${address}::text is not null
      on conflict (provider_id, owner) do update
      set process = excluded.process, address = excluded.address, config = excluded.config,
        seen_at = excluded.seen_at, rests_until = excluded.rests_until
      where c.seen_at < ${ago(FRESH_MS)} or c.address is distinct from excluded.address
        or c.config <> excluded.config or (c.rests_until is null) <> (excluded.rests_until is null)
    ), forgotten as (
      -- Skipping what is locked, two processes that wake up at the same time do not wait for each other.
      delete from bind_claims where (provider_id, owner) in (
        select provider_id, owner from bind_claims
        where seen_at < ${ago(FORGOTTEN_MS)} and owner <> ${owner} for update skip locked)
    )
    select owner, process, coalesce(rests_until > clock_timestamp(), false) as "isResting"
    from bind_claims
    where provider_id = ${providerId} and owner <> ${owner} and config = ${config} and address is not null
      and seen_at > ${ago(CLAIM_MS)}`;
}

export async function withdrawClaim(sql: Sql, providerId: number, owner: string): Promise<void> {
  await sql`delete from bind_claims where provider_id = ${providerId} and owner = ${owner}`;
}
