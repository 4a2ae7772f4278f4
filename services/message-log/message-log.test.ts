import fc from "fast-check";
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway } from "#bin/fixtures/gateway.ts";
import { type Actor, userActor } from "#core/access/actor.ts";
import { messageStatuses } from "#core/message/message-status.ts";
import type { SearchParams } from "#core/table/table-params.ts";
import { movePendingSince } from "#db/queries/messages/pending-since.ts";
import { grant, makeAccount, type TestAccount } from "#db/test-account.ts";
import { database } from "#runtime/database/pools.ts";
import { exportMessages, type LogPage, messageDetails, messageLog, messageNews } from "./message-log.ts";

let sql: Sql;
let drop: () => Promise<void>;
let mine: TestAccount;
let theirs: TestAccount;
let developer: Actor;
const admin = userActor({ id: 2, email: "admin@example.com", role: "admin", accountId: null }, null);

interface Made {
  problem: string | null;
  id: number;
  accountId: number;
  versionId: number;
  templateId: number;
  tokenId: number | null;
  language: number;
  status: string;
  number: string;
  at: string;
}
/** In the order of the log. */
let made: Made[];

beforeAll(async () => {
  ({ sql, drop } = await freshGateway());
  [mine, theirs] = [await makeAccount(sql), await makeAccount(sql)];
  developer = userActor(
    { id: 1, email: "dev@example.com", role: "developer", accountId: mine.accountId },
    null,
  );
  for (const account of [mine, theirs]) {
    const subscription = await grant(sql, account, { quota: 10_000 });
    // A second template and a second token; times that repeat, and do not follow the ids.
    await sql`
      with template as (insert into templates (account_id, name) values (${account.accountId}, 'Other') returning id),
        version as (
          insert into template_versions (template_id, number, english, status, decided_at)
          select id, 1, 'Code {code}', 'approved', now() from template returning id
        ),
        token as (
          insert into api_tokens (account_id, name, hash, sealed, hint)
          values (${account.accountId}, 'other', sha256(${String(account.accountId)}::bytea), '', 'ag_…') returning id
        )
      insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length, segments,
        credits, status, problem, number, created_at)
      select ${account.accountId}, ${subscription}, case when n % 3 = 0 then version.id else ${account.versionId} end,
        case n % 4 when 0 then token.id when 1 then null else ${account.tokenId} end, n % 2, 6, 1, 1,
        status, case status when 'failed' then (enum_range(null::message_problem))[2 + n % 3] when 'unknown' then 'unknown' end::message_problem,
        '96391100000' || n % 9,
        timestamptz '2026-03-01 20:00Z' + (n * 37 % 60) * interval '17 minutes'
      from generate_series(1, 230) n, version, token,
        lateral (select (enum_range(null::message_status))[1 + n * 7 % 5] as status) s`;
  }
  await movePendingSince(database());
  made = [
    ...(await sql<Made[]>`
      select m.id::float8 as id, m.account_id as "accountId", template_version_id as "versionId",
        v.template_id as "templateId", token_id as "tokenId", language, m.status, m.problem, m.number, m.created_at::text as at
      from messages m join template_versions v on v.id = m.template_version_id
      order by m.created_at desc, m.id desc`),
  ];
});
afterAll(() => drop());

const idsOf = (page: LogPage) => page.rows.map(({ id }) => id);
const own = (params: SearchParams) => messageLog(developer, { accountId: mine.accountId, params });
const idsWhere = (wanted: (message: Made) => boolean) => made.filter(wanted).map(({ id }) => id);

/** A filter as an address has it, and what it means. */
const filters = fc.record(
  {
    status: fc.subarray([...messageStatuses], { minLength: 1 }),
    template: fc.constantFrom("mine", "other"),
    token: fc.constantFrom("mine", "other", "none"),
    language: fc.constantFrom("ar", "en"),
    reason: fc.subarray(["refused", "undelivered", "released", "unknown", "no_route"] as const, {
      minLength: 1,
    }),
    q: fc.constantFrom("0911 000 003", "963911000004", "٩١١٠٠٠٠٠٥", "000 006", "1000-007"),
    period: fc.constantFrom(
      "2026-03-02..2026-03-02",
      "2026-03-01..2026-03-01",
      "..2026-03-01",
      "2026-03-02..",
    ),
  },
  { requiredKeys: [] },
);
type Filters = typeof filters extends fc.Arbitrary<infer F> ? F : never;

/** Of the message, as a day in Damascus. */
const dayOf = ({ at }: Made) =>
  new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Damascus" }).format(new Date(at));

