import { fc } from "@fast-check/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { type Planted, plantMessages } from "#bin/fixtures/messages.ts";
import { settingDefaults } from "#core/gateway/settings.ts";
import { noOutcomes, type Outcomes, totalOf } from "#core/message/outcomes.ts";
import type { ChartPeriod } from "#core/table/chart-period.ts";
import { readLedger } from "./ledger.ts";
import { countLastDay, countLastWeek, countRecentHours } from "./message-counts.ts";
import { messageReport } from "./message-report.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const planted: fc.Arbitrary<Planted> = fc.record({
  age: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 40 * 24 * 60 })),
  status: fc.constantFrom("pending", "sent", "delivered", "failed", "unknown"),
  credits: fc.integer({ min: 1, max: 5 }),
  took: fc.integer({ min: 1, max: 200_000 }),
  released: fc.boolean(),
});

const day = new Intl.DateTimeFormat("en-CA", {
  timeZone: settingDefaults.timeZone.timeZone,
  dateStyle: "short",
});

/** What the report should say, reckoned from every single message. */
async function plainly({ account }: Customer, period: ChartPeriod) {
  const rows = await gateway.sql<
    { status: keyof Outcomes; credits: number; at: Date; closed: Date | null; late: boolean }[]
  >`
    select status, credits, created_at as at, closed_at as closed, closed_at > settled_at as late
    from messages where account_id = ${account.id}`;
  const now = Date.now();
  const key = (at: Date) => (period === "24h" ? `${Math.floor(at.getTime() / HOUR)}` : day.format(at));
  const keys =
    period === "24h"
      ? Array.from({ length: 24 }, (_, n) => key(new Date(now - (23 - n) * HOUR)))
      : Array.from({ length: period === "7d" ? 7 : 30 }, (_, n, all = period === "7d" ? 7 : 30) =>
          key(new Date(now - (all - 1 - n) * 24 * HOUR)),
        );
  const divisions = new Map(keys.map((name) => [name, { ...noOutcomes(), charged: 0, returned: 0 }]));
  const times: number[] = [];
  let released = 0;
  for (const { status, credits, at, closed, late } of rows) {
    const division = divisions.get(key(at));
    if (!division) continue;
    division[status]++;
    division.charged += credits;
    if (status === "failed") division.returned += credits;
    if (status === "failed" && late) released++;
    if (status === "delivered") times.push(closed!.getTime() - at.getTime());
  }
  times.sort((a, b) => a - b);
  return { divisions: [...divisions.values()], released, times };
}

/** Two looks at the present are at the same one: an hour that ends between them starts them again. */
async function withinAnHour<T>(look: () => Promise<T>): Promise<T> {
  const hour = () => Math.floor(Date.now() / 3_600_000);
  const before = hour();
  const seen = await look();
  return hour() === before ? seen : withinAnHour(look);
}

async function agrees(customer: Customer): Promise<void> {
  for (const period of ["24h", "7d", "30d"] as const) {
    const { report, plain } = await withinAnHour(async () => ({
      report: await messageReport(customer.developer, { accountId: customer.account.id, period }),
      plain: await plainly(customer, period),
    }));
    expect(
      report.divisions.map(({ start: _, ...counts }) => counts),
      period,
    ).toEqual(plain.divisions);
    expect(totalOf(report.total)).toBe(plain.divisions.reduce((sum, each) => sum + totalOf(each), 0));
    const countOf = (reason: string) =>
      report.failures.filter((each) => each.reason === reason).reduce((sum, { count }) => sum + count, 0);
    expect(countOf("released")).toBe(plain.released);
    expect(countOf("refused") + countOf("released")).toBe(report.total.failed);
    const { length } = plain.times;
    if (length === 0) expect(report.medianDeliveryMs).toBeNull();
    else {
      // Within the step of one of the two in the middle.
      expect(report.medianDeliveryMs).toBeGreaterThanOrEqual(
        plain.times[Math.floor((length - 1) / 2)]! / 1.2,
      );
      expect(report.medianDeliveryMs).toBeLessThanOrEqual(plain.times[Math.floor(length / 2)]! * 1.2);
    }
  }
}

test("a report matches the individual messages, however many of them the job has counted", async () => {
  const messages = fc.array(planted, { minLength: 1, maxLength: 120 });
  await fc.assert(
    fc.asyncProperty(messages, messages, async (first, second) => {
      await gateway.sql`truncate messages, message_counts, failure_counts, delivery_times cascade`;
      await gateway.sql`delete from settings where name = 'messages_counted'`;
      const [customer, other] = [await makeCustomer(), await makeCustomer()];
      await plantMessages(gateway.sql, [customer, first], [other, second]);
      await agrees(customer);
      await countLastWeek();
      await agrees(customer);
      await agrees(other);
      // What happens to young messages shows with the next count.
      await gateway.sql`
        update messages set status = 'delivered', problem = null, closed_at = now()
        where status in ('sent', 'unknown') and created_at > now() - interval '2 hours'`;
      await countRecentHours();
      await agrees(customer);
      await gateway.sql`
        update messages set status = 'failed', problem = 'refused', closed_at = settled_at
        where status in ('sent', 'unknown') and created_at > now() - interval '26 hours'`;
      await countLastDay();
      await agrees(customer);
      await agrees(other);
    }),
    { numRuns: 15 },
  );
}, 120_000);

test("a gateway's first hour is recounted like any other", async () => {
  const customer = await makeCustomer();
  await gateway.sql`truncate messages, message_counts, failure_counts, delivery_times cascade`;
  await gateway.sql`delete from settings where name = 'messages_counted'`;
  const message = { status: "unknown", credits: 1, took: 1, released: false, age: 80 } as const;
  await plantMessages(gateway.sql, [customer, [message, message]]);
  await countRecentHours();
  await gateway.sql`update messages set status = 'delivered', problem = null, closed_at = now()`;
  await countRecentHours();
  await agrees(customer);
});

test("deleted messages stay counted and are not counted again", async () => {
  const customer = await makeCustomer();
  const message = { status: "delivered", credits: 2, took: 3_000, released: false } as const;
  await gateway.sql`truncate messages, message_counts, failure_counts, delivery_times cascade`;
  await gateway.sql`delete from settings where name = 'messages_counted'`;
  const ages = Array.from({ length: 200 }, (_, n) => n * 60);
  await plantMessages(gateway.sql, [customer, ages.map((age) => ({ ...message, age }))]);
  await countLastWeek();
  const input = { accountId: customer.account.id, period: "30d" } as const;
  const before = await messageReport(customer.developer, input);
  expect(before.total.delivered).toBe(200);
  // In the middle of an hour.
  await gateway.sql`delete from messages where created_at < now() - interval '7 days 30 minutes'`;
  await countLastWeek();
  expect(await messageReport(customer.developer, input)).toEqual(before);
  const ledger = await readLedger(customer.developer, { accountId: customer.account.id, period: "30d" });
  expect(ledger.sums).toMatchObject({ granted: 1_000, used: 400 });
  // The subscription was granted today.
  expect(ledger.days.map(({ granted }) => granted)).toEqual([...ledger.days.slice(1).map(() => 0), 1_000]);
});

test("a report can be read by the account's developers and the operator only", async () => {
  const [mine, other] = [await makeCustomer(), await makeCustomer()];
  const input = { accountId: mine.account.id, period: "24h" } as const;
  await expect(messageReport(other.developer, input)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(readLedger(other.developer, { accountId: mine.account.id })).rejects.toMatchObject({
    code: "not_allowed",
  });
  expect((await messageReport(operator, input)).divisions).toHaveLength(24);
});
