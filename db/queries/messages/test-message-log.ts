import { createHash } from "node:crypto";
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect } from "vitest";
import { freshGateway } from "#bin/fixtures/gateway.ts";
import type { MessageStatus } from "#core/message/message-status.ts";
import type { FailureReason } from "#core/message/reasons.ts";
import { numbersOf } from "#core/routing/operator-numbers.ts";
import { grant, makeAccount, type TestAccount } from "#db/test-account.ts";
import { database } from "#runtime/database/pools.ts";
import { countPlaces, type LogFilter, type Place, selectPlaces } from "./message-log.ts";
import type { Direction } from "./message-log-range.ts";

/** The set-up of the tests of the log, for every file that imports it: two accounts, and an empty log for each test. */
let gateway: Awaited<ReturnType<typeof freshGateway>>;
export let sql: Sql;
let accounts: (TestAccount & {
  subscriptionId: number;
  secondSubscriptionId: number;
  otherVersionId: number;
  templateId: number;
})[];

beforeAll(async () => {
  gateway = await freshGateway();
  sql = gateway.sql;
  accounts = await Promise.all([owner(), owner()]);
  await sql`delete from providers`;
  await sql`insert into providers (id, name, kind, position, config) overriding system value
    select n, 'provider ' || n, 'http', n, '' from generate_series(1, 3) n`;
});
afterAll(() => gateway.drop());
beforeEach(emptyLog);

export async function emptyLog(): Promise<void> {
  await sql`truncate messages, log_blocks, late_outcomes, message_events, idempotency_keys`;
  await sql`delete from settings where name in ('log_blocks_until', 'messages_pending_since')`;
}

async function owner() {
  const account = await makeAccount(sql);
  const subscriptionId = await grant(sql, account, { quota: 1_000_000 });
  const secondSubscriptionId = await grant(sql, account, { quota: 1_000_000 });
  const [other] = await sql<{ id: number; template: number }[]>`
    with template as (insert into templates (account_id, name) values (${account.accountId}, 'Other') returning id)
    insert into template_versions (template_id, number, english, status, decided_at)
    select id, 1, 'Code {code}', 'approved', now() from template returning id, template_id as template`;
  return {
    ...account,
    subscriptionId,
    secondSubscriptionId,
    otherVersionId: other!.id,
    templateId: other!.template,
  };
}

export interface Plan {
  account: number;
  other: boolean;
  /** Charged to the account's second subscription. */
  second: boolean;
  token: boolean;
  status: MessageStatus;
  /** If it failed. */
  reason: FailureReason;
  provider: number | null;
  /** One of few beginnings, of which two are of operators. */
  beginning: string;
  answer: string | null;
  /** How long before this moment it is created, in minutes. */
  minutes: number;
}

const problemOf = (status: MessageStatus, reason: FailureReason) =>
  status === "failed" ? reason : status === "unknown" ? "unknown" : null;

/** One prefix within another, and one that is longer than what blocks keep. */
const operators = [
  { id: 1, prefixes: ["96393", "9639441"] },
  { id: 2, prefixes: ["963931"] },
];

export async function insert(on: Pick<Sql, "unsafe"> & Sql, plans: Plan[]): Promise<void> {
  for (const {
    account,
    other,
    second,
    token,
    status,
    reason,
    provider,
    beginning,
    answer,
    minutes,
  } of plans) {
    const own = accounts[account]!;
    await on`
      insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length, segments,
        credits, status, problem, number, provider_id, provider_response, created_at)
      values (${own.accountId}, ${second ? own.secondSubscriptionId : own.subscriptionId}, ${other ? own.otherVersionId : own.versionId},
        ${token ? own.tokenId : null}, ${other ? 0 : 1}, 6, 1, 1, ${status}, ${problemOf(status, reason)}, ${`${beginning}100000`},
        ${provider}, ${answer}, date_trunc('minute', now()) - ${minutes} * interval '1 minute')`;
  }
}

/** As sends do it: when they are young, so that no trigger lists them. */
export const insertYoung = (plans: Plan[]) =>
  sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await insert(tx as unknown as Sql, plans);
  });

export const change = (nth: number, status: MessageStatus, provider: number | null) => sql`
  update messages set status = ${status}, problem = ${problemOf(status, "undelivered")}, provider_id = ${provider}
  where id = (select id from messages order by id offset ${nth} % greatest(1, (select count(*) from messages)) limit 1)`;

