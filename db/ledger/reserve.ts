import type { PendingQuery, Row, Sql, TransactionSql } from "postgres";
import { type AuthorisationSnapshot, snapshotHolds } from "#db/queries/authorise.ts";
import { retry } from "#runtime/coalesce/recovery.ts";

/**
 * Only the files of this folder move credits. Every function takes many messages, moves each in one statement (or one
 * transaction), and locks rows in id order, messages before subscriptions, so that they cannot deadlock. `used`
 * therefore always equals the credits of the messages that have not failed.
 *
 * The new value of `used` is computed from the locked row, not by `used = used + n`: PostgreSQL first checks the
 * constraints against the row version of the statement's snapshot, and only then notices a newer one. `used = used + n`
 * would fail its check if another transaction has just returned credit. The quota is written too, as it was locked, for
 * the same reason: it may just have been topped up.
 */

/** A decided send that is to be charged. */
export interface Reservation {
  accountId: number;
  tokenId: number | null;
  userId: number | null;
  templateVersionId: number;
  language: 0 | 1;
  number: string;
  codeLength: number;
  segments: number;
  /** By which its providers were chosen; null if the order of the providers decided. */
  route: { prefix: string; own: boolean } | null;
}

export interface KeyedReservation extends Reservation {
  key: string;
  bodyHash: Buffer;
}

export interface Reserved {
  kind: "reserved";
  messageId: number;
  createdAt: Date;
  /** Credits left over all active subscriptions of the account, this send charged. */
  remaining: number;
}

export type ReserveResult = Reserved | { kind: "no_credit" };
/** `taken`: the key belongs to an earlier message. */
export type KeyedResult = ReserveResult | { kind: "taken" };

/** A send that is charged only if its earlier authorisation still holds. */
export type SnapshotReservation = Reservation & { snapshot: AuthorisationSnapshot };
/** `stale`: the authorisation no longer holds, and nothing was charged. */
export type SnapshotResult = ReserveResult | { kind: "stale" };

interface ChargedRow {
  ord: number;
  id: string | null;
  created_at: Date;
  credits: number;
  holds: boolean;
  /** Whether a subscription has room for it if the other sends of the batch are ignored. */
  covered: boolean;
  /** The credits left in all of the account's subscriptions before the batch. */
  together: number;
}

/**
 * Charges each send, in order of arrival, to its account's first active subscription by (ends_at, id) with enough
 * credit, and inserts it as pending. A send that no subscription could pay even alone is `no_credit`; one that does not
 * fit because of earlier sends of the batch returns `retry`, since another subscription may pay for it.
 */
export async function reserve(
  sql: Sql | TransactionSql,
  batch: Reservation[],
  ids?: string[],
): Promise<(ReserveResult | typeof retry)[]> {
  const results = await charge(sql, batch, { ids, holds: sql`true` });
  return results as (ReserveResult | typeof retry)[];
}

/** The same without reading the authorisation first: the statement verifies the earlier one. */
export async function reserveOnSnapshot(
  sql: Sql,
  batch: SnapshotReservation[],
): Promise<(SnapshotResult | typeof retry)[]> {
  const [{ snapshot: first }] = batch as [SnapshotReservation];
  // The statement compares the routing version and the countries once: sends with other ones are stale.
  const snapshots = batch.map(({ snapshot }) =>
    snapshot.routingVersion === first.routingVersion && snapshot.countries === first.countries
      ? snapshot
      : null,
  );
  return charge(sql, batch, { snapshots, holds: snapshotHolds(sql, first) });
}

