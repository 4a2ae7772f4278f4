import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import {
  moveProvider,
  removeProvider,
  setProvider,
  setSandboxTakeover,
  switchProvider,
} from "#services/gateway/providers.ts";
import { closeProviders } from "#services/sending/provider-chain.ts";
import { approveTemplate } from "#services/templates/decisions.ts";
import { saveTemplateDraft, submitTemplate } from "#services/templates/templates.ts";
import { listApprovals, setApproval, setApprovalDemand } from "./approvals.ts";
import { explainRoute } from "./explain.ts";
import { listOperators, removeOperator, setOperator } from "./operators.ts";
import { listRoutes, removeRoute, routeCoverage, setRoute } from "./routes.ts";
import { listSenders, removeSender, sendersOfAccount, setSender } from "./senders.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let other: Customer;

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

const version = async () => (await gateway.sql`select version from routing_version`)[0]!.version as string;
const audited = async () =>
  (
    await gateway.sql`select action, subject_id, before, after from audit_entries order by id desc limit 1`
  )[0];
const explain = (more: object = {}) =>
  explainRoute(operator, { number: "+963 931 234 567", templateId: customer.template.id, ...more });

describe("every change renews the routing version and is audited", () => {
  const accountId = () => customer.account.id;
  const approval = (state: string) => ({
    templateId: customer.template.id,
    provider: "alpha",
    language: "en",
    state,
    reason: state === "refused" ? "No brand" : null,
  });
  const steps: [string, () => Promise<unknown>, string][] = [
    ["a route", () => setRoute(operator, { prefix: "96393", providers: ["beta"] }), "route.set"],
    [
      "a route that goes",
      async () => {
        await setRoute(operator, { prefix: "96393", providers: ["beta"], accountId: accountId() });
        return removeRoute(operator, { prefix: "96393", accountId: accountId() });
      },
      "route.remove",
    ],
    [
      "an operator",
      () => setOperator(operator, { name: "Wafa Telecom", prefixes: ["96391"] }),
      "operator.set",
    ],
    ["an operator that goes", () => removeOperator(operator, { name: "Rcell" }), "operator.remove"],
    [
      "a sender",
      () => setSender(operator, { provider: "alpha", sender: "Bank", accountId: accountId() }),
      "sender.set",
    ],
    [
      "a sender that goes",
      async () => {
        await setSender(operator, { provider: "alpha", sender: "Gate" });
        return removeSender(operator, { provider: "alpha" });
      },
      "sender.remove",
    ],
    [
      "a demand",
      () => setApprovalDemand(operator, { name: "alpha", demandsApproval: true }),
      "provider.approvals",
    ],
    [
      "an approval",
      async () => {
        await setApprovalDemand(operator, { name: "alpha", demandsApproval: true });
        return setApproval(operator, approval("refused"));
      },
      "approval.set",
    ],
    [
      "a provider",
      () => setProvider(operator, { name: "gamma", kind: "sandbox", config: {} }),
      "provider.set",
    ],
    [
      "a provider's configuration",
      () => setProvider(operator, { name: "gamma", kind: "sandbox", config: { delay_ms: 1 } }),
      "provider.set",
    ],
    ["a provider's place", () => moveProvider(operator, { name: "gamma", position: 1 }), "provider.move"],
    [
      "a sandbox's takeover",
      () => setSandboxTakeover(operator, { name: "gamma", takesOver: true }),
      "provider.takeover",
    ],
    ["a provider that goes", () => removeProvider(operator, { name: "gamma" }), "provider.remove"],
    ["a switch", () => switchProvider(operator, { name: "beta", enabled: false }), "provider.switch"],
    ["a switch back", () => switchProvider(operator, { name: "beta", enabled: true }), "provider.switch"],
  ];
  test.each(steps)("%s", async (_, change, action) => {
    const before = await version();
    await change();
    expect(await version()).not.toBe(before);
    expect(await audited()).toMatchObject({ action });
  });
});

