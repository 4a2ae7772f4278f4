import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { settle } from "#db/ledger/settle.ts";
import { answerWith, type Operator, startOperator } from "#e2e/operator.ts";
import { log } from "#runtime/log.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { messageReference } from "#services/sending/message-reference.ts";
import { closeProviders } from "#services/sending/provider-chain.ts";
import { pollStatuses } from "./status-polls.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let carrier: Operator;
beforeAll(async () => {
  [gateway, carrier] = await Promise.all([freshGateway(), startOperator(answerWith(200, ""))]);
  customer = await makeCustomer();
});
afterAll(async () => {
  await closeProviders();
  await Promise.all([gateway?.drop(), carrier?.close()]);
});
beforeEach(async () => {
  carrier.received.length = 0;
  await gateway.sql`delete from status_polls`;
});

async function provider(poll: object = {}, name = "polled"): Promise<number> {
  const { id } = await setProvider(operator, {
    name,
    kind: "http",
    config: {
      url: `${carrier.url}/send?to={{number}}&ref={{message_id}}`,
      id_pattern: "id=(\\S+)",
      timeout_ms: 20_000,
      poll: { url: `${carrier.url}/status/{{provider_id}}?n={{number}}`, status_field: "status", ...poll },
    },
  });
  return id;
}

async function sent(providerId: number, ref: string | null, status: "sent" | "unknown" = "sent") {
  const messageId = await plantMessage(gateway.sql, customer, "pending");
  await settle(gateway.sql, [{ messageId, status, providerId, ref, response: null, pollAfterMs: 0 }]);
  return messageId;
}

const statusOf = async (id: number) =>
  (await gateway.sql<{ status: string }[]>`select status from messages where id = ${id}`)[0]!.status;
const polls = () =>
  gateway.sql<{ message_id: string; asked: number }[]>`
    select message_id, asked from status_polls order by message_id`;

/** Says of each id what is known of it. */
function knows(states: Record<string, string>): void {
  carrier.answers = (request, res) => {
    const id = decodeURIComponent(new URL(request.url, carrier.url).pathname.split("/").at(-1)!);
    answerWith(200, JSON.stringify({ id, status: states[id] ?? "queued" }))(request, res);
  };
}

test("a polled status is processed like a report, and one that is not final is polled again later", async () => {
  const id = await provider();
  const [good, bad, open] = [await sent(id, "a/1 ?"), await sent(id, "b"), await sent(id, "c", "unknown")];
  knows({ "a/1 ?": "delivered", b: "UNDELIV", c: "enroute" });
  const began = new Date();
  await pollStatuses();
  expect(await Promise.all([good, bad, open].map(statusOf))).toEqual(["delivered", "failed", "unknown"]);
  expect(carrier.received.map(({ url }) => url.split("?")[0]).sort()).toEqual([
    "/status/a%2F1%20%3F",
    "/status/b",
    "/status/c",
  ]);
  expect(await polls()).toEqual([{ message_id: String(open), asked: 1 }]);
  // A minute after it was asked for.
  const [due] = await gateway.sql`
    select due_at - interval '1 minute' between ${began} and now() as "inAMinute" from status_polls`;
  expect(due).toEqual({ inAMinute: true });

  // Not before it is due.
  await pollStatuses();
  expect(carrier.received).toHaveLength(3);
  knows({ c: "delivered" });
  await gateway.sql`update status_polls set due_at = now()`;
  await pollStatuses();
  expect(await statusOf(open)).toBe("delivered");
  expect(await polls()).toEqual([]);
});

test("missing answers, errors and answers without a status are ignored; polling stops after a day", async () => {
  const id = await provider({ give_up_hours: 1 });
  const message = await sent(id, "x");
  for (const answers of [
    answerWith(500, '{"status":"delivered"}'),
    answerWith(200, "{broken"),
    answerWith(200, '{"state":"delivered"}'),
    (_: unknown, res: { destroy(): void }) => res.destroy(),
  ] as Operator["answers"][]) {
    carrier.answers = answers;
    await gateway.sql`update status_polls set due_at = now()`;
    await pollStatuses();
  }
  expect(await statusOf(message)).toBe("sent");
  expect(await polls()).toMatchObject([{ asked: 4 }]);
  await gateway.sql`update messages set created_at = now() - interval '59 minutes 50 seconds' where id = ${message}`;
  await gateway.sql`update status_polls set due_at = now()`;
  await pollStatuses();
  expect(await polls()).toEqual([]);
});

test("each kind of answer without a final state is logged once, without numbers and texts", async () => {
  const id = await provider({}, "talkative");
  for (let index = 0; index < 3; index++) await sent(id, `t${index}`);
  const info = vi.spyOn(log(), "info");
  carrier.answers = ({ url }, res) =>
    answerWith(200, `{"status":"queued","to":"${url.split("n=")[1]}","text":"Code SECRET42"}`)(
      { url } as never,
      res,
    );
  await pollStatuses();
  carrier.answers = (_: unknown, res: { destroy(): void }) => res.destroy();
  await gateway.sql`update status_polls set due_at = now()`;
  await pollStatuses();
  expect(
    info.mock.calls.filter(([fields]) => (fields as { provider?: string }).provider === "talkative"),
  ).toEqual([
    [{ provider: "talkative", said: "HTTP 200, JSON: queued" }, expect.any(String)],
    [{ provider: "talkative", said: expect.stringMatching(/^no answer \(\w+\)$/) }, expect.any(String)],
  ]);
  info.mockRestore();
});

test("of two processes that poll at the same time, one polls each message", async () => {
  const id = await provider();
  for (let index = 0; index < 130; index++) await sent(id, `m${index}`);
  knows({});
  await Promise.all([pollStatuses(), pollStatuses(), pollStatuses()]);
  const asked = carrier.received.map(({ url }) => url);
  expect(asked).toHaveLength(130);
  expect(new Set(asked).size).toBe(130);
});

test("a process that dies while polling loses nothing: another one polls after the lease", async () => {
  const id = await provider();
  const message = await sent(id, "y");
  // As the dead one left it.
  await gateway.sql`update status_polls set asked = 1, due_at = now() - interval '1 second'`;
  knows({ y: "delivered" });
  await pollStatuses();
  expect(await statusOf(message)).toBe("delivered");
});

test("messages that are final or deleted by retention are not polled", async () => {
  const id = await provider();
  const [known, gone] = [await sent(id, "k"), await sent(id, "g")];
  await gateway.sql`update messages set status = 'delivered' where id = ${known}`;
  await gateway.sql`delete from messages where id = ${gone}`;
  await pollStatuses();
  expect(carrier.received).toEqual([]);
  expect(await polls()).toEqual([]);
});

test("with our own id even a message without an answer can be polled", async () => {
  const id = await provider(
    {
      url: `${carrier.url}/status?ref={{message_id}}`,
      status_field: undefined,
      delivered: "^1$",
      failed: "^2$",
    },
    "by-our-id",
  );
  const message = await sent(id, null, "unknown");
  carrier.answers = answerWith(200, "1\r\n");
  await pollStatuses();
  const [row] = await gateway.sql<{ number: string; created_at: Date }[]>`
    select number, created_at from messages where id = ${message}`;
  const reference = messageReference({ id: message, number: row!.number, createdAt: row!.created_at });
  expect(carrier.received.map(({ url }) => url)).toEqual([`/status?ref=${reference}`]);
  expect(await statusOf(message)).toBe("delivered");
});
