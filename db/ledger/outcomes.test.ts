import { beforeEach, describe, expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { canBecome, holdsCredit, type MessageStatus } from "#core/message/message-status.ts";
import {
  age,
  eventsOf,
  grant,
  messagesOf,
  reservation,
  settlement,
  statusOf,
  usedOf,
} from "../test-account.ts";
import { account, reserveOne, sql } from "../test-ledger.ts";
import { report } from "./report.ts";
import { reserve } from "./reserve.ts";
import { type Settlement, settle } from "./settle.ts";
import { release, sweep } from "./upkeep.ts";

const DAY_MS = 24 * 60 * 60_000;

describe("every transition", () => {
  const statuses: MessageStatus[] = ["pending", "sent", "delivered", "failed", "unknown"];
  const settled: Settlement["status"][] = ["sent", "failed", "unknown"];
  const reported = ["delivered", "failed"] as const;

  /** A message in that status, come to it by the ledger's own ways. */
  async function messageIn(status: MessageStatus): Promise<number> {
    const id = await reserveOne();
    if (status === "pending") return id;
    await settle(sql, [settlement(id, status === "delivered" ? "sent" : status)]);
    if (status === "delivered") await report(sql, [{ messageId: id, status, response: "" }]);
    expect(await statusOf(sql, id)).toBe(status);
    return id;
  }

  /** What core's table says of one event; a report never moves pending, which it may have overtaken. */
  const moves = (from: MessageStatus, to: MessageStatus, by: "settle" | "report") =>
    canBecome(from, to) && (by === "settle" ? from !== "sent" : from !== "pending");

  for (const from of statuses) {
    for (const to of settled) {
      test(`${from}, settled as ${to}`, async () => {
        const subscription = await grant(sql, account, { quota: 1 });
        const id = await messageIn(from);
        const expected = moves(from, to, "settle") ? to : from;
        expect(await settle(sql, [settlement(id, to)])).toEqual([expected]);
        expect(await statusOf(sql, id)).toBe(expected);
        expect(await usedOf(sql, account)).toEqual({ [subscription]: holdsCredit(expected) ? 1 : 0 });
      });
    }
    for (const to of reported) {
      test(`${from}, reported as ${to}`, async () => {
        const subscription = await grant(sql, account, { quota: 1 });
        const id = await messageIn(from);
        const expected = moves(from, to, "report") ? to : from;
        expect(await report(sql, [{ messageId: id, status: to, response: "said" }])).toEqual([expected]);
        expect(await statusOf(sql, id)).toBe(expected);
        expect(await usedOf(sql, account)).toEqual({ [subscription]: holdsCredit(expected) ? 1 : 0 });
      });
    }
    test(`${from}, swept and released when it is old`, async () => {
      const subscription = await grant(sql, account, { quota: 1 });
      const id = await messageIn(from);
      await age(sql, id, DAY_MS + 60_000);
      await sweep(sql, 60_000);
      const swept = from === "pending" ? "unknown" : from;
      expect(await statusOf(sql, id)).toBe(swept);
      await release(sql);
      // What was swept just now is held for its own 24 hours.
      const released = from === "unknown" ? "failed" : swept;
      expect(await statusOf(sql, id)).toBe(released);
      expect(await usedOf(sql, account)).toEqual({ [subscription]: holdsCredit(released) ? 1 : 0 });
    });
  }
});

describe("late, early and repeated outcomes", () => {
  beforeEach(async () => {
    await grant(sql, account, { quota: 5 });
  });

  test("a definite answer after the sweep settles", async () => {
    const id = await reserveOne();
    await age(sql, id, 5_000);
    await sweep(sql, 4_000);
    expect(await statusOf(sql, id)).toBe("unknown");
    expect(await settle(sql, [settlement(id, "sent")])).toEqual(["sent"]);
    expect(await eventsOf(sql, id)).toEqual(["swept"]);
  });

  test("the sweep leaves recent messages", async () => {
    const id = await reserveOne();
    await age(sql, id, 3_000);
    await sweep(sql, 4_000);
    expect(await statusOf(sql, id)).toBe("pending");
  });

  test("a report that overtakes its settlement has to be repeated, and then counts", async () => {
    const id = await reserveOne();
    const entry = { messageId: id, status: "delivered", response: "" } as const;
    expect(await report(sql, [entry])).toEqual(["pending"]);
    await settle(sql, [settlement(id, "sent")]);
    expect(await report(sql, [entry])).toEqual(["delivered"]);
    expect(await eventsOf(sql, id)).toEqual([]);
  });

  test.each(["delivered", "failed"] as const)(
    "a report (%s) after the release goes on the timeline once and charges nothing",
    async (status) => {
      const id = await reserveOne();
      await settle(sql, [settlement(id, "unknown")]);
      await age(sql, id, DAY_MS + 1_000);
      await release(sql);
      const used = await usedOf(sql, account);
      for (let i = 0; i < 3; i++) {
        expect(await report(sql, [{ messageId: id, status, response: "LATE" }])).toEqual(["failed"]);
      }
      expect(await eventsOf(sql, id)).toEqual(["released", `late_report ${status}: LATE`]);
      expect(await usedOf(sql, account)).toEqual(used);
    },
  );

  test("two late reports at the same moment go on the timeline once", async () => {
    const id = await reserveOne();
    await settle(sql, [settlement(id, "sent")]);
    await report(sql, [{ messageId: id, status: "delivered", response: "" }]);
    const late = [{ messageId: id, status: "failed", response: "LATE" } as const];
    // One that has begun, and waits for the message, while the other one is written.
    const holder = await sql.reserve();
    await holder`begin`;
    await holder`select from messages where id = ${id} for update`;
    const both = Promise.all([report(sql, late), report(sql, late)]);
    await expect.poll(() => waitingForLocks(sql)).toBe(2);
    await holder`commit`;
    holder.release();
    await both;
    expect(await eventsOf(sql, id)).toEqual(["late_report failed: LATE"]);
  });

  test("a repeated report changes nothing; a contradicting one is recorded", async () => {
    const id = await reserveOne();
    await settle(sql, [settlement(id, "sent")]);
    const delivered = { messageId: id, status: "delivered", response: "" } as const;
    await report(sql, [delivered]);
    expect(await report(sql, [delivered])).toEqual(["delivered"]);
    expect(await eventsOf(sql, id)).toEqual([]);
    expect(await report(sql, [{ ...delivered, status: "failed", response: "NO" }])).toEqual(["delivered"]);
    expect(await eventsOf(sql, id)).toEqual(["late_report failed: NO"]);
  });

  test("two reports on one message in one batch settle it once", async () => {
    const id = await reserveOne();
    await settle(sql, [settlement(id, "sent")]);
    const failed = { messageId: id, status: "failed", response: "" } as const;
    const before = Object.values(await usedOf(sql, account))[0]!;
    expect(await report(sql, [failed, failed])).toEqual(["failed", "failed"]);
    expect(Object.values(await usedOf(sql, account))).toEqual([before - 1]);
  });

  test("a report without a message is reported as such, and the others count", async () => {
    const id = await reserveOne();
    await settle(sql, [settlement(id, "sent")]);
    const nobody = { messageId: 2 ** 40, status: "delivered", response: "" } as const;
    expect(await report(sql, [nobody, { ...nobody, messageId: id }])).toEqual(["not_found", "delivered"]);
  });

  test("an unknown message keeps its credit until 24 hours have passed", async () => {
    const id = await reserveOne();
    await settle(sql, [settlement(id, "unknown")]);
    await age(sql, id, DAY_MS - 60_000);
    await release(sql);
    expect(await statusOf(sql, id)).toBe("unknown");
  });

  test("sweep and release work through a large backlog in limited batches", async () => {
    await grant(sql, account, { quota: 2_000 });
    for (let i = 0; i < 11; i++)
      await reserve(
        sql,
        Array.from({ length: 100 }, () => reservation(account)),
      );
    await sql`update messages set created_at = now() - interval '1 hour' where account_id = ${account.accountId}`;
    const bites: number[] = [];
    for (let n = await sweep(sql, 60_000); n > 0; n = await sweep(sql, 60_000)) bites.push(n);
    expect(Math.max(...bites)).toBeLessThanOrEqual(500);
    expect(bites.reduce((a, b) => a + b, 0)).toBeGreaterThanOrEqual(1_000);
    expect(new Set((await messagesOf(sql, account)).map((m) => m.status))).toEqual(new Set(["unknown"]));
  });
});