test("a dry run tells the order of the providers from a number without a route", async () => {
  expect(await explain()).toMatchObject({ route: null, byOrder: true });
  await setRoute(operator, { prefix: "96394", providers: ["beta"], accountId: customer.account.id });
  expect(await explain()).toMatchObject({ route: null, byOrder: true });
  await setRoute(operator, { prefix: "96394", providers: ["beta"] });
  expect(await explain()).toMatchObject({ route: null, byOrder: false, fate: "unroutable", candidates: [] });
  await setRoute(operator, { prefix: "96393", providers: ["beta"] });
  expect(await explain()).toMatchObject({ route: { prefix: "96393", own: false }, byOrder: false });
});

test("only admins see and change routing; developers see their own senders, without providers", async () => {
  const { developer } = customer;
  const refused = { code: "not_allowed" };
  for (const call of [
    () => setRoute(developer, { prefix: "963", providers: ["alpha"] }),
    () => removeRoute(developer, { prefix: "963" }),
    () => listRoutes(developer),
    () => routeCoverage(developer),
    () => setOperator(developer, { name: "X", prefixes: ["1"] }),
    () => removeOperator(developer, { name: "Syriatel" }),
    () => listOperators(developer),
    () => setSender(developer, { provider: "alpha", sender: "Mine" }),
    () => removeSender(developer, { provider: "alpha" }),
    () => listSenders(developer),
    () => setApprovalDemand(developer, { name: "alpha", demandsApproval: true }),
    () => listApprovals(developer),
    () => explainRoute(developer, { number: "963931234567", templateId: customer.template.id }),
    () => sendersOfAccount(developer, { id: other.account.id }),
  ])
    await expect(call()).rejects.toMatchObject(refused);
  await setSender(operator, { provider: "alpha", sender: "Gate", state: "registered" });
  await setSender(operator, { provider: "alpha", sender: "Bank", accountId: customer.account.id });
  await setSender(operator, { provider: "beta", sender: "Shop", accountId: other.account.id });
  expect(await sendersOfAccount(developer, { id: customer.account.id })).toEqual([
    { sender: "Bank", state: "requested" },
  ]);
});

test("concurrent changes leave one of their routes", async () => {
  const orders = [["alpha"], ["beta"], ["alpha", "beta"], ["beta", "alpha"]];
  await Promise.all(orders.map((providers) => setRoute(operator, { prefix: "963", providers })));
  const routes = await listRoutes(operator);
  expect(routes).toHaveLength(1);
  expect(orders).toContainEqual(routes[0]!.providers);
});

test("an edit of a route that somebody changed meanwhile is refused", async () => {
  await setRoute(operator, { prefix: "963", providers: ["alpha"] });
  const edit = { prefix: "963", providers: ["beta"], basis: { was: { providers: "alpha, beta" } } };
  await expect(setRoute(operator, edit)).rejects.toMatchObject({ code: "changed_meanwhile" });
});

test("what a form adds replaces nothing that is there already", async () => {
  const route = { prefix: "963", accountId: customer.account.id };
  const sender = { provider: "alpha", accountId: customer.account.id };
  const mobile = { name: "Fourth", prefixes: ["96370"] };
  await setRoute(operator, { ...route, providers: ["alpha", "beta"], isNew: true });
  await setSender(operator, { ...sender, sender: "Bank", state: "registered", isNew: true });
  await setOperator(operator, { ...mobile, isNew: true });
  await expect(setRoute(operator, { ...route, providers: ["beta"], isNew: true })).rejects.toMatchObject({
    code: "route_taken",
  });
  await expect(setSender(operator, { ...sender, sender: "Other", isNew: true })).rejects.toMatchObject({
    code: "sender_taken",
  });
  await expect(setOperator(operator, { ...mobile, prefixes: ["96371"], isNew: true })).rejects.toMatchObject({
    code: "operator_name_taken",
  });
  expect(await listRoutes(operator)).toMatchObject([{ providers: ["alpha", "beta"] }]);
  expect(await listSenders(operator)).toMatchObject([{ sender: "Bank", state: "registered" }]);
  // The command line means what it says.
  await setRoute(operator, { ...route, providers: ["beta"] });
  await removeOperator(operator, { name: "Fourth" });
});

