import { expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { reserve, reserveKeyed } from "./ledger/reserve.ts";
import { settle } from "./ledger/settle.ts";
import { orphansQuery, references } from "./references.ts";
import { grant, makeAccount, reservation } from "./test-account.ts";
import { account, reserveOne, sql } from "./test-ledger.ts";

const orphans = async () => (await sql.unsafe<{ finding: string }[]>(orphansQuery)).map((row) => row.finding);

/** A message of the test's account that names a row of every parent, with a key and a provider's id. */
async function messageWithAll() {
  const subscriptionId = await grant(sql, account, { quota: 5 });
  const email = `${account.accountId}@example.com`;
  const [user] = await sql`
    insert into users (email, role, account_id) values (${email}, 'developer', ${account.accountId}) returning id`;
  const [provider] = await sql`
    insert into providers (name, kind, position, config) values (${email}, 'http', 1, '') returning id`;
  const send = { ...reservation(account), userId: user!.id, key: "k", bodyHash: Buffer.alloc(32) };
  const [reserved] = await reserveKeyed(sql, [send]);
  const { messageId } = reserved as { messageId: number };
  const outcome = { status: "sent" as const, providerId: provider!.id, ref: "r", response: "OK" };
  await settle(sql, [{ messageId, ...outcome, refs: [{ refHash: Buffer.from(email), part: 1, parts: 1 }] }]);
  await sql`insert into message_attempts (message_id, ordinal, state, started_at)
    values (${messageId}, 1, 'pending', now())`;
  return {
    messageId,
    subscriptions: subscriptionId,
    template_versions: account.versionId,
    api_tokens: account.tokenId,
    users: user!.id as number,
    providers: provider!.id as number,
    accounts: account.accountId,
  };
}

const guarded = references.filter((reference) => !reference.deletedTogether);

test.each(guarded)("$parent keeps a row that $child references in $columns", async ({ child, parent }) => {
  const made = await messageWithAll();
  const id = made[parent as keyof typeof made];
  // Alone, so that no other child is what keeps it. What real foreign keys refuse is another constraint's name.
  if (child === "provider_refs") await sql`update messages set provider_id = null where provider_id = ${id}`;
  else if (parent === "providers") await sql`delete from provider_refs where provider_id = ${id}`;
  const refusal = { code: "23503", constraint_name: expect.stringMatching(`^${child}_of_`) };
  await expect(sql`delete from ${sql(parent)} where id = ${id}`).rejects.toMatchObject(refusal);
  await expect(sql`update ${sql(parent)} set id = default where id = ${id}`).rejects.toMatchObject({
    code: "23503",
  });
  await sql`delete from idempotency_keys where account_id = ${account.accountId}`;
  expect(await orphans()).toEqual([]);
});

test("a subscription with messages cannot be moved to another account", async () => {
  const { subscriptions: id } = await messageWithAll();
  const other = await makeAccount(sql);
  await expect(
    sql`update subscriptions set account_id = ${other.accountId} where id = ${id}`,
  ).rejects.toMatchObject({ code: "23503" });
});

test("an unreferenced row can be deleted, and updates of other columns are not checked", async () => {
  const id = await grant(sql, account, { quota: 5 });
  await sql`delete from subscriptions where id = ${id}`;
  const { subscriptions, users } = await messageWithAll();
  await sql`update subscriptions set quota = quota + 1, account_id = account_id where id = ${subscriptions}`;
  await sql`update users set email = email || '.org' where id = ${users}`;
  const [token] = await sql`
    insert into api_tokens (account_id, name, hash, sealed, hint)
    values (${account.accountId}, 'unused', sha256('unused'), '', '') returning id`;
  await sql`delete from api_tokens where id = ${token!.id}`;
});

test("a delete waits for a charge in progress, and is refused after it", async () => {
  const id = await grant(sql, account, { quota: 5 });
  await sql
    .begin(async (tx) => {
      await reserve(tx, [reservation(account)]);
      const deleted = sql`delete from subscriptions where id = ${id}`.then(
        () => "deleted",
        (error) => error.code,
      );
      await expect.poll(() => waitingForLocks(sql)).toBeGreaterThan(0);
      return { deleted };
    })
    .then(async ({ deleted }) => expect(await deleted).toBe("23503"));
});

test("every message without its parent is found, and nulls are not references", async () => {
  const made = { ...(await messageWithAll()), messages: 0 };
  made.messages = made.messageId;
  expect(await orphans()).toEqual([]);
  for (const { child, columns, parent } of references) {
    const [column] = columns as [string];
    const finding = expect.stringMatching(
      `^1 rows of ${child} name a row of ${parent} that is not there, such as ${column} 2000000000`,
    );
    const undone = sql.begin(async (tx) => {
      await tx`update ${tx(child)} set ${tx(column)} = 2000000000 where ${tx(column)} = ${made[parent as keyof typeof made]}`;
      const found = await tx.unsafe<{ finding: string }[]>(orphansQuery);
      throw Object.assign(new Error("undone"), { found: found.map((row) => row.finding) });
    });
    await expect(undone).rejects.toMatchObject({ found: [finding] });
  }
  await reserveOne();
  expect(await orphans()).toEqual([]);
});
