import { createHash } from "node:crypto";
import fc from "fast-check";
import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freshGateway } from "#bin/fixtures/gateway.ts";
import { type MessageStatus, messageStatuses } from "#core/message/message-status.ts";
import type { FailureReason } from "#core/message/reasons.ts";
import { numbersOf } from "#core/routing/operator-numbers.ts";
import { grant, makeAccount, type TestAccount } from "#db/test-account.ts";
import { database } from "#runtime/database/pools.ts";
import { writeLogBlocks } from "#services/upkeep/log-blocks.ts";
import { countPlaces, type LogFilter, type Place, selectPlaces } from "./message-log.ts";
import type { Direction } from "./message-log-range.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let sql: Sql;
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
beforeEach(async () => {
  await sql`truncate messages, log_blocks, late_outcomes, message_events, idempotency_keys`;
  await sql`delete from settings where name in ('log_blocks_until', 'messages_pending_since')`;
});

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

interface Plan {
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
const beginnings = ["963930", "963931", "963944", "963950"];

async function insert(on: Pick<Sql, "unsafe"> & Sql, plans: Plan[]): Promise<void> {
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
const insertYoung = (plans: Plan[]) =>
  sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await insert(tx as unknown as Sql, plans);
  });

const change = (nth: number, status: MessageStatus, provider: number | null) => sql`
  update messages set status = ${status}, problem = ${problemOf(status, "undelivered")}, provider_id = ${provider}
  where id = (select id from messages order by id offset ${nth} % greatest(1, (select count(*) from messages)) limit 1)`;

const plan = (minutes: fc.Arbitrary<number>): fc.Arbitrary<Plan> =>
  fc.record({
    account: fc.constantFrom(0, 0, 0, 1),
    other: fc.boolean(),
    second: fc.constantFrom(false, false, false, true),
    token: fc.boolean(),
    // Rare ones are rare, so that there are blocks without them.
    status: fc.constantFrom<MessageStatus[]>(...Array(8).fill("delivered"), ...messageStatuses),
    reason: fc.constantFrom<FailureReason[]>("refused", "undelivered", "no_route"),
    provider: fc.constantFrom(1, 1, 1, 1, 1, 2, null),
    beginning: fc.constantFrom(...Array<string>(6).fill(beginnings[0]!), ...beginnings),
    answer: fc.constantFrom("OK", "No", "", null),
    minutes,
  });

const logs = fc
  .array(plan(fc.integer({ min: 20, max: 600 })), { minLength: 1, maxLength: 60 })
  .map((plans) => plans.toSorted((one, other) => other.minutes - one.minutes));

