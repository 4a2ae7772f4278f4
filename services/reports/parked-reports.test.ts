import { expect, test } from "vitest";
import { forgetRefs } from "#services/upkeep/sweep.ts";
import { settleParkedReports } from "./parked-reports.ts";
import { refHashOf } from "./ref-hash.ts";
import {
  first,
  gateway,
  keepRef,
  message,
  post,
  provider,
  referencesOf,
  say,
  stateOf,
  used,
} from "./test-callbacks.ts";

test("a report on a pending message is left to the provider to repeat, and a parked one counts too", async () => {
  const id = await message(first.providerId, "pending");
  expect(await say(first, id)).toEqual({ kind: "busy", provider: "first" });
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${id}`;
  expect(await say(first, id)).toMatchObject({ kind: "taken", unmatched: 0 });
  const other = await message(first.providerId, "pending");
  expect(await say(first, other)).toMatchObject({ kind: "busy" });
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${other}`;
  await expect.poll(async () => (await stateOf(other)).status).toBe("delivered");
});

test("a report is matched by the provider's own id, even before that id is stored", async () => {
  const theirs = await provider("theirs", { id: "provider_id", id_field: "message_id" });
  const id = await message(theirs.providerId);
  const early = await message(theirs.providerId);
  expect(await say(theirs, "abc-2")).toMatchObject({ kind: "taken", unmatched: 0, parked: 1 });
  const keep = (ref: string, messageId: number) => keepRef(theirs.providerId, ref, messageId);
  await keep("abc-1", id);
  await keep("abc-2", early);
  expect(await say(theirs, "abc-1")).toMatchObject({ kind: "taken", unmatched: 0 });
  expect((await stateOf(id)).status).toBe("delivered");
  await expect.poll(async () => (await stateOf(early)).status).toBe("delivered");
  // The same id of another provider is another message's.
  expect(
    (await gateway.sql`select ref_hash::text as hash from provider_refs`).map((row) => row.hash),
  ).not.toContain(`\\x${Buffer.from("abc-1").toString("hex")}`);
});

