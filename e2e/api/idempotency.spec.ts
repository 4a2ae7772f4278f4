import { ARABIC, makeAccount, type TestAccount } from "#e2e/account.ts";
import { send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";

const keyed = (key: string) => ({ "Idempotency-Key": key });

async function received(gateway: Gateway, number: string): Promise<unknown[]> {
  return (await gateway.gate("inbox", "--number", number, "--json")).json<{ messages: unknown[] }>().messages;
}

test("a replay returns the first message with its header, and charges and sends nothing", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const gsm = "963912005501";
  const first = await send(gateway, account, { gsm }, keyed("a"));
  expect(first.status).toBe(201);
  expect(first.headers.get("idempotent-replayed")).toBeNull();
  // The same request in another spelling is the same request.
  for (const fields of [{ gsm }, { gsm: `+${gsm}` }, { gsm, language: "1" }, { gsm, code: " 482910 " }]) {
    const again = await send(gateway, account, fields, keyed("a"));
    expect(again.status).toBe(201);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.headers.get("x-quota-remaining")).toBe("999");
    expect(again.json).toEqual({ ...first.json, status: again.json.status });
    expect(["sent", "delivered"]).toContain(again.json.status);
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
  expect(await received(gateway, gsm)).toHaveLength(1);
});

test("a replay returns the current status: failed is 502, unknown is 504", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const failed = await send(gateway, account, { gsm: "963911110001" }, keyed("failed"));
  const unknown = await send(gateway, account, { gsm: "963911110002" }, keyed("unknown"));
  expect([failed.status, unknown.status]).toEqual([502, 504]);
  const failedAgain = await send(gateway, account, { gsm: "963911110001" }, keyed("failed"));
  const unknownAgain = await send(gateway, account, { gsm: "963911110002" }, keyed("unknown"));
  expect([failedAgain.status, failedAgain.text]).toEqual([502, failed.text]);
  expect([unknownAgain.status, unknownAgain.text]).toEqual([504, unknown.text]);

  const reported = await send(gateway, account, { gsm: "963911110003" }, keyed("reported"));
  expect(reported.status).toBe(201);
  await expect
    .poll(async () => (await send(gateway, account, { gsm: "963911110003" }, keyed("reported"))).status, {
      intervals: [200],
    })
    .toBe(502);
  const undelivered = await send(gateway, account, { gsm: "963911110003" }, keyed("reported"));
  // The provider had accepted it: nobody refused.
  expect([failed.json.detail, undelivered.json.detail]).toEqual([
    "The message was refused by every provider and was not charged.",
    "The message was not delivered and was not charged.",
  ]);
  expect(await standingOf(gateway, account)).toEqual({ messages: 3, used: 1 });
});

test("the same key with a different body is a 409 and changes nothing", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  expect((await send(gateway, account, {}, keyed("k"))).status).toBe(201);
  const others = [{ code: "482911" }, { gsm: "963911000009" }, { language: 0 }];
  for (const fields of others) {
    const answer = await send(gateway, account, fields, keyed("k"));
    expect([answer.status, answer.text]).toEqual([
      409,
      `{"detail":"This Idempotency-Key was used with another request body."}`,
    ]);
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
});

test("a key belongs to its account and is compared exactly", async ({ gateway }) => {
  const [one, other] = [await makeAccount(gateway), await makeAccount(gateway)];
  const first = await send(gateway, one, {}, keyed("Key"));
  for (const [account, key] of [
    [other, "Key"],
    [one, "key"],
    [one, "Key2"],
  ] as [TestAccount, string][]) {
    const answer = await send(gateway, account, {}, keyed(key));
    expect(answer.status).toBe(201);
    expect(answer.json.id).not.toBe(first.json.id);
  }
});

test("a key has 1 to 255 characters", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  expect((await send(gateway, account, {}, keyed("k".repeat(255)))).status).toBe(201);
  for (const key of ["", "k".repeat(256)]) {
    const answer = await send(gateway, account, {}, keyed(key));
    expect([answer.status, answer.text]).toEqual([
      400,
      `{"detail":"Idempotency-Key must have 1 to 255 characters."}`,
    ]);
  }
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
});

