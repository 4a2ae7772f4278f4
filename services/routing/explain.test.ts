import { expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { setProvider, setSandboxTakeover } from "#services/gateway/providers.ts";
import { setApprovalDemand } from "./approvals.ts";
import { explainRoute } from "./explain.ts";
import { setRoute } from "./routes.ts";
import { setSender } from "./senders.ts";
import { customer, other } from "./test-routing.ts";

const explain = (more: object = {}) =>
  explainRoute(operator, { number: "+963 931 234 567", templateId: customer.template.id, ...more });

test("a dry run tells the order of the providers from a number without a route", async () => {
  expect(await explain()).toMatchObject({ route: null, byOrder: true });
  await setRoute(operator, { prefix: "96394", providers: ["beta"], accountId: customer.account.id });
  expect(await explain()).toMatchObject({ route: null, byOrder: true });
  await setRoute(operator, { prefix: "96394", providers: ["beta"] });
  expect(await explain()).toMatchObject({ route: null, byOrder: false, fate: "unroutable", candidates: [] });
  await setRoute(operator, { prefix: "96393", providers: ["beta"] });
  expect(await explain()).toMatchObject({ route: { prefix: "96393", own: false }, byOrder: false });
});

test("the explanation follows routes, senders and approvals, for any account", async () => {
  await setRoute(operator, { prefix: "9639", providers: ["beta", "alpha"] });
  await setRoute(operator, { prefix: "9639", providers: ["alpha"], accountId: other.account.id });
  await setSender(operator, {
    provider: "beta",
    sender: "Bank",
    accountId: customer.account.id,
    state: "registered",
  });
  expect(await explain()).toMatchObject({
    route: { prefix: "9639", own: false },
    candidates: [
      { provider: "beta", sender: "Bank" },
      { provider: "alpha", sender: null },
    ],
    leftOut: [],
    health: false,
  });
  expect(await explain({ accountId: other.account.id })).toMatchObject({
    route: { own: true },
    candidates: [{ provider: "alpha" }],
    leftOut: [{ provider: "beta", reason: "no_route" }],
  });
  await setApprovalDemand(operator, { name: "beta", demandsApproval: true });
  expect((await explain()).leftOut).toEqual([{ provider: "beta", reason: "approval_missing" }]);
  await expect(explain({ number: "963" })).rejects.toMatchObject({ fields: { number: ["phone"] } });
  await expect(explain({ accountId: 999_999 })).rejects.toMatchObject({ code: "account_not_found" });
});

test("a sender is used once its operator has registered it", async () => {
  const given = { provider: "alpha", sender: "Bank", accountId: customer.account.id };
  const senderOf = async () => (await explain()).candidates[0];
  await setSender(operator, { ...given, state: "requested" });
  expect(await senderOf()).toEqual({ provider: "alpha", sender: null, templateCode: null });
  await setSender(operator, { ...given, state: "registered" });
  expect(await senderOf()).toEqual({ provider: "alpha", sender: "Bank", templateCode: null });
});

test("a sandbox in a route delivers only if it takes over", async () => {
  await setProvider(operator, { name: "trial", kind: "sandbox", config: {} });
  await setRoute(operator, { prefix: "963", providers: ["trial"] });
  expect((await explain()).leftOut).toContainEqual({ provider: "trial", reason: "sandbox" });
  await setSandboxTakeover(operator, { name: "trial", takesOver: true });
  expect((await explain()).candidates).toMatchObject([{ provider: "trial" }]);
});
