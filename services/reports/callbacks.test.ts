import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { listProviders, removeProvider, setProvider, switchProvider } from "#services/gateway/providers.ts";
import { messageReference, messageReferenceDigits } from "#services/sending/message-reference.ts";
import { closeProviders } from "#services/sending/provider-chain.ts";
import { forgetRefs } from "#services/upkeep/sweep.ts";
import { receiveCallback, takeCallback } from "./callbacks.ts";
import { settleParkedReports } from "./parked-reports.ts";
import { refHashOf } from "./ref-hash.ts";
import { type ReportAddress, readReportAddress } from "./report-address.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
});
afterAll(async () => {
  await closeProviders();
  await gateway.drop();
});

const settings = {
  url: "https://op.example/send",
  body: '{"to":"{{number}}","ref":"{{message_id}}"}',
  id_pattern: '"id":"([^"]+)"',
};

/** Sets a provider, and gives its signed address as its path has it. */
async function provider(name: string, reports: object = {}): Promise<ReportAddress & { path: string }> {
  const { reportPath } = await setProvider(operator, {
    name,
    kind: "http",
    config: { ...settings, reports },
  });
  const path = reportPath!;
  return { ...readReportAddress(path.split("/").at(-2)!)!, path };
}

let first: ReportAddress & { path: string };
beforeEach(async () => {
  first = await provider("first");
});

async function message(providerId: number | null, status: "sent" | "unknown" | "pending" = "sent") {
  const id = await plantMessage(gateway.sql, customer, status);
  await gateway.sql`update messages set provider_id = ${providerId} where id = ${id}`;
  return id;
}

/** Our ids of messages as carriers are told them. */
async function referencesOf(ids: (number | string)[]): Promise<string[]> {
  const rows = await gateway.sql<{ id: string; number: string; createdAt: Date }[]>`
    select id, number, created_at as "createdAt" from messages where id = any(${ids}::bigint[])`;
  const found = new Map(rows.map(({ id, ...row }) => [id, messageReference({ id: Number(id), ...row })]));
  return ids.map((id) => found.get(String(id))!);
}

const referenceOf = async (id: number) => (await referencesOf([id]))[0]!;

/** A report by our id, or by whatever a carrier gives for it. */
const say = async (at: ReportAddress, id: number | string, status = "DELIVRD") => {
  const reference = typeof id === "number" ? await referenceOf(id) : id;
  return takeCallback(at, { query: new URLSearchParams({ message_id: reference, status }), body: null });
};

/** What a carrier posts, as it comes. */
const post = (at: ReportAddress, body: string, contentType = "application/json") =>
  receiveCallback(at, {
    method: "POST",
    query: new URLSearchParams(),
    contentType,
    bytes: new TextEncoder().encode(body),
  });

const keepRef = (providerId: number, ref: string, messageId: number) =>
  gateway.sql`insert into provider_refs (provider_id, ref_hash, message_id)
    values (${providerId}, ${refHashOf(providerId, ref)}, ${messageId})`;

async function stateOf(id: number) {
  const [row] = await gateway.sql<{ status: string; events: string[] }[]>`
    select status, array(select detail from message_events e where e.message_id = m.id) as events
    from messages m where id = ${id}`;
  return row!;
}

const used = async () =>
  (await gateway.sql`select used from subscriptions where id = ${customer.subscription.id}`)[0]!.used;

test("a report makes its message final; repeating it changes nothing", async () => {
  const id = await message(first.providerId);
  for (let times = 0; times < 3; times++) {
    expect(await say(first, id)).toEqual({
      kind: "taken",
      provider: "first",
      reports: 1,
      unmatched: 0,
      parked: 0,
      unreadable: 0,
    });
    expect(await stateOf(id)).toEqual({ status: "delivered", events: [] });
  }
  // One that says otherwise afterwards is noted, once.
  for (let times = 0; times < 3; times++) await say(first, id, "EXPIRED");
  expect(await stateOf(id)).toEqual({ status: "delivered", events: ["failed: EXPIRED"] });
});

