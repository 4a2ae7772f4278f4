import { afterAll, beforeAll, beforeEach } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { closeProviders } from "#services/sending/provider-chain.ts";

/** The set-up of the tests of routing, for every file that imports it: two carriers and two customers. */
export let gateway: Awaited<ReturnType<typeof freshGateway>>;
export let customer: Customer;
export let other: Customer;

beforeAll(async () => {
  gateway = await freshGateway();
  const config = { url: "https://sms.example.com/?t={{text}}&to={{number}}" };
  for (const name of ["alpha", "beta"]) await setProvider(operator, { name, kind: "http", config });
  [customer, other] = [await makeCustomer("Bank"), await makeCustomer("Shop")];
});
afterAll(async () => {
  await closeProviders();
  await gateway.drop();
});
beforeEach(async () => {
  await gateway.sql`delete from routes`;
  await gateway.sql`delete from senders`;
  await gateway.sql`delete from operator_approvals`;
  await gateway.sql`update providers set demands_approval = false`;
});