/** A send whose snapshot does not hold is `stale`. */
async function charge(
  sql: Sql | TransactionSql,
  batch: Reservation[],
  given: {
    ids?: string[] | undefined;
    snapshots?: (AuthorisationSnapshot | null)[];
    holds: PendingQuery<Row[]>;
  },
): Promise<(SnapshotResult | typeof retry)[]> {
  const snapshots = given.snapshots ?? batch.map(() => null);
  const rows = await sql<ChargedRow[]>`
    with input as materialized (
      select input.*, ${given.holds} as holds
      from unnest(
        ${batch.map((r) => r.accountId)}::int[], ${batch.map((r) => r.tokenId)}::int[],
        ${batch.map((r) => r.userId)}::int[], ${batch.map((r) => r.templateVersionId)}::int[],
        ${batch.map((r) => r.language)}::smallint[], ${batch.map((r) => r.number)}::text[],
        ${batch.map((r) => r.codeLength)}::smallint[], ${batch.map((r) => r.segments)}::smallint[],
        ${given.ids ?? batch.map(() => null)}::bigint[], ${snapshots.map((p) => p?.address ?? null)}::text[],
        ${snapshots.map((p) => p?.templateId ?? null)}::int[], ${snapshots.map((p) => p?.templateName ?? null)}::text[],
        ${snapshots.map((p) => p?.tokenHash ?? null)}::text[],
        ${snapshots.map((p) => p?.versionCreatedAt ?? null)}::text[],
        ${batch.map((r) => r.route?.prefix ?? null)}::text[], ${batch.map((r) => r.route && Number(r.route.own))}::smallint[]
      ) with ordinality as input (account_id, token_id, user_id, version_id, language, number, code_length,
        segments, given_id, address, template_id, template_name, token_hash, version_created_at, route_prefix, route_own, ord)
    ), room as materialized (
      select id, account_id, unit, ends_at, used, quota, quota - used as room
      from subscriptions
      -- A stale send neither locks a subscription nor waits for its lock.
      where account_id = any(array(select distinct input.account_id from input where input.holds))
        and status = 'active' and starts_at <= now() and ends_at > now()
      order by id
      for no key update
    ), offer as materialized (
      select *, sum(room) over (partition by account_id)::float8 as together from room
    ), choice as (
      select distinct on (input.ord) input.*, offer.id as subscription_id, offer.room, offer.used, offer.quota,
        offer.together, case offer.unit when 'segment' then input.segments else 1 end as credits
      from input left join offer on input.holds and offer.account_id = input.account_id
        and offer.room >= case offer.unit when 'segment' then input.segments else 1 end
      order by input.ord, offer.ends_at, offer.id
    ), fit as (
      select *, coalesce(
        sum(credits) over (partition by subscription_id order by ord) <= room, false
      ) as fits
      from choice
    ), placed as materialized (
      select *, case when fits then coalesce(given_id, nextval('messages_id_seq')) end as id from fit
    ), charged as (
      update subscriptions set used = total.used, quota = total.quota
      from (
        select subscription_id, (used + sum(credits))::int as used, quota
        from placed where fits group by subscription_id, used, quota
      ) total
      where subscriptions.id = total.subscription_id
    ), inserted as (
      insert into messages (id, account_id, subscription_id, template_version_id, token_id, user_id, language,
        code_length, segments, credits, number, route_prefix, route_own)
      select id, account_id, subscription_id, version_id, token_id, user_id, language, code_length, segments,
        credits, number, route_prefix, route_own = 1
      from placed where fits
    )
    select ord::int, id, now() as created_at, credits, holds, subscription_id is not null as covered, together
    from placed`;
  const charged = new Map<number, number>();
  return rows
    .toSorted((one, other) => one.ord - other.ord)
    .map((row) => {
      if (row.id === null) return row.covered ? retry : { kind: row.holds ? "no_credit" : "stale" };
      const { accountId } = batch[row.ord - 1]!;
      const credits = (charged.get(accountId) ?? 0) + row.credits;
      charged.set(accountId, credits);
      return {
        kind: "reserved",
        messageId: Number(row.id),
        createdAt: row.created_at,
        remaining: row.together - credits,
      };
    });
}

/**
 * The same for sends with an Idempotency-Key. The key is claimed before anything is charged, in the same transaction:
 * first the keys, in order, then the subscriptions, so that two batches cannot deadlock. A key expires after 24 hours.
 * A batch must not contain a key twice.
 */
export async function reserveKeyed(
  sql: Sql,
  batch: KeyedReservation[],
): Promise<(KeyedResult | typeof retry)[]> {
  return sql.begin(async (tx) => {
    const claims = await tx<{ ord: number; message_id: string }[]>`
      with input as (
        select * from unnest(
          ${batch.map((r) => r.accountId)}::int[], ${batch.map((r) => r.key)}::text[],
          ${batch.map((r) => r.bodyHash.toString("hex"))}::text[]
        ) with ordinality as t (account_id, key, body_hash, ord)
      ), claimed as (
        insert into idempotency_keys as kept (account_id, key, body_hash, message_id)
        select account_id, key, decode(body_hash, 'hex'), nextval('messages_id_seq')
        from input order by account_id, key
        on conflict (account_id, key) do update
          set body_hash = excluded.body_hash, message_id = excluded.message_id, created_at = now()
          where kept.created_at < now() - interval '24 hours'
        returning account_id, key, message_id
      )
      select ord::int, message_id from claimed join input using (account_id, key)`;
    const idOf = new Map(claims.map((claim) => [claim.ord - 1, claim.message_id]));
    const mine = batch.map((_, index) => index).filter((index) => idOf.has(index));
    const results: (KeyedResult | typeof retry)[] = batch.map(() => ({ kind: "taken" }));
    if (mine.length === 0) return results;
    const reserved = await reserve(
      tx,
      mine.map((index) => batch[index]!),
      mine.map((index) => idOf.get(index)!),
    );
    const freed: string[] = [];
    mine.forEach((index, place) => {
      const result = reserved[place]!;
      results[index] = result;
      if (result === retry || result.kind === "no_credit") freed.push(idOf.get(index)!);
    });
    if (freed.length > 0) await tx`delete from idempotency_keys where message_id = any(${freed}::bigint[])`;
    return results;
  }) as Promise<(KeyedResult | typeof retry)[]>;
}