test("an id beyond the safe integers matches no message, in particular not the one it would round to", async () => {
  const theirs = await provider("rounding", { id: "provider_id", id_field: "id" });
  const id = await message(theirs.providerId);
  await keepRef(theirs.providerId, "1216080510405255200", id);
  for (const number of ["1216080510405255245", "1216080510405255201", "1216080510405255200.0"]) {
    await post(theirs, `{"id": ${number}, "status": "FAILED"}`);
    expect((await stateOf(id)).status, number).toBe("sent");
  }
  await post(theirs, '{"id": 1216080510405255200, "status": "FAILED"}');
  expect((await stateOf(id)).status).toBe("failed");
});

test("an undelivered report returns the credit once", async () => {
  const before = await used();
  const id = await message(first.providerId, "unknown");
  expect(await used()).toBe(before + 1);
  await Promise.all([say(first, id, "UNDELIV"), say(first, id, "UNDELIV"), say(first, id, "UNDELIV")]);
  expect(await stateOf(id)).toEqual({ status: "failed", events: [] });
  expect(await used()).toBe(before);
});

test("a provider cannot report on another provider's message, not even in a batch with its own", async () => {
  const second = await provider("second");
  const [mine, theirs] = [await message(first.providerId), await message(second.providerId)];
  const [a, b, c] = await Promise.all([say(first, theirs, "UNDELIV"), say(first, mine), say(second, theirs)]);
  expect([a, b, c].map((result) => "unmatched" in result && result.unmatched)).toEqual([1, 0, 0]);
  expect((await stateOf(theirs)).status).toBe("delivered");
  expect((await stateOf(mine)).status).toBe("delivered");
});

test("a message left without a provider by a dead process is settled by the provider that has it", async () => {
  const id = await message(null, "unknown");
  await say(first, id);
  expect((await stateOf(id)).status).toBe("delivered");
  const [row] = await gateway.sql`select provider_id from messages where id = ${id}`;
  expect(row!.provider_id).toBe(first.providerId);
});

test("a report on a lost message is not applied to the message that got its id after a failover", async () => {
  const id = await message(first.providerId);
  const [row] = await gateway.sql<{ number: string; createdAt: Date }[]>`
    select number, created_at as "createdAt" from messages where id = ${id}`;
  const lost = { ...row!, id, createdAt: new Date(row!.createdAt.getTime() - 60_000) };
  const credit = await used();
  for (const reference of [messageReference(lost), messageReferenceDigits(lost), String(id)]) {
    expect(await say(first, reference, "UNDELIV"), reference).toMatchObject({ kind: "taken", unmatched: 1 });
  }
  expect((await stateOf(id)).status).toBe("sent");
  expect(await used()).toBe(credit);
  expect(await say(first, messageReferenceDigits({ ...row!, id }), "UNDELIV")).toMatchObject({
    unmatched: 0,
  });
  expect((await stateOf(id)).status).toBe("failed");
});

test("a message from before tags is reported by its id alone", async () => {
  const id = await message(first.providerId);
  await gateway.sql`update messages set created_at = now() - interval '1 day' where id = ${id}`;
  expect(await say(first, String(id))).toMatchObject({ kind: "taken", unmatched: 0 });
  expect((await stateOf(id)).status).toBe("delivered");
});

test.each(["0", "-1", "999999999999", "99999999999999999999", "1.5", "1e3", "x", "1 or 1=1"])(
  "an unknown id %s is acknowledged and counted, so that it is not repeated",
  async (id) => {
    expect(await say(first, id)).toMatchObject({ kind: "taken", unmatched: 1 });
  },
);

