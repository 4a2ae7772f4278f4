import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/test-gateway.ts";
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

test("a timeline does not call an answer what was none", async () => {
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

test("an answer that came after the sweep is told, too", async () => {
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

test("who refused before another took it is the operator's to know; that somebody did, everybody's", async () => {
  const { sql } = gateway;
  const [first] = await sql`
    insert into providers (name, kind, position, config) values ('first', 'http', 1, '') returning id`;
  const id = await plant("sent", "failover", "Not reached (ECONNREFUSED)");
  await sql`update message_events set provider_id = ${first!.id} where message_id = ${id}`;
  const { timeline } = await getMessage(operator, { id });
  // It is written down after the answer that followed it.
  expect(timeline.map(({ kind, detail }) => [kind, detail])).toEqual([
    ["created", ""],
    ["failover", "first: Not reached (ECONNREFUSED)"],
    ["answered", "OK"],
  ]);
  const shown = await getMessage(customer.developer, { id });
  expect(shown.timeline).toEqual(
    timeline.map((step) => ({ ...step, detail: step.detail.replace(/^first.*/, "") })),
  );
  // A row that is older than the reference, of a provider that nobody could tell from its words.
  const old = await plant("sent", "failover", "gone: refused");
  expect((await getMessage(operator, { id: old })).timeline[1]).toMatchObject({ detail: "gone: refused" });
});
