import type { Sql, TransactionSql } from "postgres";
import { beforeEach, expect, test } from "vitest";
import { findByRefs } from "#db/queries/messages/provider-refs.ts";
import { attemptsOf, grant, makeProvider, settlement, statusOf } from "../test-account.ts";
import { account, reserveOne, sql } from "../test-ledger.ts";
import { report } from "./report.ts";
import { type Settlement, settle } from "./settle.ts";
import { release, sweep } from "./upkeep.ts";

beforeEach(async () => {
  await grant(sql, account, { quota: 100 });
});

const problemOf = async (id: number) =>
  (await sql<{ problem: string | null }[]>`select problem from messages where id = ${id}`)[0]!.problem;

let provider: number;
let other: number;
beforeEach(async () => {
  provider = await makeProvider(sql);
  other = await makeProvider(sql);
});

test("no index contains a column that settling or reporting a message changes", async () => {
  const indexed = await sql<{ column: string }[]>`
    select distinct a.attname as column
    from pg_index i join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
    where i.indrelid = 'messages'::regclass and d.refobjid = i.indrelid`;
  const names = indexed.map(({ column }) => column);
  expect(names).toContain("problem");
  for (const changed of [
    "status",
    "provider_id",
    "provider_ref",
    "provider_response",
    "settled_at",
    "closed_at",
  ]) {
    expect(names).not.toContain(changed);
  }
});

// The first messages of this database: all versions of ten have room on one page, whatever can be cleared away from it.
test("settlements as sent and reports of delivered are heap-only updates", async () => {
  const ids: number[] = [];
  for (let n = 0; n < 10; n++) ids.push(await reserveOne());
  const counted = async (tx: TransactionSql) => {
    const [row] = await tx<{ all: number; hot: number }[]>`
      select pg_stat_get_xact_tuples_updated('messages'::regclass)::int as all,
        pg_stat_get_xact_tuples_hot_updated('messages'::regclass)::int as hot`;
    return row!;
  };
  /** How many updates `work` does in a transaction, and how many of them are heap-only. */
  const updates = (work: (tx: Sql) => Promise<unknown>) =>
    sql.begin(async (tx) => {
      const before = await counted(tx);
      await work(tx as unknown as Sql);
      const after = await counted(tx);
      return { all: after.all - before.all, hot: after.hot - before.hot };
    });
  const accepted = (id: number) => ({
    ...settlement(id, "sent"),
    providerId: provider,
    response: "200 OK: accepted",
  });
  const delivered = (messageId: number) => ({
    messageId,
    status: "delivered" as const,
    response: "DELIVRD",
  });
  expect(await updates((tx) => settle(tx, ids.map(accepted)))).toEqual({ all: 10, hot: 10 });
  expect(await updates((tx) => report(tx, ids.map(delivered)))).toEqual({ all: 10, hot: 10 });
});

test("the reason of a failed or unknown message is written with its status", async () => {
  const [pending, sent, refused, unknown, undelivered, released, swept] = (await Promise.all(
    Array.from({ length: 7 }, () => reserveOne()),
  )) as [number, number, number, number, number, number, number];
  await settle(sql, [
    settlement(sent, "sent"),
    settlement(refused, "failed"),
    settlement(unknown, "unknown"),
    settlement(undelivered, "sent"),
    settlement(released, "unknown"),
  ]);
  await report(sql, [{ messageId: undelivered, status: "failed", response: "UNDELIV" }]);
  await sql`
    update messages set created_at = now() - interval '2 days', settled_at = settled_at - interval '2 days'
    where id = any(${[released, swept]})`;
  await release(sql);
  await sweep(sql, 60_000);
  const all = [pending, sent, refused, unknown, undelivered, released, swept];
  expect(await Promise.all(all.map(problemOf))).toEqual([
    null,
    null,
    "refused",
    "unknown",
    "undelivered",
    "released",
    "unknown",
  ]);
  // An answer after all takes the problem away.
  await settle(sql, [
    settlement(unknown, "sent"),
    { ...settlement(swept, "failed"), reason: "recipient_refused" },
  ]);
  expect([await problemOf(unknown), await problemOf(swept)]).toEqual([null, "recipient_refused"]);
  await expect(sql`update messages set status = 'failed' where id = ${sent}`).rejects.toMatchObject({
    constraint_name: "messages_problem",
  });
  await expect(sql`update messages set problem = 'refused' where id = ${sent}`).rejects.toMatchObject({
    constraint_name: "messages_problem",
  });
});

const answers = ["sent", "failed", "unknown"] as const;
const last = {
  sent: { state: "accepted", reason: null },
  failed: { state: "rejected", reason: "provider" },
  unknown: { state: "unknown", reason: null },
} as const;

test.each(answers)("the provider's own id and the previous attempts are written with %s", async (status) => {
  const [plain, id] = [await reserveOne(), await reserveOne()];
  const refHash = Buffer.from(`hash of ${id}`);
  const outcome: Settlement = {
    ...settlement(id, status),
    providerId: provider,
    refs: [{ refHash, part: 1, parts: 1 }],
    attempts: [
      { ordinal: 1, providerId: other, state: "rejected", reason: "not_taken", response: "no", ref: null },
      { ordinal: 2, providerId: provider, ...last[status], response: "words", ref: "r" },
    ],
  };
  expect(await settle(sql, [settlement(plain, "sent"), outcome])).toEqual(["sent", status]);
  expect(await findByRefs(sql, [{ providerId: provider, refHash }])).toEqual([id]);
  const { state, reason } = last[status];
  const attempts = ["1 rejected not_taken: no", `2 ${state}${reason === null ? "" : ` ${reason}`}: words`];
  expect(await attemptsOf(sql, id)).toEqual(attempts);
  expect(await attemptsOf(sql, plain)).toEqual([]);
  // Its answer was lost, and it is tried again.
  expect(await settle(sql, [outcome])).toEqual([status]);
  expect(await attemptsOf(sql, id)).toEqual(attempts);
});

test("a settlement that cannot be written leaves neither the id nor the attempts", async () => {
  const id = await reserveOne();
  const refHash = Buffer.from(`hash of ${id}`);
  const outcome: Settlement = {
    ...settlement(id, "sent"),
    providerId: provider,
    response: "x".repeat(501),
    refs: [{ refHash, part: 1, parts: 1 }],
    attempts: [
      { ordinal: 1, providerId: other, state: "rejected", reason: "provider", response: "no", ref: null },
      { ordinal: 2, providerId: provider, ...last.sent, response: "words", ref: null },
    ],
  };
  await expect(settle(sql, [outcome])).rejects.toMatchObject({ code: "23514" });
  expect(await statusOf(sql, id)).toBe("pending");
  expect(await findByRefs(sql, [{ providerId: provider, refHash }])).toEqual([null]);
  expect(await attemptsOf(sql, id)).toEqual([]);
});

test("a provider id used for two messages of a batch means the newer one", async () => {
  const [one, other] = [await reserveOne(), await reserveOne()];
  const refHash = Buffer.from(`again ${one}`);
  const named = (id: number) => ({
    ...settlement(id, "sent"),
    providerId: provider,
    refs: [{ refHash, part: 1, parts: 1 }],
  });
  await settle(sql, [named(other), named(one)]);
  expect(await findByRefs(sql, [{ providerId: provider, refHash }])).toEqual([other]);
});
