import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { prepareDatabase } from "#db/ready.ts";
import { setProvider, switchProvider } from "#services/gateway/providers.ts";
import { setApproval, setApprovalDemand } from "#services/routing/approvals.ts";
import { removeOperator, setOperator } from "#services/routing/operators.ts";
import { removeRoute, setRoute } from "#services/routing/routes.ts";
import { removeSender, setSender } from "#services/routing/senders.ts";
import { examine } from "./doctor.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;

const http = { url: "https://carrier.example/send?to={{number}}&text={{text}}" };
const set = (name: string, config: object = {}) =>
  setProvider(operator, { name, kind: "http", config: { ...http, ...config } });

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  await gateway.sql`delete from operator_prefixes`;
  await gateway.sql`delete from operators`;
  await set("first");
  await set("second");
  await setOperator(operator, { name: "Syriatel", prefixes: ["96393"] });
  await setOperator(operator, { name: "MTN Syria", prefixes: ["96394", "96395"] });
  customer = await makeCustomer();
});
afterAll(() => gateway.drop());

/** The findings of each check that warns or fails. */
async function findings(): Promise<Record<string, string>> {
  const { checks } = await examine(operator);
  return Object.fromEntries(
    checks.filter(({ ok, warning }) => warning || !ok).map(({ name, detail }) => [name, detail]),
  );
}

/** Changes something, looks, and changes it back. */
async function meanwhile(change: () => Promise<unknown>, undo: () => Promise<unknown>) {
  expect(await findings()).toEqual({});
  await change();
  const found = await findings();
  await undo();
  expect(await findings()).toEqual({});
  return found;
}

test("finds routes whose providers do not deliver", async () => {
  const route = (prefix: string, providers: string[]) => setRoute(operator, { prefix, providers });
  await route("963", ["first", "second"]);
  await route("96394", ["second"]);
  const found = await meanwhile(
    () => switchProvider(operator, { name: "second", enabled: false }),
    () => switchProvider(operator, { name: "second", enabled: true }),
  );
  expect(found.routes).toContain("nobody delivers by the route 96394: second (switched off)");
  expect(found.routes).toContain("route 963: second (switched off)");
  expect(found.coverage).toMatch(
    /template \d+ of account \d+ in English to MTN Syria \(96394\): switched off/,
  );
  await removeRoute(operator, { prefix: "96394" });
  await removeRoute(operator, { prefix: "963" });
});

test("fails for a route to a provider that was removed past the services", async () => {
  await setRoute(operator, { prefix: "963", providers: ["first", "second"] });
  const removed = (at: string) =>
    gateway.sql.unsafe(`update providers set removed_at = ${at} where name = 'second'`);
  await removed("now()");
  const { ok, checks } = await examine(operator);
  expect([ok, checks.find(({ name }) => name === "routes")]).toMatchObject([
    false,
    { ok: false, warning: false, detail: expect.stringContaining("963") },
  ]);
  await removed("null");
  await removeRoute(operator, { prefix: "963" });
});

test("finds prefixes without a route", async () => {
  await setRoute(operator, { prefix: "9639", providers: ["first"] });
  const found = await meanwhile(
    () => setOperator(operator, { name: "Rcell", prefixes: ["96350"] }),
    () => removeOperator(operator, { name: "Rcell" }),
  );
  expect(found).toEqual({ coverage: "no route for 96350 of Rcell" });
  await removeRoute(operator, { prefix: "9639" });
});

test("finds texts that no operator has accepted, until one has", async () => {
  const demand = (name: string, demandsApproval: boolean) =>
    setApprovalDemand(operator, { name, demandsApproval });
  await demand("first", true);
  await demand("second", true);
  const { coverage } = await findings();
  const { id } = customer.template;
  for (const language of ["English", "Arabic"]) {
    expect(coverage).toContain(
      `nobody delivers template ${id} of account ${customer.account.id} in ${language} to Syriatel, MTN Syria: operator approval missing`,
    );
  }
  for (const language of ["en", "ar"]) {
    await setApproval(operator, {
      templateId: id,
      provider: "second",
      language,
      state: "accepted",
      as: "text",
    });
  }
  expect(await findings()).toEqual({});
  await demand("first", false);
  await demand("second", false);
});

test("names accounts that are suspended for nothing", async () => {
  await setApprovalDemand(operator, { name: "first", demandsApproval: true });
  await setApprovalDemand(operator, { name: "second", demandsApproval: true });
  await gateway.sql`update accounts set status = 'suspended'`;
  expect((await findings()).coverage).toBeUndefined();
  await gateway.sql`update accounts set status = 'active'`;
  await setApprovalDemand(operator, { name: "first", demandsApproval: false });
  await setApprovalDemand(operator, { name: "second", demandsApproval: false });
});

test("finds senders that are not registered", async () => {
  const given = { provider: "first", accountId: customer.account.id };
  const found = await meanwhile(
    () => setSender(operator, { ...given, sender: "Acme", state: "requested" }),
    () => removeSender(operator, given),
  );
  expect(found).toEqual({
    senders: `Acme of account ${customer.account.id} is not registered with first, and not used until it is`,
  });
});

test("finds settings by which no report can find its message", async () => {
  const found = await meanwhile(
    () => set("first", { reports: { id: "provider_id" }, id_pattern: "\\d+" }),
    () => set("first"),
  );
  expect(found).toEqual({
    reports: "first: id_pattern has no group, so that the provider's id is never read",
  });
});

test("finds a provider whose reports match nothing", async () => {
  const park = async () => {
    const id = await plantMessage(gateway.sql, customer, "sent");
    await gateway.sql`update messages set provider_id = (select id from providers where name = 'first') where id = ${id}`;
    await gateway.sql`
      insert into parked_reports (provider_id, ref_hash, status, response, created_at)
      select p.id, sha256(n::text::bytea), 'delivered', 'DELIVRD', now() - interval '1 hour'
      from providers p, generate_series(1, 12) n where p.name = 'first'`;
  };
  const found = await meanwhile(park, () => gateway.sql`delete from parked_reports`);
  expect(found.reports).toContain("first: 12 delivery reports match no message");
  // A few may be strays, and where others match they are.
  await park();
  await gateway.sql`update messages set status = 'delivered' where status = 'sent'`;
  expect(await findings()).toEqual({});
});
