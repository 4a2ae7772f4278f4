import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { freshGateway } from "#bin/fixtures/gateway.ts";
import { isDatabaseAway, statementRefused } from "#runtime/database/errors.ts";
import { batches } from "./batches.ts";
import {
  driftOf,
  grant,
  makeAccount,
  messagesOf,
  reservation,
  settlement,
  statusOf,
  usedOf,
} from "./test-account.ts";

let sql: Sql;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ sql, drop } = await freshGateway());
});
afterAll(() => drop());

test("a send that the database refuses fails alone: others in its statement are charged once", async () => {
  const account = await makeAccount(sql);
  const subscription = await grant(sql, account, { quota: 100 });
  const sends = Array.from({ length: 30 }, (_, i) => ({
    ...reservation(account),
    ...(i === 13 ? { segments: 0 } : {}),
  }));
  const results = await Promise.allSettled(sends.map((send) => batches().reserve(send)));
  expect(results.filter((r) => r.status === "rejected").map((r) => results.indexOf(r))).toEqual([13]);
  expect(await usedOf(sql, account)).toEqual({ [subscription]: 29 });
  expect(await messagesOf(sql, account)).toHaveLength(29);
});

test("the same with idempotency keys", async () => {
  const account = await makeAccount(sql);
  const subscription = await grant(sql, account, { quota: 100 });
  const sends = Array.from({ length: 10 }, (_, i) => ({
    ...reservation(account),
    ...(i === 4 ? { segments: 0 } : {}),
    key: `key ${i}`,
    bodyHash: Buffer.alloc(32, i),
  }));
  const results = await Promise.allSettled(sends.map((send) => batches().reserveKeyed(send)));
  expect(results.map((r) => (r.status === "fulfilled" ? r.value.kind : "refused"))).toEqual(
    sends.map((_, i) => (i === 4 ? "refused" : "reserved")),
  );
  expect(await usedOf(sql, account)).toEqual({ [subscription]: 9 });
  const keys = await sql`select key from idempotency_keys where account_id = ${account.accountId}`;
  expect(keys).toHaveLength(9);
});

test("an outcome blocked by a lock does not hold up others in its batch for long", async () => {
  const account = await makeAccount(sql);
  await grant(sql, account, { quota: 100 });
  await Promise.all(Array.from({ length: 4 }, () => batches().reserve(reservation(account))));
  const ids = (await messagesOf(sql, account)).map(({ id }) => id);
  const [locked, ...free] = ids as [number, ...number[]];
  const held = Promise.withResolvers<void>();
  const has = Promise.withResolvers<void>();
  const lock = sql.begin(async (tx) => {
    await tx`select from messages where id = ${locked} for update`;
    has.resolve();
    await held.promise;
  });
  await has.promise;
  const settle = (id: number) => batches().settle(settlement(id, "sent"));
  const order: string[] = [];
  const all = [locked, ...free].map((id) =>
    settle(id).then(
      (status) => order.push(status),
      (error: Error & { code?: string }) => order.push(error.code ?? error.message),
    ),
  );
  await Promise.all(all);
  held.resolve();
  await lock;
  expect(order).toEqual([...free.map(() => "sent"), "55P03"]);
  // Nothing of it was done, so that it may be tried again.
  expect(await statusOf(sql, locked)).toBe("pending");
  expect(await settle(locked)).toBe("sent");
});

test("hundreds of concurrent sends use the last credits of several subscriptions exactly", async () => {
  const account = await makeAccount(sql);
  for (const [days, quota] of [20, 13, 17].entries()) await grant(sql, account, { quota, days: days + 1 });
  const results = await Promise.all(
    Array.from({ length: 300 }, () => batches().reserve(reservation(account))),
  );
  expect(results.filter((r) => r.kind === "reserved")).toHaveLength(50);
  const settled = await Promise.all(
    (await messagesOf(sql, account)).map(({ id }, i) =>
      batches().settle({
        messageId: id,
        status: i % 2 ? "sent" : "failed",
        providerId: null,
        ref: null,
        response: null,
      }),
    ),
  );
  expect(settled.filter((status) => status === "failed")).toHaveLength(25);
  const again = await Promise.all(Array.from({ length: 60 }, () => batches().reserve(reservation(account))));
  expect(again.filter((r) => r.kind === "reserved")).toHaveLength(25);
  expect(await driftOf(sql)).toEqual([]);
});

test("what PostgreSQL refused may be retried; what was lost in transit may not", async () => {
  const refused = await sql`select 1 / 0`.catch((error) => error);
  expect([statementRefused(refused), isDatabaseAway(refused)]).toEqual(["alone", false]);
  const raised = (code: string) =>
    sql.unsafe(`do $$ begin raise exception 'x' using errcode = '${code}'; end $$`).catch((error) => error);
  // A deadlock and a serialization failure mean what they say; statement_completion_unknown says what it means.
  for (const [code, verdict] of [
    ["40P01", "again"],
    ["40001", "again"],
    ["40002", "alone"],
    ["40003", null],
  ] as const) {
    const lost = await raised(code);
    expect([code, statementRefused(lost), isDatabaseAway(lost)]).toEqual([code, verdict, false]);
  }
  for (const code of ["57P01", "53100", "53300", "08006", "25006"]) {
    const away = await raised(code);
    expect([code, statementRefused(away), isDatabaseAway(away)]).toEqual([code, null, true]);
  }
  const gone = await postgres("postgres://u:p@127.0.0.1:1/d", { max: 1 })`select 1`.catch((error) => error);
  expect([statementRefused(gone), isDatabaseAway(gone)]).toEqual([null, true]);
  // A mistake of ours after the statement was done: it must not be done twice.
  expect(statementRefused(new TypeError("x is not a function"))).toBeNull();
});

test("sends of an account with a locked subscription delay no send that comes after the first of them", async () => {
  const [locked, other] = [await makeAccount(sql), await makeAccount(sql)];
  const subscription = await grant(sql, locked, { quota: 100 });
  await grant(sql, other, { quota: 100 });
  const held = Promise.withResolvers<void>();
  const has = Promise.withResolvers<void>();
  const lock = sql.begin(async (tx) => {
    await tx`select from subscriptions where id = ${subscription} for update`;
    has.resolve();
    await held.promise;
  });
  await has.promise;
  const waiting = () => waitingForLocks(sql);
  const first = batches().reserve(reservation(locked));
  await expect.poll(waiting).toBe(1);
  // Each of these is asked for together with one more of the locked account.
  const stuck = [first];
  for (let n = 0; n < 3; n++) {
    stuck.push(batches().reserve(reservation(locked)));
    expect(await batches().reserve(reservation(other))).toMatchObject({ kind: "reserved" });
    expect(await waiting()).toBeLessThanOrEqual(1);
  }
  held.resolve();
  await lock;
  for (const result of await Promise.all(stuck)) expect(result.kind).toBe("reserved");
});
