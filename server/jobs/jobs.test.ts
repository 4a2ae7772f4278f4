import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway } from "#bin/fixtures/gateway.ts";
import { type Reserved, reserve } from "#db/ledger/reserve.ts";
import { age, grant, makeAccount, reservation, statusOf } from "#db/test-account.ts";
import { startJobs } from "./jobs.ts";

let sql: Sql;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ sql, drop } = await freshGateway());
});
afterAll(() => drop());

async function leftOver(ms: number): Promise<number> {
  const account = await makeAccount(sql);
  await grant(sql, account, { quota: 1 });
  const [left] = await reserve(sql, [reservation(account)]);
  const { messageId } = left as Reserved;
  await age(sql, messageId, ms);
  return messageId;
}

const becomesUnknown = (id: number, timeout: number) =>
  expect.poll(() => statusOf(sql, id), { timeout, interval: 100 }).toBe("unknown");

test("what a dead process left is swept at start, even if two processes start together", async () => {
  const id = await leftOver(60_000);
  const stops = await Promise.all([startJobs(), startJobs()]);
  await becomesUnknown(id, 30_000);
  const swept = await sql`select 1 from message_events where message_id = ${id} and kind = 'swept'`;
  expect(swept).toHaveLength(1);
  await Promise.all(stops.map((stop) => stop()));
});

test("recently abandoned messages are swept as soon as they are old enough, not only at the next full minute", async () => {
  await sql`delete from pgboss.schedule`;
  await sql`delete from pgboss.job`;
  const id = await leftOver(0);
  const stop = await startJobs();
  // Without the schedule nothing but the start itself can do it.
  await sql`delete from pgboss.schedule`;
  await sql`delete from pgboss.job where name = 'sweep' and singleton_key is null`;
  await becomesUnknown(id, 40_000);
  await stop();
});

test("a process that died during a job does not delay the next one until it expires", async () => {
  const stop = await startJobs();
  await expect
    .poll(
      async () => (await sql`select 1 from pgboss.job where name = 'sweep' and state < 'completed'`).length,
      {
        timeout: 40_000,
        interval: 100,
      },
    )
    .toBe(0);
  await stop();
  // As its row is left by a kill: taken, with a last sign of life some seconds ago.
  await sql`
    insert into pgboss.job (name, state, started_on, policy, heartbeat_seconds, heartbeat_on, expire_seconds)
    select 'sweep', 'active', now(), 'stately', heartbeat_seconds, now() - interval '12 seconds', 900
    from pgboss.queue where name = 'sweep'`;
  const id = await leftOver(60_000);
  const next = await startJobs();
  // The further sweep after the start goes past the dead one; the ordinary ones must not wait for it either.
  await sql`delete from pgboss.job where name = 'sweep' and singleton_key is not null`;
  await becomesUnknown(id, 75_000);
  await next();
});