test("a refused request does not use up its key", async ({ gateway }) => {
  const account = await makeAccount(gateway, { subscriptions: [] });
  expect((await send(gateway, account, {}, keyed("k"))).status).toBe(402);
  expect((await send(gateway, account, { code: "" }, keyed("k"))).status).toBe(400);
  await (await gateway.desk()).call("subscriptions", "grantSubscription", {
    accountId: account.id,
    quota: 1,
  });
  const answer = await send(gateway, account, { code: "other" }, keyed("k"));
  expect([answer.status, answer.headers.get("idempotent-replayed")]).toEqual([201, null]);
  // And with the last credit gone the replay still answers.
  const again = await send(gateway, account, { code: "other" }, keyed("k"));
  expect([again.status, again.json.id]).toEqual([201, answer.json.id]);
});

test("after 24 hours a key can be used again", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const first = await send(gateway, account, {}, keyed("k"));
  const sql = await gateway.sql();
  const age = (interval: string) =>
    sql`update idempotency_keys set created_at = now() - ${interval}::interval where account_id = ${account.id}`;
  await age("23 hours 59 minutes");
  expect((await send(gateway, account, {}, keyed("k"))).json.id).toBe(first.json.id);
  await age("24 hours 1 second");
  const second = await send(gateway, account, { code: "1" }, keyed("k"));
  expect([second.status, second.headers.get("idempotent-replayed")]).toEqual([201, null]);
  expect(second.json.id).not.toBe(first.json.id);
  expect((await send(gateway, account, { code: "1" }, keyed("k"))).json.id).toBe(second.json.id);
  expect(await standingOf(gateway, account)).toEqual({ messages: 2, used: 2 });
});

test("a replay waits for the first request while it is in flight", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const slow = { gsm: "963911110004" };
  const first = send(gateway, account, slow, keyed("slow"));
  const sql = await gateway.sql();
  await expect
    .poll(async () => (await sql`select from messages where account_id = ${account.id}`).length)
    .toBe(1);
  const second = await send(gateway, account, slow, keyed("slow"));
  const [one] = await Promise.all([first]);
  expect([one.status, second.status]).toEqual([201, 201]);
  expect(second.json.id).toBe(one.json.id);
  expect(second.json.status).not.toBe("pending");
  // Another body is refused, not kept waiting for nothing.
  expect((await send(gateway, account, { gsm: "963911110005" }, keyed("slow"))).status).toBe(409);
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
});

test("a replay returns the first message even if its template was changed or archived", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const id = account.templateId;
  const desk = await gateway.desk();
  const first = await send(gateway, account, {}, keyed("k"));
  const replayed = async () => {
    const again = await send(gateway, account, {}, keyed("k"));
    expect([again.status, again.json.id, again.json.message]).toEqual([
      201,
      first.json.id,
      "Your verification code is: 482910",
    ]);
  };
  await desk.call("templates", "saveTemplateDraft", { id, english: "New {code}", arabic: ARABIC });
  await desk.call("templates", "submitTemplate", { id });
  await desk.call("decisions", "approveTemplate", { id });
  await replayed();
  await desk.call("templates", "archiveTemplate", { id });
  await replayed();
  expect((await send(gateway, account)).status).toBe(400);
});

test("20 concurrent requests with one key, over two processes, send one message", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const sibling = await gateway.sibling();
  try {
    for (const [round, servers] of [[gateway], [gateway, sibling], [gateway, sibling]].entries()) {
      const gsm = `96391288770${round}`;
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          send(servers[i % servers.length]!, account, { gsm }, keyed(`round ${round}`)),
        ),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
      expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
      const replays = answers.filter(({ headers }) => headers.get("idempotent-replayed") === "true");
      expect(replays).toHaveLength(19);
      expect(await standingOf(gateway, account)).toEqual({ messages: round + 1, used: round + 1 });
      // The inboxes of both processes together.
      expect(await received(gateway, gsm)).toHaveLength(1);
    }
  } finally {
    await sibling.discard();
  }
});
