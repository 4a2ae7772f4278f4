import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { failure } from "#bin/gate/failure.ts";
import { isInDoubt, isUnavailable } from "#runtime/database/errors.ts";
import { giveUp } from "#runtime/database/pools.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { grantSubscription, topUpSubscription } from "#services/customers/subscriptions.ts";

/** A network between the gateway and PostgreSQL that fails as told: before a statement arrives, or before its answer does. */
let lose: { what: RegExp; when: "statement" | "answer" } | null = null;
let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let network: Server;

beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
  const { hostname, port } = new URL(gateway.url);
  network = createServer((client) => {
    const server = connect(Number(port), hostname);
    let isLost = false;
    const end = () => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on("error", end).on("close", end);
    client.on("data", (bytes) => {
      if (lose?.what.test(bytes.toString("latin1"))) {
        if (lose.when === "statement") return end();
        isLost = true;
      }
      return server.write(bytes);
    });
    server.on("data", (bytes) => (isLost ? end() : client.write(bytes)));
  });
  network.listen(0, "127.0.0.1");
  await once(network, "listening");
  const through = Object.assign(new URL(gateway.url), {
    hostname: "127.0.0.1",
    port: String((network.address() as AddressInfo).port),
  });
  completeEnvironment({ DATABASE_URL: through.href, APP_SECRET: gateway.secret });
  giveUp(["desk"]);
});
afterAll(async () => {
  lose = null;
  await gateway.drop();
  network.close();
});

const grant = async () => {
  const error: unknown = await grantSubscription(operator, { accountId: customer.account.id, quota: 7 }).then(
    () => expect.unreachable("the connection should have been lost"),
    (reason) => reason,
  );
  const [row] = await gateway.sql`select count(*)::int as granted from subscriptions where quota = 7`;
  return { error, granted: row!.granted as number };
};

test("a change whose statement was lost was not made, and can be tried again", async () => {
  lose = { what: /insert into "subscriptions"/, when: "statement" };
  const { error, granted } = await grant();
  expect(granted).toBe(0);
  expect([isUnavailable(error), isInDoubt(error)]).toEqual([true, false]);
});

test("a change whose commit was lost may have been made: nobody is told to try again", async () => {
  lose = { what: /(?<!_)commit\0/i, when: "answer" };
  const { error, granted } = await grant();
  expect(granted).toBe(1);
  expect(isInDoubt(error)).toBe(true);
  expect(failure(error)).toMatch(/^It is not known whether this was done/);
});

test("repeated under its key, a change whose commit was lost is made once and answered", async () => {
  const { id } = customer.subscription;
  const topUp = () => topUpSubscription(operator, { id, credits: 5, key: "lost-answer" });
  lose = { what: /(?<!_)commit\0/i, when: "answer" };
  expect(await topUp().catch(isInDoubt)).toBe(true);
  lose = null;
  expect((await topUp()).quota).toBe(customer.subscription.quota + 5);
});