test("an edit of a sender or of an approval that somebody changed meanwhile is refused", async () => {
  const late = { code: "changed_meanwhile" };
  await setSender(operator, { provider: "alpha", sender: "Gate", state: "registered" });
  const was = { sender: "Gate", state: "requested" };
  const edit = { provider: "alpha", sender: "Gate", state: "requested", basis: { was } };
  await expect(setSender(operator, edit)).rejects.toMatchObject(late);
  await setSender(operator, { ...edit, basis: { was: { sender: "Gate", state: "registered" } } });
  await removeSender(operator, { provider: "alpha" });
  await expect(setSender(operator, edit)).rejects.toMatchObject(late);

  await setApprovalDemand(operator, { name: "alpha", demandsApproval: true });
  const approval = { templateId: customer.template.id, provider: "alpha", language: "en" };
  await setApproval(operator, { ...approval, state: "refused", reason: "No brand" });
  const accept = { ...approval, state: "accepted" };
  const before = { state: "not_submitted", approvedAs: "", templateCode: "", reason: "" };
  await expect(setApproval(operator, { ...accept, basis: { was: before } })).rejects.toMatchObject(late);
  const now = { ...before, state: "refused", reason: "No brand" };
  expect(await setApproval(operator, { ...accept, basis: { was: now } })).toMatchObject({
    state: "accepted",
  });
});

test("an operator can be renamed, but not take another's prefixes", async () => {
  await setOperator(operator, { name: "Third", arabicName: "الثالث", prefixes: ["96360", "96361"] });
  const renamed = await setOperator(operator, { name: "Newtel", present: "Third", prefixes: ["96360"] });
  expect(renamed).toEqual({ name: "Newtel", arabicName: "الثالث", prefixes: ["96360"] });
  const taking = { name: "Newtel", prefixes: ["96360", "96393"] };
  await expect(setOperator(operator, taking)).rejects.toMatchObject({
    code: "operator_prefix_taken",
    values: { prefix: "96393", name: "Syriatel" },
  });
  await expect(
    setOperator(operator, { name: "MTN Syria", present: "Newtel", prefixes: ["96360"] }),
  ).rejects.toMatchObject({
    code: "operator_name_taken",
  });
  await removeOperator(operator, { name: "Newtel" });
});

test.each([
  ["prefix", { prefix: "0931" }],
  ["prefix", { prefix: "96393\u0000" }],
  ["prefix", { prefix: "9".repeat(16) }],
  ["providers", { providers: [] }],
  ["providers", { providers: ["alpha", "alpha"] }],
  ["providers.0", { providers: ["a b"] }],
  ["accountId", { accountId: -1 }],
])("a route with a wrong %s is refused: %j", async (field, wrong) => {
  const input = { prefix: "963", providers: ["alpha"], ...wrong };
  await expect(setRoute(operator, input)).rejects.toMatchObject({
    code: "invalid_input",
    fields: { [field]: [expect.any(String)] },
  });
});

test.each(["", "TwelveLetter", "شركة", "A\u0000B", "1".repeat(16), " - ", "a;b"])(
  "%j is not a valid sender",
  async (sender) => {
    await expect(setSender(operator, { provider: "alpha", sender })).rejects.toMatchObject({
      code: "invalid_input",
    });
  },
);
test.each(["Bank", "My Bank 24", "A", "+963944000000", "1234"])("%j is a valid sender", async (sender) => {
  expect(await setSender(operator, { provider: "alpha", sender })).toMatchObject({ sender });
});

test("a provider used in a route cannot be removed", async () => {
  await setRoute(operator, { prefix: "963", providers: ["alpha"] });
  await expect(removeProvider(operator, { name: "alpha" })).rejects.toMatchObject({
    code: "provider_in_routes",
  });
});

test("an unchanged text keeps its acceptance in the next version", async () => {
  const { id } = other.template;
  await setApprovalDemand(operator, { name: "alpha", demandsApproval: true });
  const accept = (language: string) =>
    setApproval(operator, {
      templateId: id,
      provider: "alpha",
      language,
      state: "accepted",
      templateCode: `T_${language}`,
    });
  await accept("en");
  await accept("ar");
  await saveTemplateDraft(operator, { id, english: "Code {code}", arabic: "رمزك {code}" });
  await submitTemplate(operator, { id });
  await approveTemplate(operator, { id });
  const { approvals } = await listApprovals(operator, { templateId: id });
  expect(
    approvals.map(({ language, version: of, state, templateCode }) => [language, of, state, templateCode]),
  ).toEqual([
    [1, 2, "accepted", "T_en"],
    [0, 2, "not_submitted", null],
  ]);
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