export type Wanted = Pick<LogFilter, "statuses" | "problems" | "providerId" | "answer"> & {
  /** 0 for none of them. */
  operator?: number | undefined;
  account?: number | undefined;
  /** The first account's second subscription. */
  second?: true | undefined;
  other?: true | undefined;
  tokenless?: true | undefined;
  language?: 0 | 1 | undefined;
  period?: { from: string | undefined; to: string | undefined } | undefined;
};

export const hashOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** A zone in which it is about five in the morning, so that a day begins in the middle of the log. Days stay, hours pass. */
const AHEAD = ((5 - new Date().getUTCHours() + 36) % 24) - 12;
const ZONE = `Etc/GMT${AHEAD < 0 ? "+" : "-"}${Math.abs(AHEAD)}`;
export const dayOf = (ms: number) => new Date(ms + AHEAD * 3_600_000).toISOString().slice(0, 10);

function filterOf({
  statuses,
  problems,
  operator,
  answer,
  providerId,
  account,
  second,
  other,
  tokenless,
  language,
  period,
}: Wanted): LogFilter {
  return {
    statuses,
    problems,
    numbers: operator === undefined ? undefined : numbersOf(operators, operator),
    answer,
    providerId,
    accountId: second
      ? accounts[0]!.accountId
      : account === undefined
        ? undefined
        : accounts[account]!.accountId,
    subscriptionId: second && accounts[0]!.secondSubscriptionId,
    templateId: other && accounts[0]!.templateId,
    tokenId: tokenless && 0,
    language,
    period: period && { ...period, zone: ZONE },
  };
}

/** The same, asked of the table as it is. */
async function plainly(operator: number | undefined, filter: LogFilter) {
  const { problems, answer } = filter;
  const rows = await unlimited(filter);
  return rows
    .filter(
      ({ problem, number, response }) =>
        (!problems || problems.some((wish) => wish === problem)) &&
        (answer === undefined || answer === hashOf(response ?? "")) &&
        (operator === undefined || operator === operatorOf(number)),
    )
    .map(({ id }) => Number(id));
}

/** The one with the longest prefix, as it is counted. */
function operatorOf(number: string): number {
  const all = operators.flatMap(({ id, prefixes }) => prefixes.map((prefix) => ({ id, prefix })));
  const own = all.filter(({ prefix }) => number.startsWith(prefix));
  return own.sort((one, other) => other.prefix.length - one.prefix.length)[0]?.id ?? 0;
}

/** Without what is told of numbers, reasons and answers. */
async function unlimited({
  statuses,
  providerId,
  accountId,
  subscriptionId,
  templateId,
  tokenId,
  language,
  period,
}: LogFilter) {
  const { from = null, to = null } = period?.hours === undefined ? (period ?? {}) : {};
  return sql<{ id: string; problem: string | null; number: string; response: string | null }[]>`
    select m.id, m.problem, m.number, m.provider_response as response from messages m join template_versions v on v.id = m.template_version_id
    where (${statuses ?? null}::message_status[] is null or m.status = any(${statuses ?? null}::message_status[]))
      and (${providerId ?? null}::int is null or provider_id = ${providerId ?? null}::int)
      and (${accountId ?? null}::int is null or account_id = ${accountId ?? null}::int)
      and (${subscriptionId ?? null}::int is null or subscription_id = ${subscriptionId ?? null}::int)
      and (${templateId ?? null}::int is null or v.template_id = ${templateId ?? null}::int)
      and (${tokenId ?? null}::int is null or coalesce(token_id, 0) = ${tokenId ?? null}::int)
      and (${language ?? null}::int is null or language = ${language ?? null}::int)
      and (${from}::date is null or (m.created_at at time zone ${ZONE})::date >= ${from}::date)
      and (${to}::date is null or (m.created_at at time zone ${ZONE})::date <= ${to}::date)
    order by m.created_at desc, m.id desc`;
}

async function pageByPage(filter: LogFilter, direction: Direction): Promise<number[]> {
  const ids: number[] = [];
  let from: Place | undefined;
  for (;;) {
    const page: Place[] = await selectPlaces(database(), filter, { from, direction, limit: 7 });
    if (page.length === 0) return ids;
    if (direction === "older") ids.push(...page.map(({ id }) => id));
    else ids.unshift(...page.map(({ id }) => id));
    from = direction === "older" ? page.at(-1) : page[0];
  }
}

export async function expectExact(wish: Wanted): Promise<void> {
  const filter = filterOf(wish);
  const expected = await plainly(wish.operator, filter);
  expect(await pageByPage(filter, "older")).toEqual(expected);
  expect(await pageByPage(filter, "newer")).toEqual(expected);
  expect(await countPlaces(database(), filter, 1_000)).toEqual({ count: expected.length, more: false });
}
