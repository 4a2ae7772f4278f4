import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { requestIdOf } from "#core/requests/request-id.ts";
import { prepareDatabase } from "#db/ready.ts";
import { driftOf } from "#db/test-account.ts";
import { createToken } from "#services/customers/tokens.ts";
import { countRecentHours } from "#services/figures/message-counts.ts";
import { checkLedger } from "#services/figures/subscription-ledger.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { changeSettings } from "#services/gateway/settings.ts";
import { type SendResult, sendOtp } from "#services/sending/send.ts";
import { examine } from "./doctor.ts";
import { applyRetention } from "./retention.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: { delay_ms: 0, reports: false } });
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  await gateway.sql`delete from settings where name <> 'secret_fingerprint'`;
  customer = await makeCustomer();
});

const keep = (messages: number | null, refusals: number | null = null, audit: number | null = null) =>
  changeSettings(operator, { group: "retention", value: { messages, refusals, audit } });

async function planted(status: "pending" | "sent" | "failed" | "unknown", days: number): Promise<number> {
  const id = await plantMessage(gateway.sql, customer, status);
  await gateway.sql`update messages set created_at = now() - ${days} * interval '1 day' where id = ${id}`;
  return id;
}

const kept = async (ids: number[]) =>
  (await gateway.sql`select id::int from messages where id = any(${ids}) order by id`).map((row) => row.id);

/** Old messages by the thousand, charged as the ledger charges: every seventh failed. */
async function backlog(count: number, { quota = 1_000_000 } = {}): Promise<void> {
  const { account, subscription, template } = customer;
  await gateway.sql`
    with planted as (
      insert into messages (account_id, subscription_id, template_version_id, language, code_length, segments,
        credits, status, problem, number, created_at)
      select ${account.id}, ${subscription.id}, ${template.serving!.id}, 1, 6, 1, 1,
        case when n % 7 = 0 then 'failed' else 'sent' end::message_status,
        case when n % 7 = 0 then 'refused' end::message_problem, '963911000000',
        now() - interval '40 days' + n * interval '1 second'
      from generate_series(1, ${count}) n returning id, status
    ), events as (
      insert into message_events (message_id, kind) select id, 'intermediate' from planted where id % 3 = 0
    )
    update subscriptions set quota = ${quota}, used = used + (select count(*) from planted where status <> 'failed')
    where id = ${subscription.id}`;
  await gateway.sql`
    update subscription_changes set credits = ${quota} where subscription_id = ${subscription.id}`;
}

test("old final messages are deleted with their dependent rows, and their credits stay used", async () => {
  const old = [await planted("sent", 31), await planted("failed", 31), await planted("sent", 400)];
  const young = [await planted("sent", 29), await planted("failed", 29)];
  const open = [await planted("pending", 31), await planted("unknown", 31)];
  await gateway.sql`insert into message_events (message_id, kind) values (${old[0]!}, 'intermediate')`;
  await gateway.sql`insert into message_attempts (message_id, ordinal, state, started_at)
    select id, 1, 'pending', now() from unnest(${[old[0]!, young[0]!]}::bigint[]) id`;
  await gateway.sql`
    insert into idempotency_keys (account_id, key, body_hash, message_id)
    values (${customer.account.id}, 'k', '\\x00', ${old[2]!})`;
  await countRecentHours();
  await keep(30);
  expect(await applyRetention()).toEqual({ messages: 3, refusals: 0, audit: 0, notices: 0, requests: 0 });
  expect(await kept([...old, ...young, ...open])).toEqual([...young, ...open]);
  const attempts = await gateway.sql`select message_id::int as id from message_attempts`;
  expect(attempts.map(({ id }) => id)).toEqual([young[0]]);
  await gateway.sql`delete from message_attempts`;
  expect(await checkLedger(operator, { id: customer.subscription.id })).toMatchObject({
    usedByDeleted: 2,
    used: 5,
    ok: true,
  });
  expect(await driftOf(gateway.sql)).toEqual([]);
  const [left] = await gateway.sql`
    select (select count(*)::int from message_events) as events, (select count(*)::int from idempotency_keys) as keys`;
  expect(left).toEqual({ events: 0, keys: 0 });
  // Nothing of this test may be in the way of the next one's doctor.
  await gateway.sql`update messages set created_at = now() where id = any(${open})`;
});

test("messages that are not counted yet are kept until they are", async () => {
  const id = await planted("sent", 31);
  await keep(30);
  expect(await applyRetention()).toMatchObject({ messages: 0 });
  expect(await kept([id])).toEqual([id]);
  await countRecentHours();
  expect(await applyRetention()).toMatchObject({ messages: 1 });
});

test("a retention of never deletes nothing", async () => {
  const id = await planted("sent", 5_000);
  await countRecentHours();
  await keep(null);
  expect(await applyRetention()).toEqual({ messages: 0, refusals: 0, audit: 0, notices: 0, requests: 0 });
  expect(await kept([id])).toEqual([id]);
  await gateway.sql`update messages set created_at = now() where id = ${id}`;
});

