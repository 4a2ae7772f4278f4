import { describe, expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import {
  moveProvider,
  removeProvider,
  setProvider,
  setSandboxTakeover,
  switchProvider,
} from "#services/gateway/providers.ts";
import { approveTemplate } from "#services/templates/decisions.ts";
import { saveTemplateDraft, submitTemplate } from "#services/templates/templates.ts";
import { listApprovals, setApproval, setApprovalDemand } from "./approvals.ts";
import { explainRoute } from "./explain.ts";
import { listOperators, removeOperator, setOperator } from "./operators.ts";
import { listRoutes, removeRoute, routeCoverage, setRoute } from "./routes.ts";
import { listSenders, removeSender, sendersOfAccount, setSender } from "./senders.ts";
import { customer, gateway, other } from "./test-routing.ts";

const version = async () => (await gateway.sql`select version from routing_version`)[0]!.version as string;
const audited = async () =>
  (
    await gateway.sql`select action, subject_id, before, after from audit_entries order by id desc limit 1`
  )[0];

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
