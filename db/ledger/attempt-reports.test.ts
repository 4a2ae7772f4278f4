import { describe, expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { eventsOf, settlement, statusOf } from "../test-account.ts";
import { reserveOne, sql } from "../test-ledger.ts";
import { openAttempts } from "./attempts.ts";
import { noteIntermediate, report } from "./report.ts";
import { settle } from "./settle.ts";
import { first, goesOn, next, outcome, rejected, second, third, used } from "./test-attempts.ts";

describe("reports on an attempt that was followed by another", () => {
  const by = (providerId: number, messageId: number, status: "delivered" | "failed", response = "SAID") => ({
    messageId,
    status,
    response,
    providerId,
  });

  test("are recorded once, and change neither status nor credit", async () => {
    const id = await reserveOne();
    await goesOn(id);
    // While the second attempt is under way, after it, and after the message is final.
    expect(await report(sql, [by(first, id, "failed")])).toEqual(["noted"]);
    await settle(sql, [outcome(id, "sent")]);
    expect(await report(sql, [by(first, id, "failed"), by(first, id, "delivered")])).toEqual([
      "noted",
      "noted",
    ]);
    expect([await statusOf(sql, id), await used()]).toEqual(["sent", 1]);
    expect(await report(sql, [by(second, id, "delivered")])).toEqual(["delivered"]);
    expect(await report(sql, [by(first, id, "failed"), by(first, id, "failed")])).toEqual(["noted", "noted"]);
    expect([await statusOf(sql, id), await used()]).toEqual(["delivered", 1]);
    expect((await eventsOf(sql, id)).toSorted()).toEqual([
      "attempt_report delivered: SAID",
      "attempt_report failed: SAID",
    ]);
  });

  test("a carrier that says delivered after it refused does not make a failed message delivered", async () => {
    const id = await reserveOne();
    await goesOn(id);
    await settle(sql, [outcome(id, "failed")]);
    expect(await used()).toBe(0);
    expect(await report(sql, [by(first, id, "delivered")])).toEqual(["noted"]);
    expect([await statusOf(sql, id), await used()]).toEqual(["failed", 0]);
  });

  test("a provider that never had the message is not found", async () => {
    const id = await reserveOne();
    await goesOn(id);
    await settle(sql, [outcome(id, "sent")]);
    expect(await report(sql, [by(third, id, "failed")])).toEqual(["not_found"]);
    expect(await noteIntermediate(sql, [{ messageId: id, providerId: third, word: "ENROUTE" }])).toEqual([
      false,
    ]);
    expect(await eventsOf(sql, id)).toEqual([]);
  });

  test("a report that arrives while the next attempt is being opened is recorded", async () => {
    const id = await reserveOne();
    const holder = await sql.reserve();
    await holder`begin`;
    await openAttempts(holder, [next(id, rejected(1, first), second)]);
    const reporting = report(sql, [by(first, id, "failed")]);
    await expect.poll(() => waitingForLocks(sql)).toBe(1);
    await holder`commit`;
    holder.release();
    expect(await reporting).toEqual(["noted"]);
  });

  test("a report on the current attempt is early until its outcome is known", async () => {
    const id = await reserveOne();
    await goesOn(id);
    expect(await report(sql, [by(second, id, "delivered")])).toEqual(["pending"]);
  });
});

describe("other reports of carriers", () => {
  test("intermediate states are recorded once each, at any time", async () => {
    const id = await reserveOne();
    const said = (word: string, providerId = first) => ({ messageId: id, providerId, word });
    expect(await noteIntermediate(sql, [said("ENROUTE"), said("ENROUTE"), said("ACCEPTD")])).toEqual([
      true,
      true,
      true,
    ]);
    await goesOn(id);
    await settle(sql, [outcome(id, "sent")]);
    expect(await noteIntermediate(sql, [said("ENROUTE"), said("BUFFRED", second)])).toEqual([true, true]);
    expect((await eventsOf(sql, id)).toSorted()).toEqual([
      "intermediate ACCEPTD",
      "intermediate BUFFRED",
      "intermediate ENROUTE",
    ]);
    expect(await noteIntermediate(sql, [{ ...said("ENROUTE"), messageId: 2 ** 40 }])).toEqual([false]);
    expect([await statusOf(sql, id), await used()]).toEqual(["sent", 1]);
  });

  test("a carrier that keeps sending new words cannot fill a table", async () => {
    const id = await reserveOne();
    for (let n = 0; n < 100; n++)
      await noteIntermediate(sql, [{ messageId: id, providerId: first, word: `STATE ${n}` }]);
    expect((await eventsOf(sql, id)).length).toBe(30);
  });

  test("contradictions within one batch are recorded, too", async () => {
    const id = await reserveOne();
    await settle(sql, [{ ...settlement(id, "sent"), providerId: first }]);
    const said = (status: "delivered" | "failed") => ({
      messageId: id,
      status,
      response: "X",
      providerId: first,
    });
    expect(await report(sql, [said("delivered"), said("failed"), said("delivered"), said("failed")])).toEqual(
      Array(4).fill("delivered"),
    );
    expect(await eventsOf(sql, id)).toEqual(["late_report failed: X"]);
  });
});