test("a report on a pending message is left to the provider to repeat, and a parked one counts too", async () => {
  const id = await message(first.providerId, "pending");
  expect(await say(first, id)).toEqual({ kind: "busy", provider: "first" });
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${id}`;
  expect(await say(first, id)).toMatchObject({ kind: "taken", unmatched: 0 });
  const other = await message(first.providerId, "pending");
  expect(await say(first, other)).toMatchObject({ kind: "busy" });
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${other}`;
  await expect.poll(async () => (await stateOf(other)).status, { timeout: 10_000 }).toBe("delivered");
});

test("an unreadable entry in a list does not affect the others", async () => {
  first = await provider("first", { list_field: "list" });
  const id = await message(first.providerId);
  const fillers = Array.from({ length: 300 }, () => ({ message_id: "1.234567", status: "ENROUTE" }));
  const list = [{ kind: "inbound" }, ...fillers, { message_id: await referenceOf(id), status: "DELIVRD" }];
  const query = new URLSearchParams();
  expect(await takeCallback(first, { query, body: { list } })).toMatchObject({
    kind: "taken",
    reports: 302,
    unreadable: 1,
  });
  expect((await stateOf(id)).status).toBe("delivered");
  const nothing = { query, body: { list: [{ kind: "inbound" }] } };
  expect(await takeCallback(first, nothing)).toMatchObject({
    kind: "unreadable",
    detail: "There is no message_id in this report.",
  });
});

test("intermediate states change nothing, and a missing field is named", async () => {
  const id = await message(first.providerId);
  for (const word of ["ENROUTE", "ENROUTE", "NO WORD THAT IS KNOWN 482910"])
    expect(await say(first, id, word)).toMatchObject({ kind: "taken", reports: 1 });
  expect(await stateOf(id)).toEqual({ status: "sent", events: ["ENROUTE"] });
  const empty = { query: new URLSearchParams(), body: null };
  expect(await takeCallback(first, empty)).toEqual({
    kind: "unreadable",
    provider: "first",
    detail: "There is no message_id in this report.",
  });
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
  await expect.poll(async () => (await stateOf(early)).status, { timeout: 10_000 }).toBe("delivered");
  // The same id of another provider is another message's.
  expect(
    (await gateway.sql`select ref_hash::text as hash from provider_refs`).map((row) => row.hash),
  ).not.toContain(`\\x${Buffer.from("abc-1").toString("hex")}`);
});

test("an address is valid for its provider and key only", async () => {
  const part = first.path.split("/").at(-2)!;
  const [id, key, signature] = [part.split("-")[0], part.split("-")[1], part.split("-").slice(2).join("-")];
  for (const forged of [
    `${Number(id) + 1}-${key}-${signature}`,
    `${id}-${Number(key) + 1}-${signature}`,
    `${id}-${key}-${"A".repeat(43)}`,
    `${id}-${key}-`,
    `${id}-${key}-${signature}A`,
    "",
    "../../otp/send",
  ]) {
    expect(readReportAddress(forged), forged).toBeNull();
  }
});

test("a raised key, and a provider that is removed, close the old address at once", async () => {
  const old = await provider("closing");
  const id = await message(old.providerId);
  const raised = await provider("closing", { key: 2 });
  expect(raised.path).not.toBe(old.path);
  expect(await say(old, id)).toEqual({ kind: "not_found" });
  expect((await stateOf(id)).status).toBe("sent");
  expect(await say(raised, id)).toMatchObject({ kind: "taken" });
  await removeProvider(operator, { name: "closing" });
  expect(await say(raised, id)).toEqual({ kind: "not_found" });
});

test("reports of a provider that is switched off still count", async () => {
  const off = await provider("off");
  const id = await message(off.providerId);
  await switchProvider(operator, { name: "off", enabled: false });
  expect(await say(off, id)).toMatchObject({ kind: "taken", unmatched: 0 });
  expect(await stateOf(id)).toMatchObject({ status: "delivered" });
  await removeProvider(operator, { name: "off" });
  expect(await say(off, id)).toEqual({ kind: "not_found" });
});

