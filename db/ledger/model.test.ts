import { drizzle } from "drizzle-orm/postgres-js";
import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { allocate } from "#core/customer/credits.ts";
import { ledgerFindings } from "#db/queries/gateway/doctor.ts";
import { retry } from "#runtime/coalesce/recovery.ts";
import {
  age,
  driftOf,
  grant,
  makeAccount,
  makeProvider,
  messagesOf,
  reservation,
  settlement,
  type TestAccount,
  usedOf,
} from "../test-account.ts";
import { databaseUrl, sql } from "../test-ledger.ts";
import { type EndedAttempt, type NextAttempt, openAttempts } from "./attempts.ts";
import { report } from "./report.ts";
import { type Reserved, reserve } from "./reserve.ts";
import { type Settlement, settle } from "./settle.ts";
import { Model, type Step, steps } from "./test-model.ts";
import { release, sweep } from "./upkeep.ts";

const YEAR_MS = 365 * 24 * 60 * 60_000;

/** Does one step to both, and compares what the ledger answers where it answers anything. */
async function take(step: Step, account: TestAccount, model: Model): Promise<void> {
  const ids = [...model.messages.keys()];
  const chosen = "picks" in step ? ids.filter((_, place) => step.picks.includes(place)) : [];
  switch (step.kind) {
    case "grant": {
      const id = await grant(sql, account, step);
      model.funds.push({
        id,
        unit: step.unit,
        endsAt: step.days,
        room: step.quota,
        quota: step.quota,
        active: true,
      });
      return;
    }
    case "cancel": {
      const found = model.funds[step.pick];
      if (!found) return;
      await sql`update subscriptions set status = 'cancelled', cancelled_at = now() where id = ${found.id}`;
      found.active = false;
      return;
    }
    case "reserve": {
      const batch = step.segments.map((segments) => reservation(account, segments));
      const results = await reserve(sql, batch);
      const expected = allocate(
        step.segments.map((segments) => ({ segments })),
        model.active(),
      );
      const shown = results.map((result) => (result === retry ? "crowded_out" : result.kind));
      expect(shown).toEqual(expected.map(({ kind }) => (kind === "charged" ? "reserved" : kind)));
      expected.forEach((allocation, place) => {
        if (allocation.kind !== "charged") return;
        const { messageId, remaining } = results[place] as Reserved;
        expect(remaining).toBe(allocation.remaining);
        model.fundsOf(allocation.subscriptionId).room -= allocation.credits;
        const { subscriptionId, credits } = allocation;
        model.messages.set(messageId, { subscriptionId, credits, status: "pending" });
      });
      return;
    }
    case "next": {
      const going = chosen.filter((id) => (tried.get(id) ?? 1) < providers.length);
      const opened = await openAttempts(
        sql,
        going.map((id) => nextOf(id, account)),
      );
      expect(opened).toEqual(going.map((id) => model.messages.get(id)!.status === "pending"));
      going.forEach((id, place) => {
        if (opened[place]) tried.set(id, (tried.get(id) ?? 1) + 1);
      });
      return;
    }
    case "settle": {
      for (const id of chosen) {
        model.move(id, step.status === "unknown" ? ["pending"] : ["pending", "unknown"], step.status);
      }
      const statuses = await settle(
        sql,
        chosen.map((id) => settledAs(id, step.status)),
      );
      expect(statuses).toEqual(chosen.map((id) => model.messages.get(id)!.status));
      return;
    }
    case "report": {
      for (const id of chosen) model.move(id, ["sent", "unknown"], step.status);
      const batch = chosen.map((messageId) => ({ messageId, status: step.status, response: "" }));
      const statuses = await report(sql, batch);
      expect(statuses).toEqual(chosen.map((id) => model.messages.get(id)!.status));
      return;
    }
    case "sweep":
    case "release": {
      const [from, to] =
        step.kind === "sweep" ? (["pending", "unknown"] as const) : (["unknown", "failed"] as const);
      const old = chosen.filter((id) => model.messages.get(id)!.status === from);
      for (const id of old) {
        await age(sql, id, YEAR_MS);
        model.move(id, [from], to);
      }
      if (step.kind === "sweep") await sweep(sql, YEAR_MS / 2);
      else await release(sql);
      // Young again, so that a later sweep takes only what it chooses.
      for (const id of old) await age(sql, id, 0);
    }
  }
}

