import fc from "fast-check";
import { test } from "vitest";
import { type MessageStatus, messageStatuses } from "#core/message/message-status.ts";
import type { FailureReason } from "#core/message/reasons.ts";
import { writeLogBlocks } from "#services/upkeep/log-blocks.ts";
import {
  change,
  dayOf,
  emptyLog,
  expectExact,
  hashOf,
  insert,
  insertYoung,
  type Plan,
  sql,
  type Wanted,
} from "./test-message-log.ts";

const beginnings = ["963930", "963931", "963944", "963950"];

const plan = (minutes: fc.Arbitrary<number>): fc.Arbitrary<Plan> =>
  fc.record({
    account: fc.constantFrom(0, 0, 0, 1),
    other: fc.boolean(),
    second: fc.constantFrom(false, false, false, true),
    token: fc.boolean(),
    // Rare ones are rare, so that there are blocks without them.
    status: fc.constantFrom<MessageStatus[]>(...Array(8).fill("delivered"), ...messageStatuses),
    reason: fc.constantFrom<FailureReason[]>("refused", "undelivered", "no_route"),
    provider: fc.constantFrom(1, 1, 1, 1, 1, 2, null),
    beginning: fc.constantFrom(...Array<string>(6).fill(beginnings[0]!), ...beginnings),
    answer: fc.constantFrom("OK", "No", "", null),
    minutes,
  });

const logs = fc
  .array(plan(fc.integer({ min: 20, max: 600 })), { minLength: 1, maxLength: 60 })
  .map((plans) => plans.toSorted((one, other) => other.minutes - one.minutes));

type Step =
  | { kind: "summarise"; size: number; stride: number }
  | { kind: "change"; nth: number; status: MessageStatus; provider: number | null }
  | { kind: "young" | "late"; plans: Plan[] }
  | { kind: "expire"; share: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant("summarise" as const),
      size: fc.constantFrom(1, 3, 8, 500),
      stride: fc.constantFrom(2, 10, 1_000),
    }),
    fc.record({
      kind: fc.constant("change" as const),
      nth: fc.nat(100),
      status: fc.constantFrom(...messageStatuses),
      provider: fc.constantFrom(1, 2, null),
    }),
    fc.record({
      kind: fc.constant("young" as const),
      plans: fc.array(plan(fc.integer({ min: 0, max: 4 })), { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant("late" as const),
      plans: fc.array(plan(fc.integer({ min: 6, max: 700 })), { maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant("expire" as const), share: fc.integer({ min: 0, max: 30 }) }),
  ),
  { maxLength: 8 },
);

async function take(step: Step): Promise<unknown> {
  switch (step.kind) {
    case "summarise":
      return writeLogBlocks(step);
    case "change":
      return change(step.nth, step.status, step.provider);
    case "young":
      return insertYoung(step.plans);
    case "late":
      return insert(sql, step.plans);
    case "expire":
      return sql`delete from messages where id in (
        select id from messages order by created_at limit (select count(*) from messages) * ${step.share}::int / 100)`;
  }
}

const [today, yesterday] = [dayOf(Date.now()), dayOf(Date.now() - 86_400_000)];
const wanted: fc.Arbitrary<Wanted> = fc.record(
  {
    statuses: fc.subarray([...messageStatuses], { minLength: 1 }),
    problems: fc.subarray(["refused", "no_route", "released", "unknown"] as const, { minLength: 1 }),
    operator: fc.constantFrom(0, 1, 2, 3),
    answer: fc.constantFrom(hashOf("No"), hashOf("")),
    providerId: fc.constantFrom(1, 2, 3),
    account: fc.constantFrom(0, 1),
    second: fc.constant(true as const),
    other: fc.constant(true as const),
    tokenless: fc.constant(true as const),
    language: fc.constantFrom<(0 | 1)[]>(0, 1),
    period: fc.constantFrom(
      { from: today, to: undefined },
      { from: undefined, to: yesterday },
      { from: yesterday, to: yesterday },
    ),
  },
  { requiredKeys: [] },
);

test("a filter finds all matches, whatever happened to messages and whenever blocks were written", {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc
      .asyncProperty(
        logs,
        steps,
        fc.array(wanted, { minLength: 4, maxLength: 4 }),
        async (log, all, wishes) => {
          await insertYoung(log);
          for (const step of all) await take(step);
          for (const wish of wishes) await expectExact(wish);
        },
      )
      .beforeEach(emptyLog),
    { numRuns: 25 },
  );
});
