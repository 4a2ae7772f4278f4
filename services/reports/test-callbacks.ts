import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { messageReference } from "#services/sending/message-reference.ts";
import { closeProviders } from "#services/sending/provider-chain.ts";
import { receiveCallback, takeCallback } from "./callbacks.ts";
import { refHashOf } from "./ref-hash.ts";
import { type ReportAddress, readReportAddress } from "./report-address.ts";

/**
 * The set-up of the tests of reports by HTTP, for every file that imports it: a gateway of its own with one customer.
 */
export let gateway: Awaited<ReturnType<typeof freshGateway>>;
export let customer: Customer;
beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
});
afterAll(async () => {
  await closeProviders();
  await gateway.drop();
});

export const settings = {
  url: "https://op.example/send",
  body: '{"to":"{{number}}","ref":"{{message_id}}"}',
  id_pattern: '"id":"([^"]+)"',
};

/** Sets a provider, and gives its signed address as its path has it. */
export async function provider(
  name: string,
  reports: object = {},
): Promise<ReportAddress & { path: string }> {
  const { reportPath } = await setProvider(operator, {
    name,
    kind: "http",
    config: { ...settings, reports },
  });
  const path = reportPath!;
  return { ...readReportAddress(path.split("/").at(-2)!)!, path };
}

/** A provider that reports by our id. */
export let first: ReportAddress & { path: string };
beforeEach(async () => {
  first = await provider("first");
});

export async function message(providerId: number | null, status: "sent" | "unknown" | "pending" = "sent") {
  const id = await plantMessage(gateway.sql, customer, status);
  await gateway.sql`update messages set provider_id = ${providerId} where id = ${id}`;
  return id;
}

/** Our ids of messages as carriers are told them. */
export async function referencesOf(ids: (number | string)[]): Promise<string[]> {
  const rows = await gateway.sql<{ id: string; number: string; createdAt: Date }[]>`
    select id, number, created_at as "createdAt" from messages where id = any(${ids}::bigint[])`;
  const found = new Map(rows.map(({ id, ...row }) => [id, messageReference({ id: Number(id), ...row })]));
  return ids.map((id) => found.get(String(id))!);
}

export const referenceOf = async (id: number) => (await referencesOf([id]))[0]!;

/** A report by our id, or by whatever a carrier gives for it. */
export const say = async (at: ReportAddress, id: number | string, status = "DELIVRD") => {
  const reference = typeof id === "number" ? await referenceOf(id) : id;
  return takeCallback(at, { query: new URLSearchParams({ message_id: reference, status }), body: null });
};

/** What a carrier posts, as it comes. */
export const post = (at: ReportAddress, body: string, contentType = "application/json") =>
  receiveCallback(at, {
    method: "POST",
    query: new URLSearchParams(),
    contentType,
    bytes: new TextEncoder().encode(body),
  });

export const keepRef = (providerId: number, ref: string, messageId: number) =>
  gateway.sql`insert into provider_refs (provider_id, ref_hash, message_id)
    values (${providerId}, ${refHashOf(providerId, ref)}, ${messageId})`;

export async function stateOf(id: number) {
  const [row] = await gateway.sql<{ status: string; events: string[] }[]>`
    select status, array(select detail from message_events e where e.message_id = m.id) as events
    from messages m where id = ${id}`;
  return row!;
}

export const used = async () =>
  (await gateway.sql`select used from subscriptions where id = ${customer.subscription.id}`)[0]!.used;
