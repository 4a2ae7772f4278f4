import { expect, test } from "vitest";
import { messageReference, messageReferenceDigits } from "#services/sending/message-reference.ts";
import { takeCallback } from "./callbacks.ts";
import {
  customer,
  first,
  gateway,
  keepRef,
  message,
  post,
  provider,
  referenceOf,
  referencesOf,
  say,
  stateOf,
  used,
} from "./test-callbacks.ts";

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

test("an unreadable entry in a list does not affect the others", async () => {
  const listing = await provider("first", { list_field: "list" });
  const id = await message(listing.providerId);
  const fillers = Array.from({ length: 300 }, () => ({ message_id: "1.234567", status: "ENROUTE" }));
  const list = [{ kind: "inbound" }, ...fillers, { message_id: await referenceOf(id), status: "DELIVRD" }];
  const query = new URLSearchParams();
  expect(await takeCallback(listing, { query, body: { list } })).toMatchObject({
    kind: "taken",
    reports: 302,
    unreadable: 1,
  });
  expect((await stateOf(id)).status).toBe("delivered");
  const nothing = { query, body: { list: [{ kind: "inbound" }] } };
  expect(await takeCallback(listing, nothing)).toMatchObject({
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