/** The attempt that each message has reached, and the providers in their order. */
const tried = new Map<number, number>();
const providers: number[] = [];
// A client of its own: Drizzle changes the parsers of the one that it is given.
let desk: Sql;
afterAll(() => desk.end());
beforeAll(async () => {
  desk = postgres(databaseUrl, { max: 1 });
  for (let n = 0; n < 4; n++) providers.push(await makeProvider(sql));
});

const rejected = (ordinal: number): EndedAttempt => ({
  ordinal,
  providerId: providers[ordinal - 1]!,
  state: "rejected",
  reason: "not_taken",
  response: "busy",
  ref: null,
});

function nextOf(id: number, { accountId }: TestAccount): NextAttempt {
  const ordinal = tried.get(id) ?? 1;
  return { messageId: id, accountId, closed: rejected(ordinal), refs: [], providerId: providers[ordinal]! };
}

/** The outcome of the attempt that the message has reached, with those before it. */
function settledAs(id: number, status: Settlement["status"]): Settlement {
  const last = tried.get(id) ?? 1;
  const state = ({ sent: "accepted", failed: "rejected", unknown: "unknown" } as const)[status];
  const own: EndedAttempt = {
    ...rejected(last),
    state,
    reason: status === "failed" ? "provider" : null,
  };
  const earlier = Array.from({ length: last - 1 }, (_, index) => rejected(index + 1));
  return {
    ...settlement(id, status),
    providerId: providers[last - 1]!,
    attempts: last === 1 ? null : [...earlier, own],
  };
}

test("after any operations the ledger matches plain arithmetic", async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (run) => {
      const account = await makeAccount(sql);
      const model = new Model();
      for (const step of run) {
        await take(step, account, model);
        expect(await usedOf(sql, account)).toEqual(model.used());
        for (const { room, quota } of model.funds) expect(room >= 0 && room <= quota).toBe(true);
        const rows = await messagesOf(sql, account);
        expect(rows).toEqual(
          [...model.messages].map(([id, message]) => ({ id, ...message })).sort((a, b) => a.id - b.id),
        );
      }
      expect(await driftOf(sql)).toEqual([]);
      // Attempts fit what became of their messages.
      const findings = await ledgerFindings(drizzle(desk));
      expect(findings.filter(({ check }) => check === "attempts")).toEqual([]);
    }),
    { numRuns: 80, interruptAfterTimeLimit: 25_000, markInterruptAsFailure: false },
  );
});

test("concurrent batches of every kind neither lose nor create credits", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 5 }), async (runs) => {
      const account = await makeAccount(sql);
      await grant(sql, account, { quota: 6, unit: "segment", days: 1 });
      await grant(sql, account, { quota: 6, days: 2 });
      const made: number[] = [];
      await Promise.all(runs.map((run) => actAlone(run, account, made)));
      expect(await driftOf(sql)).toEqual([]);
    }),
    { numRuns: 40, interruptAfterTimeLimit: 25_000, markInterruptAsFailure: false },
  );
});

/** One of several actors: what it meets depends on the others, so that only the invariant can be asked. */
async function actAlone(run: Step[], account: TestAccount, made: number[]): Promise<void> {
  for (const step of run) {
    const chosen = "picks" in step ? step.picks.flatMap((place) => made[place] ?? []) : [];
    switch (step.kind) {
      case "grant":
        await grant(sql, account, step);
        break;
      case "reserve": {
        const results = await reserve(
          sql,
          step.segments.map((segments) => reservation(account, segments)),
        );
        made.push(...results.flatMap((r) => (r !== retry && r.kind === "reserved" ? [r.messageId] : [])));
        break;
      }
      case "next":
        await openAttempts(
          sql,
          chosen.map((id) => ({ ...nextOf(id, account), closed: rejected(1), providerId: providers[1]! })),
        );
        break;
      case "settle":
        await settle(
          sql,
          chosen.map((id) => settledAs(id, step.status)),
        );
        break;
      case "report":
        await report(
          sql,
          chosen.map((messageId) => ({ messageId, status: step.status, response: "" })),
        );
        break;
      case "sweep":
        for (const id of chosen) await age(sql, id, YEAR_MS);
        await sweep(sql, YEAR_MS / 2);
        break;
      case "release":
        await release(sql);
        break;
    }
  }
}
