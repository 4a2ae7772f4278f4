import { expect, test } from "vitest";
import { writeLogBlocks } from "#services/upkeep/log-blocks.ts";
import { change, expectExact, insert, insertYoung, type Plan, sql } from "./test-message-log.ts";

const many = (count: number, more: Partial<Plan> = {}): Plan[] =>
  Array.from({ length: count }, (_, n) => ({
    account: 0,
    other: n % 2 === 0,
    second: n % 5 === 0,
    token: n % 3 === 0,
    status: "delivered",
    reason: "refused",
    provider: 1,
    beginning: "963930",
    answer: null,
    minutes: 20 + count - n,
    ...more,
  }));

test("blocks are full except the last of each kind, and have each message once for the account and once for its kind", async () => {
  await insertYoung(many(100));
  await writeLogBlocks({ size: 10, stride: 7 });
  await insertYoung(many(30));
  await writeLogBlocks({ size: 10, stride: 1_000 });
  const blocks = await sql<{ ofAccount: boolean; blocks: number; messages: number; open: number }[]>`
    select template_version_id = 0 as "ofAccount", count(*)::int as blocks, sum(count)::int as messages,
      count(*) filter (where count < 10)::int as open
    from log_blocks group by 1 order by 1`;
  // Of four kinds at most one is open each; those of the account are all full after the first run.
  const [kinds, own] = blocks;
  expect(own).toMatchObject({ ofAccount: true, messages: 100, blocks: 10, open: 0 });
  expect(kinds).toMatchObject({ ofAccount: false, messages: 100 });
  expect(kinds!.open).toBeLessThanOrEqual(4);
});

test("blocks record the first digits of their numbers, and are read if they could not record all", async () => {
  await insertYoung(many(10, { beginning: "963944" }));
  await writeLogBlocks({ size: 5 });
  // As a release without prefixes wrote them.
  await sql`update log_blocks set prefixes = '{}', prefixed = 0`;
  await insert(sql, many(3, { beginning: "963931" }));
  await writeLogBlocks({ size: 10 });
  const [known] = await sql`
    select count(*) filter (where prefixes = '{}')::int as unknown, bool_or(96393 = any(prefixes)) as added
    from log_blocks`;
  expect(known).toEqual({ unknown: expect.toSatisfy((n: number) => n > 0), added: true });
  for (const operator of [0, 1, 2]) await expectExact({ operator });
});

test("blocks record the subscriptions of their messages, and are read if they did not", async () => {
  await insertYoung(many(10));
  await writeLogBlocks({ size: 5 });
  // As a release that did not record them wrote them.
  await sql`update log_blocks set subscriptions = null`;
  await insert(sql, [...many(3, { second: true }), ...many(3, { account: 1 })]);
  await writeLogBlocks({ size: 100 });
  const [known] = await sql`
    select bool_or(subscriptions is null) as some, bool_or(subscriptions is not null) as others from log_blocks`;
  expect(known).toEqual({ some: true, others: true });
  await expectExact({ second: true });
  await expectExact({ second: true, statuses: ["failed"] });
});

test("a change after its block was written is listed until the block includes it", async () => {
  await insertYoung(many(20, { status: "sent" }));
  await writeLogBlocks({ size: 5 });
  const listed = () => sql`select message_id from late_outcomes`;
  expect(await listed()).toHaveLength(0);
  await change(3, "delivered", 1);
  await change(3, "delivered", 1);
  expect(await listed()).toHaveLength(1);
  await expectExact({ statuses: ["delivered"] });
  await writeLogBlocks({ size: 5 });
  expect(await listed()).toHaveLength(0);
  await expectExact({ statuses: ["delivered"] });
});

test("a change that commits while blocks are written is not lost", async () => {
  await insertYoung(many(20, { status: "sent" }));
  let written: Promise<void> | undefined;
  await sql.begin(async (tx) => {
    await tx`update messages set status = 'delivered' where id = (select min(id) from messages)`;
    written = writeLogBlocks({ size: 5 });
    await written;
  });
  expect(await sql`select message_id from late_outcomes`).toHaveLength(1);
  await expectExact({ statuses: ["delivered"] });
  await writeLogBlocks({ size: 5 });
  await expectExact({ statuses: ["delivered"] });
});

test("blocks are rebuilt if the database's clock was set back", async () => {
  await insertYoung(many(10));
  await writeLogBlocks({ size: 5 });
  await sql`update settings set value = to_jsonb('2999-01-01T00:00:00.000Z'::text) where name = 'log_blocks_until'`;
  await insertYoung(many(10, { status: "sent" }));
  await writeLogBlocks({ size: 5 });
  await expectExact({ statuses: ["sent"] });
});
