import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import { details } from "#core/api/details.ts";
import { ACCEPTED_RATE, REFUSED_RATE } from "#core/requests/kept-share.ts";
import { requestIdOf } from "#core/requests/request-id.ts";
import { prepareDatabase } from "#db/ready.ts";
import { metrics } from "#runtime/metrics.ts";
import { createToken } from "#services/customers/tokens.ts";
import { type Answered, flushRequests, keepRequest } from "./keep.ts";
import { getRequest, requestLog } from "./request-log.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let holder: { accountId: number; tokenId: number };

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  customer = await makeCustomer();
  const accountId = customer.account.id;
  holder = { accountId, tokenId: (await createToken(operator, { accountId, name: "shop" })).id };
});

const NUMBER = "963944123456";

interface Given {
  at?: number;
  status?: number;
  answer?: object;
  body?: unknown;
  address?: string | null;
  tokenId?: number;
}

function keep({
  at = Date.now(),
  status = 201,
  answer,
  body,
  address = "203.0.113.7",
  tokenId,
}: Given = {}): string {
  const id = requestIdOf(at, randomUUID());
  const asked = body === undefined ? { gsm: NUMBER, template_id: 1, code: "482910" } : body;
  const sent = { id: 17, gsm: NUMBER, template_code: "482910", message: "Code 482910", status: "sent" };
  const answered: Answered = {
    request: {
      id,
      method: "POST",
      url: "/api/otp/send/?x=1",
      from: { address },
      header: () => "application/json",
    },
    bytes: Buffer.from(typeof asked === "string" ? asked : JSON.stringify(asked)),
    answer: { status, text: JSON.stringify(answer ?? (status === 201 ? sent : { detail: "no" })) },
    ms: 12.4,
  };
  keepRequest({ ...holder, ...(tokenId && { tokenId }) }, answered);
  return id;
}

const log = (params: Record<string, string> = {}, actor: Actor = operator) =>
  requestLog(actor, { accountId: holder.accountId, params });
const idsOf = async (params: Record<string, string> = {}) => (await log(params)).rows.map(({ id }) => id);
const rowsWritten = async (result: string) =>
  (await metrics().requestLog.get()).values.find(({ labels }) => labels.result === result)?.value ?? 0;

test("a request is stored with its answer, without the code and the number", async () => {
  const id = keep();
  await flushRequests();
  const found = await getRequest(customer.developer, { id: ` ${id.toUpperCase()}` });
  expect(found).toMatchObject({
    id,
    method: "POST",
    path: "/api/otp/send/",
    status: 201,
    durationMs: 12,
    address: "203.0.113.7",
    error: null,
    field: null,
    messageId: 17,
    tokenName: "shop",
    body: '{"gsm":"9639******56","template_id":1,"code":"******"}',
  });
  expect(Math.abs(found.at.getTime() - Date.now())).toBeLessThan(60_000);
  const [dump] =
    await gateway.sql`select string_agg(r::text, '') as all from api_requests r where id = ${id}`;
  expect(dump!.all).not.toMatch(/482910|963944123456/);
});

test("requests are found by id, number in any notation, address, status, error, token and period", async () => {
  const other = (await createToken(operator, { accountId: holder.accountId, name: "other" })).id;
  const at = Date.now();
  const sent = keep({ at: at - 5_000 });
  const invalid = keep({
    at: at - 4_000,
    status: 400,
    answer: { gsm: ["This field is required."] },
    body: {},
  });
  const blocked = keep({
    at: at - 3_000,
    status: 403,
    answer: { detail: details.address },
    address: "2001:db8::1",
  });
  const broke = keep({ at: at - 2_000, status: 402, tokenId: other, body: { gsm: "0933000111" } });
  const old = keep({ at: at - 26 * 3_600_000, status: 503 });
  await flushRequests();
  expect(await idsOf()).toEqual([broke, blocked, invalid, sent, old]);
  expect(await idsOf({ q: sent })).toEqual([sent]);
  for (const q of [NUMBER, "0944 123 456", "+963-944-123456", "٠٩٤٤١٢٣٤٥٦"]) {
    expect(await idsOf({ q })).toEqual([blocked, sent, old]);
  }
  expect(await idsOf({ q: "2001:db8:0::1" })).toEqual([blocked]);
  expect(await idsOf({ status: "refused" })).toEqual([broke, blocked, invalid, old]);
  expect(await idsOf({ status: "400,402" })).toEqual([broke, invalid]);
  expect(await idsOf({ error: "address,quota" })).toEqual([broke, blocked]);
  expect(await idsOf({ token: String(other) })).toEqual([broke]);
  expect(await idsOf({ period: "24h" })).toEqual([broke, blocked, invalid, sent]);
  expect(await idsOf({ period: "2020-01-01..2020-12-31" })).toEqual([]);
  expect(await idsOf({ period: "0001-01-01..9999-12-31" })).toHaveLength(5);
  expect((await log({ q: "hello" })).notSearchable).toBe(true);
  expect((await log()).rows[2]).toMatchObject({ error: "invalid", field: "gsm" });
  // What no address may do: make the page fail.
  for (const q of ["\0", "%", "' or 1=1", "9".repeat(90), "::", "1.2.3.4/8"])
    await log({ q, after: "x", status: "x" });
});

