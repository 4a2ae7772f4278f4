import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, operator } from "#bin/fixtures/gateway.ts";
import { auditEntries } from "#db/schema/audit-entries.ts";
import { accounts } from "#db/schema/customers/accounts.ts";
import { isConflict } from "#runtime/database/errors.ts";
import { database, type Executor } from "#runtime/database/pools.ts";
import { createAccount } from "#services/customers/accounts.ts";
import { audit } from "./audit.ts";
import { auditedTransaction } from "./audited-transaction.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const make = () => createAccount(operator, { name: randomUUID() });
const rename = (tx: Executor, id: number, name: string) =>
  tx.update(accounts).set({ name }).where(eq(accounts.id, id));
const entries = (subject: string) =>
  database().select().from(auditEntries).where(eq(auditEntries.subjectId, subject));

test("two deadlocked changes both succeed, and each is audited once", async () => {
  const both = [await make(), await make()];
  const met = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const subject = randomUUID();
  let tries = 0;
  const one = (first: number, second: number) =>
    auditedTransaction(async (tx) => {
      tries++;
      await rename(tx, both[first]!.id, `first of ${first} ${subject}`);
      met[first]!.resolve();
      await met[second]!.promise;
      await rename(tx, both[second]!.id, `second of ${first} ${subject}`);
      await audit(tx, operator, {
        action: "account.change",
        subjectId: subject,
        after: { name: `${first}` },
      });
    });
  await Promise.all([one(0, 1), one(1, 0)]);
  expect(tries).toBe(3);
  expect(await entries(subject)).toHaveLength(2);
});

test.each(["40001", "40P01"])(
  "a change that keeps losing fails and may be retried by the client: %s",
  async (code) => {
    let tries = 0;
    const lost = auditedTransaction(async (tx) => {
      tries++;
      await tx.execute(sql.raw(`do $$ begin raise exception 'lost' using errcode = '${code}'; end $$`));
    });
    await expect(lost).rejects.toSatisfy(isConflict);
    expect(tries).toBe(3);
  },
);

test("a change that fails for another reason is not retried", async () => {
  let tries = 0;
  const wrong = auditedTransaction(async (tx) => {
    tries++;
    await tx.execute(sql`select 1 / 0`);
  });
  await expect(wrong).rejects.toThrow();
  expect(tries).toBe(1);
});
