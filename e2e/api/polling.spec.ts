import { makeAccount } from "#e2e/account.ts";
import { NUMBER, send } from "#e2e/api.ts";
import { type Gateway, startGateway } from "#e2e/gateway.ts";
import { answerWith, type Operator, startOperator } from "#e2e/operator.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { standingOf } from "#e2e/standing.ts";
import { until } from "#e2e/until.ts";

let gateway: Gateway;
let operator: Operator;
test.setTimeout(180_000);

test.beforeAll(async () => {
  [gateway, operator] = await Promise.all([startGateway(), startOperator(answerWith(200, "id=7"))]);
  const desk = await gateway.desk();
  await desk.call("providers", "setProvider", {
    name: "asked",
    kind: "http",
    config: {
      url: `${operator.url}/send?to={{number}}`,
      body: '{"text":"{{text}}"}',
      id_pattern: "id=(\\d+)",
      poll: { url: `${operator.url}/status?id={{provider_id}}`, status_field: "state", first_seconds: 10 },
    },
  });
});
test.afterAll(async () => {
  await Promise.all([operator?.close(), gateway?.discard()]);
});

/** Both the wait before the first question and the minute of the job are over; a job also runs at a server's start. */
async function ask(): Promise<void> {
  // A restart takes the embedded PostgreSQL with it, and the connection of before: the first look may fail.
  await until("the questions are due", async () => {
    const sql = await gateway.sql();
    return (await sql`update status_polls set due_at = now() returning 1`).length > 0;
  });
  await gateway.restart();
}

test("a carrier that sends no reports is polled until a message's status is final", async () => {
  const account = await makeAccount(gateway);
  let id = 0;
  operator.answers = (request, res) =>
    answerWith(200, `id=${request.url.includes("/send") ? ++id : 0}`)(request, res);
  const [delivered, failed] = [await send(gateway, account), await send(gateway, account)];
  expect([delivered.status, failed.status]).toEqual([201, 201]);
  const before = await standingOf(gateway, account);

  // It does not know yet: it is asked again, later.
  const asked = () => operator.received.filter(({ url }) => url.startsWith("/status")).map(({ url }) => url);
  let words: Record<string, string> = { 1: "SENDING", 2: "SENDING" };
  operator.answers = (request, res) => {
    const of = new URL(request.url, operator.url).searchParams.get("id") ?? "";
    answerWith(200, JSON.stringify({ state: words[of] }))(request, res);
  };
  await ask();
  await until("each was asked for", () => new Set(asked()).size === 2, 60_000);
  expect([...new Set(asked())].toSorted()).toEqual(["/status?id=1", "/status?id=2"]);
  await until("both wait for the next question", async () => {
    const sql = await gateway.sql();
    return (await sql`select 1 from status_polls where asked > 0 and due_at > now()`).length === 2;
  });

  words = { 1: "DELIVERED", 2: "FAILED" };
  await ask();
  const sql = await gateway.sql();
  const statusOf = async ({ json }: typeof delivered) =>
    (await sql<{ status: string }[]>`select status from messages where id = ${json.id}`)[0]!.status;
  await until("both are known", async () => (await statusOf(failed)) === "failed", 60_000);
  await until("nothing is left to ask", async () => (await sql`select 1 from status_polls`).length === 0);
  expect(await statusOf(delivered)).toBe("delivered");
  expect(await standingOf(gateway, account)).toEqual({ ...before, used: before.used - 1 });
  // Nobody's number or code is in a question.
  expect(asked().join()).not.toContain(NUMBER);
});
