import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { noAnswer } from "#core/message/timeline.ts";
import { settle } from "#db/ledger/settle.ts";
import { sweep } from "#db/ledger/upkeep.ts";
import { getMessage } from "./messages.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
});
afterAll(() => gateway.drop());

const kinds = async (id: number) => (await getMessage(operator, { id })).timeline.map(({ kind }) => kind);

async function plant(status: "sent" | "failed" | "unknown", event?: string, detail = ""): Promise<number> {
  const { sql } = gateway;
  const id = await plantMessage(sql, customer, status);
  await sql`update messages set settled_at = created_at + interval '2 seconds' where id = ${id}`;
  if (event) {
    await sql`
      insert into message_events (message_id, kind, detail, at)
      select id, ${event}, ${detail}, settled_at + interval '1 second' from messages where id = ${id}`;
  }
  return id;
}

test("a timeline does not show a missing answer as an answer", async () => {
  expect(await kinds(await plant("sent"))).toEqual(["created", "answered"]);
  expect(await kinds(await plant("unknown"))).toEqual(["created", "unanswered"]);
  expect(await kinds(await plant("unknown", "swept"))).toEqual(["created", "swept"]);
  const reported = await plant("unknown");
  await gateway.sql`
    update messages set status = 'delivered', problem = null, closed_at = settled_at + interval '1 hour',
      provider_response = ${noAnswer("(UND_ERR_HEADERS_TIMEOUT)")} where id = ${reported}`;
  expect(await kinds(reported)).toEqual(["created", "unanswered", "reported"]);
  const released = await plant("failed", "released");
  await gateway.sql`update messages set problem = 'released', closed_at = settled_at + interval '1 day' where id = ${released}`;
  expect(await kinds(released)).toEqual(["created", "unanswered", "released"]);
});

test("an answer that arrived after the sweep is shown, too", async () => {
  const { sql } = gateway;
  const id = await plantMessage(sql, customer, "pending");
  await sql`update messages set created_at = now() - interval '1 hour' where id = ${id}`;
  expect(await sweep(sql, 60_000)).toBe(1);
  expect(await kinds(id)).toEqual(["created", "swept"]);
  const answer = { providerId: null, ref: null, response: "queued 77" };
  await settle(sql, [{ messageId: id, status: "sent", ...answer }]);
  const { timeline } = await getMessage(operator, { id });
  expect(timeline.map(({ kind, detail }) => [kind, detail])).toEqual([
    ["created", ""],
    ["swept", ""],
    ["answered", "queued 77"],
  ]);
});

test("only the operator sees which provider refused before another accepted; developers see that one did", async () => {
  const { sql } = gateway;
  const [first, second] = await sql<{ id: number }[]>`
    insert into providers (name, kind, position, config) values ('first', 'http', 1, ''), ('second', 'http', 2, '')
    returning id`;
  const id = await plant("sent");
  await sql`update messages set provider_id = ${second!.id} where id = ${id}`;
  await sql`
    insert into message_attempts (message_id, ordinal, provider_id, state, reason, response, started_at, ended_at)
    select m.id, n, p, s::attempt_state, r::attempt_reason, w, m.created_at, m.settled_at - (2 - n) * interval '1 second'
    from messages m, (values (1, ${first!.id}::int, 'rejected', 'not_taken', 'Not reached (ECONNREFUSED)'),
      (2, ${second!.id}::int, 'accepted', null, 'OK')) as t (n, p, s, r, w) where m.id = ${id}`;
  await sql`
    insert into message_events (message_id, kind, provider_id, detail, at)
    select m.id, k::message_event_kind, p, d, m.settled_at + n * interval '1 second'
    from messages m, (values (1, 'intermediate', ${second!.id}::int, 'ENROUTE'),
      (2, 'attempt_report', ${first!.id}::int, 'failed: EXPIRED')) as t (n, k, p, d) where m.id = ${id}`;
  const { timeline, attempts } = await getMessage(operator, { id });
  expect(timeline.map(({ kind, detail }) => [kind, detail])).toEqual([
    ["created", ""],
    ["failover", "first: Not reached (ECONNREFUSED)"],
    ["answered", "OK"],
    ["intermediate", "second: ENROUTE"],
    ["attempt_report", "first: failed: EXPIRED"],
  ]);
  expect(attempts.map(({ provider, state, reason }) => [provider, state, reason])).toEqual([
    ["first", "rejected", "not_taken"],
    ["second", "accepted", null],
  ]);
  const shown = await getMessage(customer.developer, { id });
  expect(shown.attempts).toEqual([]);
  expect(shown.timeline.map(({ kind, detail }) => [kind, detail])).toEqual([
    ["created", ""],
    ["failover", ""],
    ["answered", "OK"],
    ["intermediate", "ENROUTE"],
    ["attempt_report", "failed: EXPIRED"],
  ]);
  expect(JSON.stringify(shown)).not.toMatch(/first|ECONNREFUSED/);
});

test("a message's only attempt is read from the message itself", async () => {
  const [provider] = await gateway.sql<{ id: number }[]>`
    insert into providers (name, kind, position, config) values ('only', 'http', 3, '') returning id`;
  const tried = async (status: "sent" | "failed" | "unknown" | "pending") => {
    const id = await plantMessage(gateway.sql, customer, status);
    await gateway.sql`update messages set provider_id = ${provider!.id} where id = ${id}`;
    return (await getMessage(operator, { id })).attempts.map(({ ordinal, provider, state }) => [
      ordinal,
      provider,
      state,
    ]);
  };
  expect(await tried("sent")).toEqual([[1, "only", "accepted"]]);
  expect(await tried("failed")).toEqual([[1, "only", "rejected"]]);
  expect(await tried("unknown")).toEqual([[1, "only", "unknown"]]);
  expect(await tried("pending")).toEqual([[1, "only", "pending"]]);
});