test("a list with a pending message has to be repeated, and its other messages are settled", async () => {
  const [settled, pending] = [await message(first.providerId), await message(first.providerId, "pending")];
  const references = await referencesOf([pending, settled]);
  const list = JSON.stringify(references.map((id) => ({ message_id: id, status: "DELIVRD" })));
  expect(await post(first, list)).toEqual({ kind: "busy", provider: "first" });
  expect((await stateOf(settled)).status).toBe("delivered");
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${pending}`;
  expect(await post(first, list)).toMatchObject({ kind: "taken", unmatched: 0 });
});

test("a report on a message that is not known yet is stored before it is acknowledged, and settled by any process", async () => {
  const theirs = await provider("parking", { id: "provider_id", id_field: "id" });
  const other = await provider("parking.too", { id: "provider_id", id_field: "id" });
  const before = await used();
  const [mine, others] = [await message(theirs.providerId), await message(other.providerId)];
  const list = ["a", "b", " a ", "never"].map((id) => ({ id, status: "FAILED" }));
  expect(await post(theirs, JSON.stringify([...list, { id: "a", status: "DELIVRD" }]))).toMatchObject({
    kind: "taken",
    reports: 5,
  });
  const parked = async () =>
    (
      await gateway.sql<[{ count: number }]>`
      select count(*)::int as count from parked_reports where provider_id = ${theirs.providerId}`
    )[0].count;
  expect(await parked()).toBe(3);
  // The same id of another provider is another message's.
  await keepRef(other.providerId, "a", others);
  await settleParkedReports();
  expect((await stateOf(others)).status).toBe("sent");
  await keepRef(theirs.providerId, "a", mine);
  await settleParkedReports();
  expect((await stateOf(mine)).status).toBe("failed");
  expect(await parked()).toBe(2);
  await settleParkedReports();
  // Both messages were charged for when they were made; one came back.
  expect(await used()).toBe(before + 1);
});

test("a report that cannot be parked is not acknowledged", async () => {
  const theirs = await provider("parking", { id: "provider_id", id_field: "id" });
  const report = '{"id": "unwritten", "status": "FAILED"}';
  await gateway.sql`alter table parked_reports rename to parked_reports_away`;
  try {
    await expect(post(theirs, report)).rejects.toThrow();
  } finally {
    await gateway.sql`alter table parked_reports_away rename to parked_reports`;
  }
  expect(await post(theirs, report)).toMatchObject({ kind: "taken", parked: 1 });
});

test("a parked report is not applied to a later message with the same provider id", async () => {
  const theirs = await provider("parking", { id: "provider_id", id_field: "id" });
  const foreign = '{"id": "again", "status": "FAILED"}';
  await post(theirs, foreign);
  await gateway.sql`update parked_reports set created_at = now() - interval '2 days'
    where ref_hash = ${refHashOf(theirs.providerId, "again")}`;
  const id = await message(theirs.providerId);
  await keepRef(theirs.providerId, "again", id);
  await settleParkedReports();
  expect((await stateOf(id)).status).toBe("sent");
  // One that came after it was sent, and waits beside an old one of that id, is its own.
  await gateway.sql`delete from provider_refs where message_id = ${id}`;
  await post(theirs, foreign);
  await gateway.sql`update parked_reports set created_at = now() - interval '2 days'
    where ref_hash = ${refHashOf(theirs.providerId, "again")}`;
  await post(theirs, '{"id": "again", "status": "DELIVRD"}');
  await keepRef(theirs.providerId, "again", id);
  await settleParkedReports();
  expect((await stateOf(id)).status).toBe("delivered");
});

test("a report parked for a pending message stays parked", async () => {
  const theirs = await provider("parking", { id: "provider_id", id_field: "id" });
  const id = await message(theirs.providerId, "pending");
  await post(theirs, '{"id": "waits", "status": "DELIVRD"}');
  await keepRef(theirs.providerId, "waits", id);
  await settleParkedReports();
  expect((await stateOf(id)).status).toBe("pending");
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${id}`;
  await settleParkedReports();
  expect((await stateOf(id)).status).toBe("delivered");
});

test("old ids and parked reports are deleted, recent ones are not", async () => {
  const theirs = await provider("old", { id: "provider_id", id_field: "id" });
  await post(theirs, '[{"id": "old", "status": "FAILED"}, {"id": "young", "status": "FAILED"}]');
  await keepRef(theirs.providerId, "old ref", 1);
  await keepRef(theirs.providerId, "young ref", 1);
  const old = [refHashOf(theirs.providerId, "old"), refHashOf(theirs.providerId, "old ref")];
  const isOld = gateway.sql`ref_hash in ${gateway.sql(old)}`;
  await gateway.sql`
    update parked_reports set created_at = now() - case when ${isOld} then 73 else 71 end * interval '1 hour'
    where provider_id = ${theirs.providerId}`;
  await gateway.sql`
    update provider_refs set created_at = now() - case when ${isOld} then 169 else 167 end * interval '1 hour'
    where provider_id = ${theirs.providerId}`;
  await forgetRefs();
  const left = await gateway.sql`
    select 1 from parked_reports where provider_id = ${theirs.providerId}
    union all select 1 from provider_refs where provider_id = ${theirs.providerId}`;
  expect(left).toHaveLength(2);
  // Their clean-up need not read what is young.
  for (const table of ["provider_refs", "parked_reports"]) {
    const plan = await gateway.sql.begin(async (sql) => {
      await sql`set local enable_seqscan = off`;
      return sql`explain select 1 from ${sql(table)} where created_at < now() - interval '7 days'`;
    });
    expect(JSON.stringify(plan)).toContain(`${table}_created_at`);
  }
});
