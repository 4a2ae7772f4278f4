import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { plantMessages } from "#bin/fixtures/messages.ts";
import { report } from "#db/ledger/report.ts";
import { release } from "#db/ledger/upkeep.ts";
import { readLedger } from "./ledger.ts";
import { countLastWeek } from "./message-counts.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const DAY_MINUTES = 24 * 60;

test("credits that return long after their message was counted are in its day by the next morning", async () => {
  const { sql } = gateway;
  const customer = await makeCustomer();
  const { account, subscription } = customer;
  const message = (days: number, status: "sent" | "unknown") => ({
    age: days * DAY_MINUTES + 5,
    status,
    credits: 2,
    took: 1,
    released: false,
  });
  // As in a gateway that stood still for so long, or was restored from an old backup.
  await plantMessages(sql, [
    customer,
    [message(13, "sent"), message(12, "unknown"), message(9, "sent"), message(1, "sent")],
  ]);
  await sql`
    update subscriptions set used = 8, starts_at = now() - interval '20 days' where id = ${subscription.id}`;
  await sql`
    update subscription_changes set at = now() - interval '20 days' where subscription_id = ${subscription.id}`;
  await countLastWeek();
  expect(await release(sql)).toBe(1);
  const [late] = await sql`select id from messages where status = 'sent' order by id limit 1 offset 1`;
  await report(sql, [{ messageId: Number(late!.id), status: "failed", response: "UNDELIV" }]);

  // Twice, as each night does it again.
  for (const _ of [1, 2]) {
    await countLastWeek();
    expect(await readLedger(operator, { accountId: account.id, period: "90d" })).toMatchObject({
      opening: 0,
      closing: 996,
      sums: { granted: 1_000, used: 8, returned: 4 },
    });
  }
});