test("refused requests and audit entries have their own periods, and deletions are audited", async () => {
  const { id: tokenId } = await createToken(operator, { accountId: customer.account.id, name: "app" });
  await gateway.sql`
    insert into refusals (account_id, token_id, address, "check", minute, count)
    select ${customer.account.id}, ${tokenId}, '10.0.0.1', 'quota', now() - n * interval '1 day', 1
    from generate_series(1, 600) n`;
  await gateway.sql`
    update audit_entries set at = now() - interval '100 days'
    where id in (select id from audit_entries order by id limit 3)`;
  const [before] = await gateway.sql`select count(*)::int as n from audit_entries`;
  await keep(null, 90, 99);
  expect(await applyRetention()).toEqual({ messages: 0, refusals: 511, audit: 3, notices: 0, requests: 0 });
  const [after] = await gateway.sql`
    select (select count(*)::int from refusals) as refusals, (select count(*)::int from audit_entries) as n`;
  // The change of the setting, and what the run itself says.
  expect(after).toEqual({ refusals: 89, n: before!.n - 3 + 2 });
  const [entry] = await gateway.sql`select * from audit_entries order by id desc limit 1`;
  expect(entry).toMatchObject({
    action: "retention.delete",
    actor_name: "retention",
    after: { messages: 0, refusals: 511, audit: 3, notices: 0 },
  });
});

test("audit entries that a clock far ahead has dated hold up no others, and stay themselves", async () => {
  await keep(null, null, 99);
  await gateway.sql`
    insert into audit_entries (at, actor_kind, actor_name, action, subject_id)
    select now() + interval '20 years', 'system', 'ahead', 'retention.delete', 'all' from generate_series(1, 600)`;
  await gateway.sql`
    insert into audit_entries (at, actor_kind, actor_name, action, subject_id)
    select now() - interval '100 days', 'system', 'old', 'retention.delete', 'all' from generate_series(1, 600)`;
  expect(await applyRetention()).toMatchObject({ audit: 600 });
  const left = await gateway.sql`
    select actor_name as name, count(*)::int from audit_entries where actor_name in ('ahead', 'old') group by 1`;
  expect(left).toEqual([{ name: "ahead", count: 600 }]);
  await gateway.sql`delete from audit_entries where actor_name = 'ahead'`;
});

test("requests are kept for seven days, and their hourly deletion is not audited", async () => {
  const { id: tokenId } = await createToken(operator, { accountId: customer.account.id, name: "app" });
  const hoursAgo = (hours: number) => requestIdOf(Date.now() - hours * 3_600_000, randomUUID());
  const ids = [...Array.from({ length: 300 }, (_, i) => hoursAgo(169 + i)), hoursAgo(167), hoursAgo(0)];
  await gateway.sql`
    insert into api_requests (id, account_id, token_id, method, path, status, duration_ms, body, answer)
    select id, ${customer.account.id}, ${tokenId}, 'POST', '/api/otp/send/', 201, 1, '', '{}'
    from unnest(${ids}::uuid[]) id`;
  await keep(null);
  const [before] = await gateway.sql`select count(*)::int as n from audit_entries`;
  expect(await applyRetention()).toEqual({ messages: 0, refusals: 0, audit: 0, notices: 0, requests: 300 });
  const left = await gateway.sql`select id from api_requests order by id`;
  expect(left.map(({ id }) => id)).toEqual(ids.slice(-2));
  expect(await gateway.sql`select count(*)::int as n from audit_entries`).toEqual([before]);
});

test("it stops between two statements when told to, and continues the next time", async () => {
  await backlog(2_000);
  await countRecentHours();
  await keep(30);
  const stop = new AbortController();
  // Its first statement waits for the subscription until it is told to stop.
  const run = await gateway.sql.begin(async (tx) => {
    await tx`select from subscriptions where id = ${customer.subscription.id} for update`;
    const run = applyRetention(stop.signal);
    await expect.poll(() => waitingForLocks(gateway.sql)).toBe(1);
    stop.abort();
    return { deleted: () => run };
  });
  const first = await run.deleted();
  expect(first.messages).toBeGreaterThan(0);
  expect(first.messages).toBeLessThan(2_000);
  expect(await driftOf(gateway.sql)).toEqual([]);
  const second = await applyRetention();
  expect(first.messages + second.messages).toBe(2_000);
  expect(await examine(operator)).toMatchObject({ ok: true });
});

test("concurrent sends to the same subscription do not fail, and the ledger adds up at every moment", async () => {
  await backlog(5_000);
  await countRecentHours();
  await keep(30);
  const results: SendResult[] = [];
  let done = false;
  const { account, template } = customer;
  const { id: versionId, english, arabic } = template.serving!;
  const sender = async () => {
    while (!done) {
      results.push(
        await sendOtp(
          { accountId: account.id, tokenId: null, userId: null },
          {
            number: "963911000000",
            templateId: template.id,
            code: "123456",
            language: 1,
            idempotencyKey: null,
          },
          { id: template.id, name: template.name, archived: false, versionId, english, arabic },
        ),
      );
    }
  };
  const doctor = async () => {
    while (!done) expect(await driftOf(gateway.sql)).toEqual([]);
  };
  const retention = applyRetention().finally(() => {
    done = true;
  });
  await Promise.all([retention, doctor(), ...Array.from({ length: 8 }, sender)]);
  expect((await retention).messages).toBe(5_000);
  expect(results.length).toBeGreaterThan(20);
  for (const result of results)
    expect(result).toMatchObject({ kind: "message", message: { status: "sent" } });
  expect(await examine(operator)).toMatchObject({ ok: true });
  expect(await checkLedger(operator, { id: customer.subscription.id })).toMatchObject({
    ok: true,
    charged: results.length,
  });
});
