import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/test-gateway.ts";
import type { Callback } from "#providers/reports/callback.ts";
import { listProviders, removeProvider, setProvider } from "#services/gateway/providers.ts";
import { closeProviders, refHashOf } from "#services/sending/delivery.ts";
import { takeCallback } from "./callbacks.ts";
import { readCallback } from "./read-callback.ts";
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

const say = (at: ReportAddress, id: number | string, status = "DELIVRD") =>
  takeCallback(at, { query: new URLSearchParams({ message_id: String(id), status }), body: null });

async function stateOf(id: number) {
  const [row] = await gateway.sql<{ status: string; events: string[] }[]>`
    select status, array(select detail from message_events e where e.message_id = m.id) as events
    from messages m where id = ${id}`;
  return row!;
}

const used = async () =>
  (await gateway.sql`select used from subscriptions where id = ${customer.subscription.id}`)[0]!.used;

test("a report makes its message final; the same again, as often as you like, changes nothing", async () => {
  const id = await message(first.providerId);
  for (let times = 0; times < 3; times++) {
    expect(await say(first, id)).toEqual({
      kind: "taken",
      provider: "first",
      reports: 1,
      unmatched: 0,
      unreadable: 0,
    });
    expect(await stateOf(id)).toEqual({ status: "delivered", events: [] });
  }
  // One that says otherwise afterwards is noted, once.
  for (let times = 0; times < 3; times++) await say(first, id, "EXPIRED");
  expect(await stateOf(id)).toEqual({ status: "delivered", events: ["failed: EXPIRED"] });
});

test("an id beyond the safe integers names no message, and least of all the one that it would round to", async () => {
  const theirs = await provider("rounding", { id: "provider_id", id_field: "id" });
  const id = await message(theirs.providerId);
  await gateway.sql`insert into provider_refs (provider_id, ref_hash, message_id)
    values (${theirs.providerId}, ${refHashOf(theirs.providerId, "1216080510405255200")}, ${id})`;
  const read = (body: string) =>
    readCallback(new URLSearchParams(), "application/json", new TextEncoder().encode(body)) as Callback;
  for (const number of ["1216080510405255245", "1216080510405255201", "1216080510405255200.0"]) {
    await takeCallback(theirs, read(`{"id": ${number}, "status": "FAILED"}`));
    expect((await stateOf(id)).status, number).toBe("sent");
  }
  await takeCallback(theirs, read('{"id": 1216080510405255200, "status": "FAILED"}'));
  expect((await stateOf(id)).status).toBe("failed");
});

test("undelivered gives the credit back, once", async () => {
  const before = await used();
  const id = await message(first.providerId, "unknown");
  expect(await used()).toBe(before + 1);
  await Promise.all([say(first, id, "UNDELIV"), say(first, id, "UNDELIV"), say(first, id, "UNDELIV")]);
  expect(await stateOf(id)).toEqual({ status: "failed", events: [] });
  expect(await used()).toBe(before);
});

test("another provider's message is none of its business, also beside its own in one batch", async () => {
  const second = await provider("second");
  const [mine, theirs] = [await message(first.providerId), await message(second.providerId)];
  const [a, b, c] = await Promise.all([say(first, theirs, "UNDELIV"), say(first, mine), say(second, theirs)]);
  expect([a, b, c].map((result) => "unmatched" in result && result.unmatched)).toEqual([1, 0, 0]);
  expect((await stateOf(theirs)).status).toBe("delivered");
  expect((await stateOf(mine)).status).toBe("delivered");
});

test("a message that a dead process left without a provider is settled by whoever has it", async () => {
  const id = await message(null, "unknown");
  await say(first, id);
  expect((await stateOf(id)).status).toBe("delivered");
  const [row] = await gateway.sql`select provider_id from messages where id = ${id}`;
  expect(row!.provider_id).toBe(first.providerId);
});

test.each(["0", "-1", "999999999999", "99999999999999999999", "1.5", "1e3", "x", "1 or 1=1"])(
  "an id %s that names nothing is taken and counted, and sent again by nobody",
  async (id) => {
    expect(await say(first, id)).toMatchObject({ kind: "taken", unmatched: 1 });
  },
);

test("of a message that is still pending the provider keeps the report, and what waits here counts too", async () => {
  const id = await message(first.providerId, "pending");
  expect(await say(first, id)).toEqual({ kind: "busy", provider: "first" });
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${id}`;
  expect(await say(first, id)).toMatchObject({ kind: "taken", unmatched: 0 });
  const other = await message(first.providerId, "pending");
  expect(await say(first, other)).toMatchObject({ kind: "busy" });
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${other}`;
  await expect.poll(async () => (await stateOf(other)).status, { timeout: 10_000 }).toBe("delivered");
});

test("one of a list that cannot be read does not keep the others out, however many they are", async () => {
  first = await provider("first", { list_field: "list" });
  const id = await message(first.providerId);
  const fillers = Array.from({ length: 300 }, () => ({ message_id: String(id), status: "ENROUTE" }));
  const list = [{ kind: "inbound" }, ...fillers, { message_id: String(id), status: "DELIVRD" }];
  const query = new URLSearchParams();
  expect(await takeCallback(first, { query, body: { list } })).toMatchObject({
    kind: "taken",
    reports: 302,
    unreadable: 1,
  });
  expect((await stateOf(id)).status).toBe("delivered");
  const nothing = { query, body: { list: [{ kind: "inbound" }] } };
  expect(await takeCallback(first, nothing)).toMatchObject({ kind: "unreadable", field: "message_id" });
});

test("states in between change nothing, and a field that is missing is named", async () => {
  const id = await message(first.providerId);
  expect(await say(first, id, "ENROUTE")).toMatchObject({ kind: "taken", reports: 1 });
  expect((await stateOf(id)).status).toBe("sent");
  const empty = { query: new URLSearchParams(), body: null };
  expect(await takeCallback(first, empty)).toEqual({
    kind: "unreadable",
    provider: "first",
    field: "message_id",
  });
});

test("a report by the provider's own id, also before that id is written down", async () => {
  const theirs = await provider("theirs", { id: "provider_id", id_field: "message_id" });
  const id = await message(theirs.providerId);
  const early = message(theirs.providerId);
  expect(await say(theirs, "abc-2")).toMatchObject({ kind: "taken", unmatched: 0 });
  const keep = async (ref: string, messageId: number) =>
    gateway.sql`insert into provider_refs (provider_id, ref_hash, message_id)
      values (${theirs.providerId}, ${refHashOf(theirs.providerId, ref)}, ${messageId})`;
  await keep("abc-1", id);
  await keep("abc-2", await early);
  expect(await say(theirs, "abc-1")).toMatchObject({ kind: "taken", unmatched: 0 });
  expect((await stateOf(id)).status).toBe("delivered");
  await expect.poll(async () => (await stateOf(await early)).status, { timeout: 10_000 }).toBe("delivered");
  // The same id of another provider is another message's.
  expect(
    (await gateway.sql`select ref_hash::text as hash from provider_refs`).map((row) => row.hash),
  ).not.toContain(`\\x${Buffer.from("abc-1").toString("hex")}`);
});

test("an address opens for its provider and key only", async () => {
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

test("the address is listed, and nothing of the configuration; without reports there is none", async () => {
  await setProvider(operator, { name: "silent", kind: "http", config: settings });
  const listed = await listProviders(operator);
  expect(listed.find(({ name }) => name === "first")!.reportPath).toBe(first.path);
  expect(listed.find(({ name }) => name === "silent")!.reportPath).toBeNull();
  expect(JSON.stringify(listed)).not.toContain("op.example");
});
