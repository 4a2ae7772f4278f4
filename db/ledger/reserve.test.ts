import { describe, expect, test } from "vitest";
import { retry } from "#runtime/coalesce/recovery.ts";
import { grant, makeAccount, messagesOf, reservation, settlement, usedOf } from "../test-account.ts";
import { account, reserveOne, sql } from "../test-ledger.ts";
import { type Reserved, reserve } from "./reserve.ts";
import { settle } from "./settle.ts";

describe("charging", () => {
  test("the subscription that ends first is used up first, then the lower id", async () => {
    const late = await grant(sql, account, { quota: 2, days: 60 });
    const soon = await grant(sql, account, { quota: 1, days: 5 });
    const soonToo = await grant(sql, account, { quota: 1, days: 5 });
    for (const payer of [soon, soonToo, late, late]) {
      const id = await reserveOne();
      expect((await messagesOf(sql, account)).find((m) => m.id === id)?.subscriptionId).toBe(payer);
    }
    expect(await reserve(sql, [reservation(account)])).toEqual([{ kind: "no_credit" }]);
    expect(await usedOf(sql, account)).toEqual({ [late]: 2, [soon]: 1, [soonToo]: 1 });
  });

  test("a message or its segments, as the subscription counts", async () => {
    const bySegment = await grant(sql, account, { quota: 3, unit: "segment", days: 5 });
    const byMessage = await grant(sql, account, { quota: 5, days: 10 });
    await reserve(sql, [reservation(account, 2)]);
    // One segment is left there, too few for this one.
    await reserve(sql, [reservation(account, 4)]);
    await reserve(sql, [reservation(account, 1)]);
    expect(await usedOf(sql, account)).toEqual({ [bySegment]: 3, [byMessage]: 1 });
    expect((await messagesOf(sql, account)).map((m) => m.credits)).toEqual([2, 1, 1]);
  });

  test("a send crowded out by others is retried, one that nothing covers is refused", async () => {
    await grant(sql, account, { quota: 3, unit: "segment" });
    const results = await reserve(sql, [
      reservation(account, 2),
      reservation(account, 4),
      reservation(account, 2),
      reservation(account, 1),
    ]);
    expect(results.map((r) => (r === retry ? "retry" : r.kind))).toEqual([
      "reserved",
      "no_credit",
      "retry",
      "retry",
    ]);
    expect(await messagesOf(sql, account)).toHaveLength(1);
  });

  test("the first of a batch is never crowded out, so that every retry ends", async () => {
    const first = await grant(sql, account, { quota: 2, days: 5 });
    const second = await grant(sql, account, { quota: 3, days: 6 });
    let waiting = Array.from({ length: 7 }, () => reservation(account));
    const kinds: string[] = [];
    for (let round = 0; waiting.length > 0; round++) {
      expect(round).toBeLessThan(4);
      const results = await reserve(sql, waiting);
      expect(results[0]).not.toBe(retry);
      kinds.push(...results.flatMap((r) => (r === retry ? [] : [r.kind])));
      waiting = waiting.filter((_, i) => results[i] === retry);
    }
    expect(kinds.sort()).toEqual([...Array(2).fill("no_credit"), ...Array(5).fill("reserved")]);
    expect(await usedOf(sql, account)).toEqual({ [first]: 2, [second]: 3 });
  });

  test("`remaining` counts every active subscription, and each send of the batch in turn", async () => {
    await grant(sql, account, { quota: 3, days: 5 });
    await grant(sql, account, { quota: 10, days: 9 });
    const other = await makeAccount(sql);
    await grant(sql, other, { quota: 7 });
    const results = await reserve(sql, [reservation(account), reservation(other), reservation(account)]);
    expect(results.map((r) => (r as Reserved).remaining)).toEqual([12, 6, 11]);
  });

  test.each([
    ["cancelled", "status = 'cancelled', cancelled_at = now()"],
    ["ended", "starts_at = now() - interval '9 days', ends_at = now() - interval '1 second'"],
    ["not begun", "starts_at = now() + interval '1 hour'"],
  ])("a subscription that is %s is not charged", async (_, change) => {
    const id = await grant(sql, account, { quota: 5 });
    await sql`update subscriptions set ${sql.unsafe(change)} where id = ${id}`;
    expect(await reserve(sql, [reservation(account)])).toEqual([{ kind: "no_credit" }]);
  });

  test("another account's credit cannot be used", async () => {
    await grant(sql, await makeAccount(sql), { quota: 5 });
    expect(await reserve(sql, [reservation(account)])).toEqual([{ kind: "no_credit" }]);
  });
});

describe("refunds", () => {
  test.each([
    ["cancelled", "status = 'cancelled', cancelled_at = now()"],
    ["ended", "starts_at = now() - interval '9 days', ends_at = now() - interval '1 second'"],
  ])("go to the subscription that was charged, even if it is %s", async (_, change) => {
    const charged = await grant(sql, account, { quota: 5, days: 3 });
    const id = await reserveOne();
    const other = await grant(sql, account, { quota: 5, days: 1 });
    await sql`update subscriptions set ${sql.unsafe(change)} where id = ${charged}`;
    await settle(sql, [settlement(id, "failed")]);
    expect(await usedOf(sql, account)).toEqual({ [charged]: 0, [other]: 0 });
  });

  test("of a batch over several subscriptions are exact", async () => {
    const a = await grant(sql, account, { quota: 4, unit: "segment", days: 3 });
    const b = await grant(sql, account, { quota: 9, unit: "segment", days: 4 });
    const ids: number[] = [];
    for (const segments of [4, 3, 3, 2]) ids.push(await reserveOne(segments));
    expect(await usedOf(sql, account)).toEqual({ [a]: 4, [b]: 8 });
    await settle(
      sql,
      ids.map((id) => settlement(id, "failed")),
    );
    expect(await usedOf(sql, account)).toEqual({ [a]: 0, [b]: 0 });
  });
});