test("paging in both directions shows nothing twice", async () => {
  const at = Date.now();
  const ids = Array.from({ length: 60 }, (_, i) => requestIdOf(at - i * 1_000, randomUUID()));
  await gateway.sql`
    insert into api_requests (id, account_id, token_id, method, path, status, duration_ms, body, answer)
    select id, ${holder.accountId}, ${holder.tokenId}, 'POST', '/', 201, 1, '', '{}' from unnest(${ids}::uuid[]) id`;
  const first = await log();
  expect(first.rows.map(({ id }) => id)).toEqual(ids.slice(0, 25));
  expect(first.count).toEqual({ count: 60, more: false });
  const second = await log({ after: first.pages.after! });
  expect(second.rows.map(({ id }) => id)).toEqual(ids.slice(25, 50));
  const back = await log({ before: second.pages.before! });
  expect(back.rows).toEqual(first.rows);
  expect(back.pages.before).toBeNull();
});

test("an account sees its own requests only", async () => {
  const id = keep();
  await flushRequests();
  const stranger = (await makeCustomer()).developer;
  await expect(log({}, stranger)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(getRequest(stranger, { id })).rejects.toMatchObject({ code: "request_not_found" });
  const onlooker: Actor = { ...customer.developer, role: "onlooker" };
  expect((await getRequest(onlooker, { id })).id).toBe(id);
  for (const wrong of [randomUUID(), "1", "", "\0"]) {
    await expect(getRequest(operator, { id: wrong })).rejects.toMatchObject({ code: "request_not_found" });
  }
});

test("a flood is sampled, with a separate rate for refused requests", async () => {
  for (let i = 0; i < 2_000; i++) keep();
  for (let i = 0; i < 2_000; i++) keep({ status: 403, answer: { detail: details.address } });
  const leftOut = await rowsWritten("left_out");
  await flushRequests();
  const [kept] = await gateway.sql`
    select count(*) filter (where status = 201)::int as sent, count(*) filter (where status = 403)::int as refused
    from api_requests where account_id = ${holder.accountId}`;
  // The bursts, and what a slow machine takes time for.
  expect(kept!.sent).toBeGreaterThanOrEqual(ACCEPTED_RATE.burst);
  expect(kept!.sent).toBeLessThan(ACCEPTED_RATE.burst * 3);
  expect(kept!.refused).toBeGreaterThanOrEqual(REFUSED_RATE.burst);
  expect(kept!.refused).toBeLessThan(REFUSED_RATE.burst * 3);
  expect((await rowsWritten("left_out")) - leftOut).toBe(4_000 - kept!.sent - kept!.refused);
});

test("if the database is slow, rows beyond the memory limit are dropped and counted", async () => {
  const customers = await Promise.all(Array.from({ length: 16 }, () => makeCustomer()));
  const tokens = await Promise.all(
    customers.map(({ account }) => createToken(operator, { accountId: account.id, name: "app" })),
  );
  const before = await rowsWritten("dropped");
  const lock = await gateway.sql.reserve();
  try {
    await lock`begin`;
    await lock`lock table api_requests in exclusive mode`;
    keep();
    const first = flushRequests();
    // Waits for the lock with the first row; all others have to wait in memory.
    for (const [i, { account }] of customers.entries()) {
      holder = { accountId: account.id, tokenId: tokens[i]!.id };
      for (let n = 0; n < REFUSED_RATE.burst; n++) keep({ status: 402 });
    }
    expect((await rowsWritten("dropped")) - before).toBe(16 * REFUSED_RATE.burst - 500);
    await lock`commit`;
    await first;
  } finally {
    lock.release();
  }
  await flushRequests();
  const [{ n }] = (await gateway.sql`
    select count(*)::int as n from api_requests where account_id = any(${customers.map(({ account }) => account.id)})`) as [
    { n: number },
  ];
  expect(n).toBe(500);
});

test("a row with a missing token does not affect others", async () => {
  const id = keep();
  keep({ tokenId: 2_000_000_000 });
  await flushRequests();
  expect(await idsOf()).toEqual([id]);
});

test("storing a request never fails, whatever the client sends", async () => {
  const odd = ['"\ud800', "\0", "[".repeat(2_000), '{"gsm":"\u0000","code":"\ud800"}', "{}".repeat(8_000)];
  for (const body of odd) keep({ body, status: 400, answer: { gsm: ["\u0000\ud800"] }, address: null });
  await flushRequests();
  expect(await idsOf()).toHaveLength(odd.length);
});
