import {
  and,
  asc,
  count,
  desc,
  eq,
  gt,
  gte,
  type InferInsertModel,
  inArray,
  lt,
  type SQL,
  sql,
} from "drizzle-orm";
import type { Sql } from "postgres";
import type { Scope } from "#core/access/access.ts";
import { type RequestError, requestErrors } from "#core/requests/request-error.ts";
import type { PageBounds } from "#core/table/id-pages.ts";
import { accountName } from "#db/queries/customers/accounts.ts";
import { within } from "#db/queries/scope.ts";
import { apiRequests } from "#db/schema/api-requests.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { apiTokens } from "#db/schema/customers/api-tokens.ts";
import type { Executor } from "#runtime/database/pools.ts";

export type ApiRequestRow = Required<InferInsertModel<typeof apiRequests>>;

/**
 * Writes rows in one statement. A row whose token is not there is left out: a standby that took over may lack the latest
 * ones.
 */
export async function insertApiRequests(pool: Sql, rows: ApiRequestRow[]): Promise<void> {
  const all = <K extends keyof ApiRequestRow>(name: K) => rows.map((row) => row[name]);
  await pool`
    insert into api_requests (id, account_id, token_id, method, path, status, duration_ms, address, error, field,
      message_id, number_hash, body, answer)
    select r.id, t.account_id, t.id, r.method, r.path, r.status, r.duration_ms, r.address::inet,
      r.error::request_error, r.field, r.message_id, decode(r.number_hash, 'hex'), r.body, r.answer
    from unnest(
      ${all("id")}::uuid[], ${all("tokenId")}::int[], ${all("method")}::text[], ${all("path")}::text[],
      ${all("status")}::smallint[], ${all("durationMs")}::int[], ${all("address")}::text[],
      ${all("error")}::text[], ${all("field")}::text[], ${all("messageId")}::bigint[],
      ${rows.map(({ numberHash }) => numberHash?.toString("hex") ?? null)}::text[], ${all("body")}::text[], ${all("answer")}::text[]
    ) as r (id, token_id, method, path, status, duration_ms, address, error, field, message_id, number_hash, body,
      answer)
    join api_tokens t on t.id = r.token_id
    on conflict (id) do nothing`;
}

/** What a list of requests is narrowed down to. */
export interface RequestFilter {
  accountId: number;
  id?: string | undefined;
  numberHash?: Buffer | undefined;
  address?: string | undefined;
  /** Those from a status of 400 on. */
  refused?: boolean | undefined;
  statuses?: number[] | undefined;
  errors?: RequestError[] | undefined;
  tokenId?: number | undefined;
  /** From the first id on, and below the second: a period. */
  ids?: [from: string | undefined, below: string | undefined] | undefined;
}

const columns = {
  id: apiRequests.id,
  accountId: apiRequests.accountId,
  tokenId: apiRequests.tokenId,
  tokenName: apiTokens.name,
  tokenHint: apiTokens.hint,
  method: apiRequests.method,
  path: apiRequests.path,
  status: apiRequests.status,
  durationMs: apiRequests.durationMs,
  address: sql<string | null>`host(${apiRequests.address})`,
  error: apiRequests.error,
  field: apiRequests.field,
};

const details = {
  ...columns,
  accountName,
  messageId: apiRequests.messageId,
  body: apiRequests.body,
  answer: apiRequests.answer,
};

function matching(filter: RequestFilter): SQL | undefined {
  const { accountId, id, numberHash, address, refused, statuses, errors, tokenId, ids } = filter;
  const [from, below] = ids ?? [];
  return and(
    eq(apiRequests.accountId, accountId),
    id === undefined ? undefined : eq(apiRequests.id, id),
    numberHash && eq(apiRequests.numberHash, numberHash),
    address === undefined ? undefined : sql`${apiRequests.address} = ${address}::inet`,
    refused ? gte(apiRequests.status, 400) : undefined,
    statuses && inArray(apiRequests.status, statuses),
    // With the statuses of the errors, by which there is an index.
    errors &&
      and(
        inArray(apiRequests.status, [...new Set(errors.map((error) => requestErrors[error]))]),
        inArray(apiRequests.error, errors),
      ),
    tokenId === undefined ? undefined : eq(apiRequests.tokenId, tokenId),
    from === undefined ? undefined : gte(apiRequests.id, from),
    below === undefined ? undefined : lt(apiRequests.id, below),
  );
}

/** Newest first. */
export async function selectRequests(
  db: Executor,
  filter: RequestFilter,
  { behind, ahead, limit }: PageBounds<string>,
) {
  const found = await db
    .select(columns)
    .from(apiRequests)
    .innerJoin(apiTokens, eq(apiTokens.id, apiRequests.tokenId))
    .where(
      and(
        matching(filter),
        behind === undefined ? undefined : lt(apiRequests.id, behind),
        ahead === undefined ? undefined : gt(apiRequests.id, ahead),
      ),
    )
    .orderBy(ahead === undefined ? desc(apiRequests.id) : asc(apiRequests.id))
    .limit(limit);
  return ahead === undefined ? found : found.reverse();
}

export type RequestRow = Awaited<ReturnType<typeof selectRequests>>[number];

/** The number of matching requests, counted up to `most`. */
export async function countRequests(db: Executor, filter: RequestFilter, most: number): Promise<number> {
  const found = db.select({ id: apiRequests.id }).from(apiRequests).where(matching(filter)).limit(most);
  const [row] = await db.select({ count: count() }).from(found.as("found"));
  return row!.count;
}

export async function findRequest(db: Executor, id: string, scope: Scope) {
  const [row] = await db
    .select(details)
    .from(apiRequests)
    .innerJoin(apiTokens, eq(apiTokens.id, apiRequests.tokenId))
    .innerJoin(accounts, eq(accounts.id, apiRequests.accountId))
    .where(and(eq(apiRequests.id, id), within(apiRequests.accountId, scope)));
  return row;
}

export type RequestDetails = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** When the first day of a period begins, and the day after the last one, in milliseconds; null where it is open. */
export async function startsOfDays(
  db: Executor,
  { from, to }: { from: string | undefined; to: string | undefined },
  zone: string,
): Promise<{ from: number | null; behind: number | null }> {
  const start = (day: SQL) =>
    sql`floor(extract(epoch from (${day})::timestamp at time zone ${zone}) * 1000)::float8`;
  const [row] = await db.execute<{ from: number | null; behind: number | null }>(sql`
    select ${start(sql`${from ?? null}::date`)} as "from", ${start(sql`${to ?? null}::date + 1`)} as behind`);
  return row!;
}
