import { createHash, randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { waitingForLocks } from "#bin/fixtures/database.ts";
import { deleteOldKeys, findKey } from "#db/queries/messages/idempotency-keys.ts";
import { retry } from "#runtime/coalesce/recovery.ts";
import { grant, makeAccount, messagesOf, reservation } from "../test-account.ts";
import { account, sql } from "../test-ledger.ts";
import { type KeyedReservation, type Reserved, reserve, reserveKeyed } from "./reserve.ts";

const hash = (text: string) => createHash("sha256").update(text).digest();

function keyed(key: string, segments = 1, owner = account): KeyedReservation {
  return { ...reservation(owner, segments), key, bodyHash: hash(key) };
}

const kindsOf = (results: Awaited<ReturnType<typeof reserveKeyed>>) =>
  results.map((result) => (result === retry ? "retry" : result.kind));

const expire = (key: string) => sql`
  update idempotency_keys set created_at = now() - interval '24 hours 1 second'
  where account_id = ${account.accountId} and key = ${key}`;

test("a key belongs to the first message; a second one gets that message and is not charged", async () => {
  await grant(sql, account, { quota: 5 });
  const [first] = await reserveKeyed(sql, [keyed("k")]);
  expect(kindsOf(await reserveKeyed(sql, [keyed("k"), keyed("other")]))).toEqual(["taken", "reserved"]);
  expect(await messagesOf(sql, account)).toHaveLength(2);
  const found = await findKey(sql, account.accountId, "k");
  expect(found).toMatchObject({ messageId: (first as Reserved).messageId, status: "pending", remaining: 3 });
  expect(found?.bodyHash.equals(hash("k"))).toBe(true);
});

test("the credits left in several subscriptions can exceed one's range, in a send and in a replay", async () => {
  const most = 2_147_483_647;
  await grant(sql, account, { quota: most });
  await grant(sql, account, { quota: most });
  const remaining = 2 * most - 1;
  expect(await reserveKeyed(sql, [keyed("k")])).toMatchObject([{ remaining }]);
  expect(await findKey(sql, account.accountId, "k")).toMatchObject({ remaining });
});

test("two accounts may use the same key", async () => {
  const other = await makeAccount(sql);
  await grant(sql, account, { quota: 1 });
  await grant(sql, other, { quota: 1 });
  expect(kindsOf(await reserveKeyed(sql, [keyed("k"), keyed("k", 1, other)]))).toEqual([
    "reserved",
    "reserved",
  ]);
});

test("an old key that is reused while old ones are deleted stays with its new message", async () => {
  const subscription = await grant(sql, account, { quota: 5 });
  await reserveKeyed(sql, [keyed("k")]);
  await expire("k");
  // The take-over holds the key and waits for the subscription; the freeing waits for the key.
  const waits = (count: number) => expect.poll(() => waitingForLocks(sql)).toBe(count);
  const { taken, freed } = await sql.begin(async (tx) => {
    await tx`select from subscriptions where id = ${subscription} for update`;
    const taken = reserveKeyed(sql, [keyed("k")]);
    await waits(1);
    const freed = deleteOldKeys(sql);
    await waits(2);
    return { taken: () => taken, freed: () => freed };
  });
  const [result] = await taken();
  await freed();
  expect((await findKey(sql, account.accountId, "k"))?.messageId).toBe((result as Reserved).messageId);
});

test("a key older than 24 hours is not found, and the next send can use it", async () => {
  await grant(sql, account, { quota: 5 });
  await reserveKeyed(sql, [keyed("k")]);
  await expire("k");
  expect(await findKey(sql, account.accountId, "k")).toBeNull();
  const [second] = await reserveKeyed(sql, [{ ...keyed("k"), bodyHash: hash("another body") }]);
  const found = await findKey(sql, account.accountId, "k");
  expect(found?.messageId).toBe((second as Reserved).messageId);
  expect(found?.bodyHash.equals(hash("another body"))).toBe(true);
  expect(await messagesOf(sql, account)).toHaveLength(2);
});

test("only keys older than 24 hours are deleted; their messages stay", async () => {
  await grant(sql, account, { quota: 5 });
  await reserveKeyed(sql, [keyed("old"), keyed("young")]);
  await expire("old");
  while ((await deleteOldKeys(sql)) > 0);
  const left = await sql`select key from idempotency_keys where account_id = ${account.accountId}`;
  expect(left.map((row) => row.key)).toEqual(["young"]);
  expect(await messagesOf(sql, account)).toHaveLength(2);
});

test("a send without credit, or crowded out, leaves its key free and no message", async () => {
  await grant(sql, account, { quota: 2, unit: "segment" });
  const results = await reserveKeyed(sql, [keyed("a", 2), keyed("b", 2), keyed("c", 3)]);
  expect(kindsOf(results)).toEqual(["reserved", "retry", "no_credit"]);
  const keys = await sql`select key from idempotency_keys where account_id = ${account.accountId}`;
  expect(keys.map((row) => row.key)).toEqual(["a"]);
  await grant(sql, account, { quota: 9, unit: "segment" });
  expect(kindsOf(await reserveKeyed(sql, [keyed("b", 2), keyed("c", 3)]))).toEqual(["reserved", "reserved"]);
});

test("an expired key whose send finds no credit stays free", async () => {
  await grant(sql, account, { quota: 1 });
  await reserveKeyed(sql, [keyed("k")]);
  await expire("k");
  expect(kindsOf(await reserveKeyed(sql, [keyed("k")]))).toEqual(["no_credit"]);
  expect(await findKey(sql, account.accountId, "k")).toBeNull();
});

test("batches with the same keys in opposite order do not deadlock, and each key sends once", async () => {
  const second = await makeAccount(sql);
  await grant(sql, account, { quota: 1_000 });
  await grant(sql, second, { quota: 1_000 });
  for (let round = 0; round < 15; round++) {
    const batch = Array.from({ length: 16 }, (_, i) => keyed(`${randomUUID()}`, 1, i % 2 ? account : second));
    const plain = [reservation(second), reservation(account)];
    const all = await Promise.all([
      reserveKeyed(sql, batch),
      reserve(sql, plain),
      reserveKeyed(sql, batch.toReversed()),
      reserve(sql, plain.toReversed()),
      reserveKeyed(sql, batch),
    ]);
    const kinds = [all[0], all[2], all[4]].flatMap(kindsOf);
    expect(kinds.filter((kind) => kind === "reserved")).toHaveLength(16);
    expect(kinds.filter((kind) => kind === "taken")).toHaveLength(32);
  }
});

test("a rolled-back claim frees the key for the send that waits for it", async () => {
  await grant(sql, account, { quota: 5 });
  // Poisoned: no message has no segments, so that the whole transaction fails after it claimed its keys.
  const bad = { ...keyed("poison"), segments: 0 };
  const [failed, well] = await Promise.allSettled([
    reserveKeyed(sql, [keyed("k"), bad]),
    reserveKeyed(sql, [keyed("k")]),
  ]);
  expect(failed.status).toBe("rejected");
  expect(well.status === "fulfilled" && kindsOf(well.value)).toEqual(["reserved"]);
  expect(await messagesOf(sql, account)).toHaveLength(1);
});