test("the address is listed without the configuration, and only if reports are configured", async () => {
  await setProvider(operator, { name: "silent", kind: "http", config: settings });
  const listed = await listProviders(operator);
  expect(listed.find(({ name }) => name === "first")!.reportPath).toBe(first.path);
  expect(listed.find(({ name }) => name === "silent")!.reportPath).toBeNull();
  expect(JSON.stringify(listed)).not.toContain("op.example");
});

test("a list of a thousand reports settles all of its messages and no others", async () => {
  const second = await provider("second");
  const before = await used();
  const count = 1_200;
  const ids = await gateway.sql<{ id: string }[]>`
    insert into messages (account_id, subscription_id, template_version_id, number, language, credits, segments,
      code_length, status, settled_at, provider_id)
    select m.account_id, m.subscription_id, m.template_version_id, m.number, m.language, m.credits, m.segments,
      m.code_length, 'sent', now(), ${first.providerId}
    from messages m, generate_series(1, ${count}) where m.id = ${await message(first.providerId)}
    returning id`;
  await gateway.sql`update subscriptions set used = used + ${count}, quota = quota + ${count}
    where id = ${customer.subscription.id}`;
  const theirs = await message(second.providerId);
  const references = await referencesOf(ids.map(({ id }) => id));
  const entries = references.map(
    (reference) => `{"message_id": ${reference}, "status": "UNDELIVERABLE\\r\\n"}`,
  );
  entries.splice(
    600,
    0,
    '{"kind": "inbound"}',
    `{"message_id": ${await referenceOf(theirs)}, "status": "FAILED"}`,
    "17",
    "[]",
  );
  const list = `[${entries.join(", ")}, ${entries.join(", ")}]`;
  expect(list.length).toBeGreaterThan(16 * 1024);
  expect(await post(first, list, "application/x-www-form-urlencoded")).toMatchObject({
    kind: "taken",
    reports: 2 * (count + 4),
    unmatched: 1,
    unreadable: 6,
  });
  const [{ failed }] = await gateway.sql<[{ failed: number }]>`
    select count(*)::int as failed from messages
    where status = 'failed' and id = any(${ids.map(({ id }) => id)}::bigint[])`;
  expect(failed).toBe(count);
  expect((await stateOf(theirs)).status).toBe("sent");
  // The pattern of the thousand, and the other provider's message.
  expect(await used()).toBe(before + 2);
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
  await gateway.sql`update parked_reports set created_at = now() - interval '4 days' where ref_hash in ${gateway.sql(old)}`;
  await gateway.sql`update provider_refs set created_at = now() - interval '8 days' where ref_hash in ${gateway.sql(old)}`;
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

test("a carrier's check of the address is answered and changes nothing; the response can be configured", async () => {
  const answer = { body: "ACK/Jasmin", content_type: "text/plain" };
  const jasmin = await provider("jasmin", { answer });
  const id = await message(jasmin.providerId);
  const ask = (method: string, query = "") =>
    receiveCallback(jasmin, {
      method,
      query: new URLSearchParams(query),
      contentType: "",
      bytes: new Uint8Array(),
    });
  const nothing = {
    kind: "taken",
    provider: "jasmin",
    reports: 0,
    unmatched: 0,
    parked: 0,
    unreadable: 0,
    answer,
  };
  expect(await ask("GET")).toEqual(nothing);
  expect(await ask("HEAD", `message_id=${await referenceOf(id)}&status=DELIVRD`)).toEqual(nothing);
  expect((await stateOf(id)).status).toBe("sent");
  expect(await ask("GET", `message_id=${await referenceOf(id)}&status=DELIVRD%20`)).toEqual({
    ...nothing,
    reports: 1,
  });
  expect((await stateOf(id)).status).toBe("delivered");
  expect(await post(first, "<a>")).toEqual({
    kind: "unreadable",
    provider: "first",
    detail: "The body is not XML.",
  });
});