function meaning(filter: Filters, account: TestAccount) {
  const [from, to] = (filter.period ?? "..").split("..");
  return (message: Made) =>
    message.accountId === account.accountId &&
    (!filter.status || filter.status.some((status) => status === message.status)) &&
    (!filter.reason || filter.reason.some((reason) => reason === message.problem)) &&
    (!filter.template || (filter.template === "mine") === (message.versionId === account.versionId)) &&
    (!filter.token ||
      (filter.token === "none"
        ? message.tokenId === null
        : message.tokenId !== null && (filter.token === "mine") === (message.tokenId === account.tokenId))) &&
    (!filter.language || message.language === (filter.language === "ar" ? 0 : 1)) &&
    (!filter.q || message.number === `96391100000${Number(filter.q.at(-1)) || 5}`) &&
    (!from || dayOf(message) >= from) &&
    (!to || dayOf(message) <= to);
}

function paramsOf(filter: Filters, account: TestAccount): SearchParams {
  const of = made.filter(({ accountId }) => accountId === account.accountId);
  const [first, other] = [
    of.find((m) => m.versionId === account.versionId)!,
    of.find((m) => m.versionId !== account.versionId)!,
  ];
  const otherToken = of.find((m) => m.tokenId !== null && m.tokenId !== account.tokenId)!.tokenId;
  return {
    ...filter,
    status: filter.status?.join(","),
    reason: filter.reason?.join(","),
    template: filter.template && String((filter.template === "mine" ? first : other).templateId),
    token:
      filter.token === "none"
        ? "none"
        : filter.token && String(filter.token === "mine" ? account.tokenId : otherToken),
  };
}

/** Walks through all pages, and back again; the count stands beside each. */
async function walk(
  read: (params: SearchParams) => Promise<LogPage>,
  params: SearchParams,
  expected: number[],
) {
  const there: LogPage[] = [await read(params)];
  for (let after = there[0]!.pages.after; after; after = there.at(-1)!.pages.after) {
    there.push(await read({ ...params, after }));
  }
  expect(there.flatMap(idsOf)).toEqual(expected);
  expect(there[0]!.pages.before).toBeNull();
  for (const { count } of there) expect(count).toEqual({ count: expected.length, more: false });
  for (let at = there.length - 1; at > 0; at--) {
    const before = await read({ ...params, before: there[at]!.pages.before! });
    expect(idsOf(before)).toEqual(idsOf(there[at - 1]!));
    expect(before.pages.after).toBe(there[at - 1]!.pages.after);
    expect(before.pages.before === null).toBe(at === 1);
  }
}

test("with any filter, paging in both directions gives each message of the account once, newest first", async () => {
  await fc.assert(
    fc.asyncProperty(filters, fc.constantFrom("25", "50", "100"), async (filter, size) => {
      await walk(own, { ...paramsOf(filter, mine), size }, idsWhere(meaning(filter, mine)));
    }),
    { numRuns: 60 },
  );
});

test("the operator's log has all accounts' messages, and can be filtered by account", async () => {
  const all = (params: SearchParams) => messageLog(admin, { accountId: "all", params });
  await walk(
    all,
    {},
    idsWhere(() => true),
  );
  await walk(
    all,
    { status: "failed,pending" },
    idsWhere(({ status }) => /failed|pending/.test(status)),
  );
  await walk(
    all,
    { account: String(theirs.accountId) },
    idsWhere(({ accountId }) => accountId === theirs.accountId),
  );
  await walk(
    all,
    { q: "+963 911 000 002" },
    idsWhere(({ number }) => number.endsWith("2")),
  );
  const some = made[17]!;
  await walk(all, { q: `#${some.id}` }, [some.id]);
});

test("a developer cannot read another account's messages in any way", async () => {
  const foreign = made.find(({ accountId }) => accountId === theirs.accountId)!;
  const refused = { code: "not_allowed" };
  for (const accountId of [theirs.accountId, "all"] as const) {
    const query = { accountId, params: {} };
    await expect(messageLog(developer, query)).rejects.toMatchObject(refused);
    await expect(exportMessages(developer, query)).rejects.toMatchObject(refused);
    await expect(messageNews(developer, query, { since: null, ids: [] })).rejects.toMatchObject(refused);
  }
  await expect(messageDetails(developer, { id: foreign.id })).rejects.toMatchObject({
    code: "message_not_found",
  });
  expect(idsOf(await own({ q: `#${foreign.id}` }))).toEqual([]);
  expect(idsOf(await own({ template: String(foreign.templateId) }))).toEqual([]);
  expect(idsOf(await own({ token: String(theirs.tokenId) }))).toEqual([]);
  // The operator's filters are none of a developer's.
  expect(idsOf(await own({ account: String(theirs.accountId) }))).toEqual(idsOf(await own({})));
  const query = { accountId: mine.accountId, params: {} };
  expect(await messageNews(developer, query, { since: null, ids: [foreign.id] })).toMatchObject({
    statuses: {},
  });
});