type Step =
  | { kind: "summarise"; size: number; stride: number }
  | { kind: "change"; nth: number; status: MessageStatus; provider: number | null }
  | { kind: "young" | "late"; plans: Plan[] }
  | { kind: "expire"; share: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("summarise" as const),
      size: fc.constantFrom(1, 3, 8, 500),
      stride: fc.constantFrom(2, 10, 1_000),
    }),
    fc.record({
      kind: fc.constant("change" as const),
      nth: fc.nat(100),
      status: fc.constantFrom(...messageStatuses),
      provider: fc.constantFrom(1, 2, null),
    }),
    fc.record({
      kind: fc.constant("young" as const),
      plans: fc.array(plan(fc.integer({ min: 0, max: 4 })), { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant("late" as const),
      plans: fc.array(plan(fc.integer({ min: 6, max: 700 })), { maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant("expire" as const), share: fc.integer({ min: 0, max: 30 }) }),
  ),
  { maxLength: 8 },
);

async function take(step: Step): Promise<unknown> {
  switch (step.kind) {
    case "summarise":
      return writeLogBlocks(step);
    case "change":
      return change(step.nth, step.status, step.provider);
    case "young":
      return insertYoung(step.plans);
    case "late":
      return insert(sql, step.plans);
    case "expire":
      return sql`delete from messages where id in (
        select id from messages order by created_at limit (select count(*) from messages) * ${step.share}::int / 100)`;
  }
}

type Wanted = Pick<LogFilter, "statuses" | "problems" | "providerId" | "answer"> & {
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

const hashOf = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** A zone in which it is about five in the morning, so that a day begins in the middle of the log. Days stay, hours pass. */
const AHEAD = ((5 - new Date().getUTCHours() + 36) % 24) - 12;
const ZONE = `Etc/GMT${AHEAD < 0 ? "+" : "-"}${Math.abs(AHEAD)}`;
const dayOf = (ms: number) => new Date(ms + AHEAD * 3_600_000).toISOString().slice(0, 10);
const [today, yesterday] = [dayOf(Date.now()), dayOf(Date.now() - 86_400_000)];
const wanted: fc.Arbitrary<Wanted> = fc.record(
  {
    statuses: fc.subarray([...messageStatuses], { minLength: 1 }),
    problems: fc.subarray(["refused", "no_route", "released", "unknown"] as const, { minLength: 1 }),
    operator: fc.constantFrom(0, 1, 2, 3),
    answer: fc.constantFrom(hashOf("No"), hashOf("")),
    providerId: fc.constantFrom(1, 2, 3),
    account: fc.constantFrom(0, 1),
    second: fc.constant(true as const),
    other: fc.constant(true as const),
    tokenless: fc.constant(true as const),
    language: fc.constantFrom<(0 | 1)[]>(0, 1),
    period: fc.constantFrom(
      { from: today, to: undefined },
      { from: undefined, to: yesterday },
      { from: yesterday, to: yesterday },
    ),
  },
  { requiredKeys: [] },
);

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

async function expectExact(wish: Wanted): Promise<void> {
  const filter = filterOf(wish);
  const expected = await plainly(wish.operator, filter);
  expect(await pageByPage(filter, "older")).toEqual(expected);
  expect(await pageByPage(filter, "newer")).toEqual(expected);
  expect(await countPlaces(database(), filter, 1_000)).toEqual({ count: expected.length, more: false });
}

test("a filter finds all matches, whatever happened to messages and whenever blocks were written", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc
      .asyncProperty(
        logs,
        steps,
        fc.array(wanted, { minLength: 4, maxLength: 4 }),
        async (log, all, wishes) => {
          await insertYoung(log);
          for (const step of all) await take(step);
          for (const wish of wishes) await expectExact(wish);
        },
      )
      .beforeEach(async () => {
        await sql`truncate messages, log_blocks, late_outcomes, message_events, idempotency_keys`;
        await sql`delete from settings where name in ('log_blocks_until', 'messages_pending_since')`;
      }),
    { numRuns: 25 },
  );
});

const many = (count: number, more: Partial<Plan> = {}): Plan[] =>
  Array.from({ length: count }, (_, n) => ({
    account: 0,
    other: n % 2 === 0,
    second: n % 5 === 0,
    token: n % 3 === 0,
    status: "delivered",
    reason: "refused",
    provider: 1,
    beginning: "963930",
    answer: null,
    minutes: 20 + count - n,
    ...more,
  }));

test("blocks are full except the last of each kind, and have each message once for the account and once for its kind", async () => {
  await insertYoung(many(100));
  await writeLogBlocks({ size: 10, stride: 7 });
  await insertYoung(many(30));
  await writeLogBlocks({ size: 10, stride: 1_000 });
  const blocks = await sql<{ ofAccount: boolean; blocks: number; messages: number; open: number }[]>`
    select template_version_id = 0 as "ofAccount", count(*)::int as blocks, sum(count)::int as messages,
      count(*) filter (where count < 10)::int as open
    from log_blocks group by 1 order by 1`;
  // Of four kinds at most one is open each; those of the account are all full after the first run.
  const [kinds, own] = blocks;
  expect(own).toMatchObject({ ofAccount: true, messages: 100, blocks: 10, open: 0 });
  expect(kinds).toMatchObject({ ofAccount: false, messages: 100 });
  expect(kinds!.open).toBeLessThanOrEqual(4);
});

test("blocks record the first digits of their numbers, and are read if they could not record all", async () => {
  await insertYoung(many(10, { beginning: "963944" }));
  await writeLogBlocks({ size: 5 });
  // As a release without prefixes wrote them.
  await sql`update log_blocks set prefixes = '{}', prefixed = 0`;
  await insert(sql, many(3, { beginning: "963931" }));
  await writeLogBlocks({ size: 10 });
  const [known] = await sql`
    select count(*) filter (where prefixes = '{}')::int as unknown, bool_or(96393 = any(prefixes)) as added
    from log_blocks`;
  expect(known).toEqual({ unknown: expect.toSatisfy((n: number) => n > 0), added: true });
  for (const operator of [0, 1, 2]) await expectExact({ operator });
});

test("blocks record the subscriptions of their messages, and are read if they did not", async () => {
  await insertYoung(many(10));
  await writeLogBlocks({ size: 5 });
  // As a release that did not record them wrote them.
  await sql`update log_blocks set subscriptions = null`;
  await insert(sql, [...many(3, { second: true }), ...many(3, { account: 1 })]);
  await writeLogBlocks({ size: 100 });
  const [known] = await sql`
    select bool_or(subscriptions is null) as some, bool_or(subscriptions is not null) as others from log_blocks`;
  expect(known).toEqual({ some: true, others: true });
  await expectExact({ second: true });
  await expectExact({ second: true, statuses: ["failed"] });
});

test("a change after its block was written is listed until the block includes it", async () => {
  await insertYoung(many(20, { status: "sent" }));
  await writeLogBlocks({ size: 5 });
  const listed = () => sql`select message_id from late_outcomes`;
  expect(await listed()).toHaveLength(0);
  await change(3, "delivered", 1);
  await change(3, "delivered", 1);
  expect(await listed()).toHaveLength(1);
  await expectExact({ statuses: ["delivered"] });
  await writeLogBlocks({ size: 5 });
  expect(await listed()).toHaveLength(0);
  await expectExact({ statuses: ["delivered"] });
});

test("a change that commits while blocks are written is not lost", async () => {
  await insertYoung(many(20, { status: "sent" }));
  let written: Promise<void> | undefined;
  await sql.begin(async (tx) => {
    await tx`update messages set status = 'delivered' where id = (select min(id) from messages)`;
    written = writeLogBlocks({ size: 5 });
    await written;
  });
  expect(await sql`select message_id from late_outcomes`).toHaveLength(1);
  await expectExact({ statuses: ["delivered"] });
  await writeLogBlocks({ size: 5 });
  await expectExact({ statuses: ["delivered"] });
});

test("blocks are rebuilt if the database's clock was set back", async () => {
  await insertYoung(many(10));
  await writeLogBlocks({ size: 5 });
  await sql`update settings set value = to_jsonb('2999-01-01T00:00:00.000Z'::text) where name = 'log_blocks_until'`;
  await insertYoung(many(10, { status: "sent" }));
  await writeLogBlocks({ size: 5 });
  await expectExact({ statuses: ["sent"] });
});
