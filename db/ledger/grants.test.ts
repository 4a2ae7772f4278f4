import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { subscriptions } from "#db/schema/customers/subscriptions.ts";
import { retry } from "#runtime/coalesce/recovery.ts";
import type { Database } from "#runtime/database/pools.ts";
import { driftOf, grant, messagesOf, reservation, settlement, usedOf } from "../test-account.ts";
import { account, databaseUrl, sql } from "../test-ledger.ts";
import { endForGood, moveEnd, raiseQuota } from "./grants.ts";
import { reserve } from "./reserve.ts";
import { settle } from "./settle.ts";

let desk: Sql;
let db: Database;

beforeAll(() => {
  desk = postgres(databaseUrl, { max: 4, onnotice: () => {} });
  db = drizzle(desk);
});
afterAll(() => desk.end({ timeout: 1 }));

/** One change as the service does it: under the row's lock, in a statement of its own. */
const changing = (id: number, work: (tx: Parameters<typeof raiseQuota>[0]) => Promise<unknown>) =>
  db.transaction(async (tx) => {
    await tx
      .select({ id: subscriptions.id })
      .from(subscriptions)
      .where(eq(subscriptions.id, id))
      .for("no key update");
    await work(tx);
  });

test("credits added during sends and failures are all used, none twice", async () => {
  const id = await grant(sql, account, { quota: 1 });
  const wanted = 400;
  let charged = 0;
  const sender = async () => {
    while (charged < wanted) {
      const results = await reserve(sql, [reservation(account), reservation(account), reservation(account)]);
      const ids = results.flatMap((result) =>
        result !== retry && result.kind === "reserved" ? [result.messageId] : [],
      );
      charged += ids.length;
      // A third fails, and its credit is there again for others.
      const failed = ids.filter((each) => each % 3 === 0);
      await settle(
        sql,
        failed.map((each) => settlement(each, "failed")),
      );
      charged -= failed.length;
    }
  };
  const operator = async () => {
    for (let quota = 1; quota < wanted + 40; quota += 7) await changing(id, (tx) => raiseQuota(tx, id, 7));
  };
  await Promise.all([sender(), sender(), sender(), sender(), operator()]);
  expect(await driftOf(sql)).toEqual([]);
  const used = (await usedOf(sql, account))[id]!;
  expect(used).toBe((await messagesOf(sql, account)).filter((each) => each.status !== "failed").length);
  const [row] = await sql`select quota from subscriptions where id = ${id}`;
  expect(row!.quota).toBeGreaterThanOrEqual(wanted);
  expect(used).toBeLessThanOrEqual(row!.quota);
});

test("a subscription cancelled during sends is not charged again: they go to the next one", async () => {
  const first = await grant(sql, account, { quota: 1_000_000, days: 1 });
  const second = await grant(sql, account, { quota: 1_000_000, days: 2 });
  let cancelled = false;
  const after: number[] = [];
  const sender = async () => {
    for (let done = 0; done < 40; ) {
      const late = cancelled;
      for (const result of await reserve(sql, [reservation(account), reservation(account)])) {
        if (result === retry) continue;
        expect(result.kind).toBe("reserved");
        if (late && result.kind === "reserved") after.push(result.messageId);
        if (late) done++;
      }
    }
  };
  const operator = async () => {
    while ((await usedOf(sql, account))[first]! < 20) await sql`select 1`;
    await changing(first, (tx) => endForGood(tx, first));
    cancelled = true;
  };
  await Promise.all([sender(), sender(), operator()]);
  const payers = new Set(
    (await messagesOf(sql, account))
      .filter((each) => after.includes(each.id))
      .map((each) => each.subscriptionId),
  );
  expect(payers).toEqual(new Set([second]));
  expect(await driftOf(sql)).toEqual([]);
});

test("an extended subscription is charged later: sends go to the one that now ends first", async () => {
  const first = await grant(sql, account, { quota: 10, days: 1 });
  const second = await grant(sql, account, { quota: 10, days: 2 });
  await reserve(sql, [reservation(account)]);
  await changing(first, (tx) => moveEnd(tx, first, 5));
  await reserve(sql, [reservation(account)]);
  expect(await usedOf(sql, account)).toEqual({ [first]: 1, [second]: 1 });
});

test("an ended subscription starts again from now", async () => {
  const id = await grant(sql, account, { quota: 10, days: 1 });
  await sql`
    update subscriptions set starts_at = now() - interval '9 days', ends_at = now() - interval '8 days'
    where id = ${id}`;
  expect(await reserve(sql, [reservation(account)])).toEqual([{ kind: "no_credit" }]);
  await changing(id, (tx) => moveEnd(tx, id, 2));
  expect(await reserve(sql, [reservation(account)])).toMatchObject([{ kind: "reserved" }]);
  const [row] = await sql`
    select ends_at - now() between interval '1 day 23 hours' and interval '2 days' as right from subscriptions
    where id = ${id}`;
  expect(row!.right).toBe(true);
});