test("an impossible search is explained, and no parameter causes an error", async () => {
  expect(await own({ q: "hello" })).toMatchObject({ notSearchable: true, rows: [] });
  expect(await own({ q: "٠٩١١٠٠٠٠٠٣" })).toMatchObject({ notSearchable: false });
  for (const cursor of ["x", "0.0", "zzzzzzzzzzz.zzzzzzzzzzz", "-.-", "a.b.c"]) {
    expect((await own({ after: cursor })).rows.length, cursor).toBeLessThanOrEqual(25);
  }
});

test("the count of new messages covers those after the first row, with the same filter", async () => {
  const params = { status: "delivered", language: "en" };
  const { top } = await own(params);
  const query = { accountId: mine.accountId, params };
  const pending = made.find(
    (m) => m.accountId === mine.accountId && m.status === "pending" && m.language === 1,
  )!;
  const look = () => messageNews(developer, query, { since: top, ids: [pending.id] });
  expect(await look()).toEqual({ newer: 0, statuses: { [pending.id]: "pending" }, problems: {} });
  await sql`update messages set status = 'delivered', created_at = '2026-06-01Z' where id = ${pending.id}`;
  expect(await look()).toEqual({ newer: 1, statuses: { [pending.id]: "delivered" }, problems: {} });
  await sql`update messages set status = 'failed', problem = 'undelivered' where id = ${pending.id}`;
  expect(await look()).toMatchObject({ problems: { [pending.id]: "undelivered" } });
  await sql`update messages set status = 'pending', problem = null, created_at = ${pending.at} where id = ${pending.id}`;
});

/** A user whom an audit entry can name. */
async function makeUser(accountId: number | null) {
  const email = `export-${accountId}@example.com`;
  const role = accountId === null ? "admin" : "developer";
  const [row] = await sql<{ id: number }[]>`
    insert into users (email, role, account_id) values (${email}, ${role}, ${accountId}) returning id`;
  return userActor({ id: row!.id, email, role, accountId }, "203.0.113.9");
}

test("an export reads batch by batch, has every message once, and is audited", async () => {
  const account = await makeAccount(sql);
  const [anAdmin, aDeveloper] = [await makeUser(null), await makeUser(account.accountId)];
  const subscription = await grant(sql, account, { quota: 10_000 });
  await sql`
    insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length, segments,
      credits, status, number, created_at)
    select ${account.accountId}, ${subscription}, ${account.versionId}, ${account.tokenId}, 1, 6, 1, 1, 'sent',
      '963911000000', now() - n / 3 * interval '1 second'
    from generate_series(1, 2500) n`;
  const query = { accountId: account.accountId, params: { status: "sent" } };
  const all: number[] = [];
  for await (const batch of await exportMessages(anAdmin, {
    accountId: "all",
    params: { account: String(account.accountId), after: "x", size: "50" },
  })) {
    expect(batch.length).toBeLessThanOrEqual(1_000);
    all.push(...batch.map(({ id }) => id));
  }
  expect(new Set(all).size).toBe(2_500);
  // The second batch is not read before it is asked for: what is gone by then is not in it.
  const batches = await exportMessages(aDeveloper, query);
  const traces = await sql`
    select actor_id, address, subject_id, account_id, after from audit_entries where action = 'message.export'
    order by id`;
  expect(traces).toEqual([
    {
      actor_id: anAdmin.id,
      address: "203.0.113.9",
      subject_id: "all",
      account_id: null,
      after: { asked: `account=${account.accountId}` },
    },
    {
      actor_id: aDeveloper.id,
      address: "203.0.113.9",
      subject_id: String(account.accountId),
      account_id: account.accountId,
      after: { asked: "status=sent" },
    },
  ]);
  const first = (await batches.next()).value!;
  expect(first.map(({ id }: { id: number }) => id)).toEqual(all.slice(0, 1_000));
  await sql`delete from messages where id = any(${all.slice(1_500)}::bigint[])`;
  const rest: number[] = [];
  for await (const batch of batches) rest.push(...batch.map(({ id }) => id));
  expect(rest).toEqual(all.slice(1_000, 1_500));
});
