import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { plantMessages } from "#bin/fixtures/messages.ts";
import { type Smsc, startSmsc } from "#providers/smpp/test-smsc.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { reportProviderHealth } from "#services/providers/health-reports.ts";
import { closeProviders, openProviders } from "#services/sending/provider-chain.ts";
import { sendOtp } from "#services/sending/send.ts";

/* The set-up of the tests of alarms, for every file that imports it: one process with a carrier for each trouble that there is
an alarm for. */
export let gateway: Awaited<ReturnType<typeof freshGateway>>;
export let refusing: Smsc;
let web: Server;
let stopHealth: () => Promise<void>;
/** Of the providers, by name. */
export const ids: Record<string, number> = {};
export const customers: Record<string, Customer> = {};
const hour = { credits: 1, took: 3_000, released: false };
const times = (count: number, age: number, status: "delivered" | "sent") =>
  Array.from({ length: count }, () => ({ ...hour, age, status }));

beforeAll(async () => {
  gateway = await freshGateway();
  refusing = await startSmsc({ onBind: () => 0x0e });
  web = createServer((request, response) => {
    response.end(request.url!.startsWith("/odd") ? "Words that nobody has seen" : "OK");
  });
  web.listen(0, "127.0.0.1");
  await once(web, "listening");
  const address = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const smpp = { host: "127.0.0.1", system_id: "gate", password: "secret", sender: "Aman", queue_ms: 100 };
  const set = async (name: string, kind: string, config: object) => {
    ({ id: ids[name] } = await setProvider(operator, { name, kind, config }));
  };
  await set("refusing", "smpp", { ...smpp, port: refusing.port });
  await set("gone", "smpp", { ...smpp, port: 1 });
  const account = { user: "u", password: "p", sender: "Aman", mode: "text" };
  await set("odd", "syriatel", { ...account, base_url: `${address}/odd/` });
  const url = `${address}/?to={{number}}&t={{text}}&ref={{message_id}}`;
  for (const name of ["quiet", "slack"]) await set(name, "http", { url, reports: {} });

  for (const name of ["quiet", "slack", "spent"]) customers[name] = await makeCustomer(name);
  await gateway.sql`update subscriptions set used = quota where id = ${customers.spent!.subscription.id}`;
  await plantMessages(
    gateway.sql,
    [customers.quiet!, [...times(60, 120, "delivered"), ...times(20, 10, "sent")]],
    [
      customers.slack!,
      [...times(60, 120, "delivered"), ...times(10, 10, "delivered"), ...times(10, 10, "sent")],
    ],
  );
  for (const name of ["quiet", "slack"]) {
    await gateway.sql`
      update messages set provider_id = ${ids[name]!} where account_id = ${customers[name]!.account.id}`;
  }
  await openProviders();
  stopHealth = reportProviderHealth({ lookMs: 20, renewMs: 20 });
});
afterAll(async () => {
  await stopHealth?.();
  await closeProviders();
  web.close();
  web.closeAllConnections();
  await refusing.close();
  await gateway.drop();
});

/** By the account of `quiet`. */
export async function send(number: string) {
  const { account, developer, template } = customers.quiet!;
  const { id, name, serving } = template;
  const [row] = await gateway.sql`select version::text as version from routing_version`;
  return sendOtp(
    { accountId: account.id, tokenId: null, userId: developer.id },
    { number, templateId: id, code: "482910", language: 1, idempotencyKey: null },
    {
      id,
      name,
      archived: false,
      versionId: serving!.id,
      english: serving!.english,
      arabic: serving!.arabic,
    },
    row!.version,
  );
}
