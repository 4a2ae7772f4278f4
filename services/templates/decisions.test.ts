import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { getMessage } from "#services/message-log/messages.ts";
import { approveTemplate, rejectTemplate, revokeTemplate, undoDecision } from "./decisions.ts";
import {
  discardTemplateDraft,
  getTemplate,
  saveTemplateDraft,
  submitTemplate,
  withdrawTemplate,
} from "./templates.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let id: number;

beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());
beforeEach(async () => {
  customer = await makeCustomer();
  id = customer.template.id;
});

/** Submits a second version. @returns its id. */
async function submitSecond(): Promise<number> {
  await saveTemplateDraft(customer.developer, { id, english: "New {code}", arabic: "" });
  return (await submitTemplate(customer.developer, { id })).newest.id;
}
const read = () => getTemplate(customer.developer, { id });
const audited = () => gateway.sql`
  select action, before, after from audit_entries where subject_id = ${String(id)} and action like 'template.%'
  order by id desc limit 1`;
const age = (versionId: number, seconds: number) => gateway.sql`
  update template_versions set decided_at = decided_at - make_interval(secs => ${seconds}) where id = ${versionId}`;

test("a revoked approval takes the text out of use, and its developer reads why", async () => {
  const revoked = await revokeTemplate(operator, { id, reason: "Names another brand" });
  expect(revoked).toMatchObject({ status: "revoked", serving: null });
  expect((await read()).newest).toMatchObject({ status: "revoked", reason: "Names another brand" });
  expect(await audited()).toMatchObject([
    { action: "template.revoke", after: { status: "revoked", reason: "Names another brand" } },
  ]);
  await expect(revokeTemplate(operator, { id, reason: "again" })).rejects.toMatchObject({
    code: "template_not_approved",
  });
  // The next version begins with its text, and is approved as any other.
  const versionId = await submitSecond();
  expect(await approveTemplate(operator, { id, versionId })).toMatchObject({
    status: "approved",
    serving: { number: 2 },
  });
});

test("a revocation takes out of use the text that its author saw, and no other", async () => {
  const seen = customer.template.serving!.id;
  await approveTemplate(operator, { id, versionId: await submitSecond() });
  const late = { id, versionId: seen, reason: "Names another brand" };
  await expect(revokeTemplate(operator, late)).rejects.toMatchObject({ code: "changed_meanwhile" });
  const { serving } = await read();
  expect(serving).toMatchObject({ number: 2 });
  expect(await revokeTemplate(operator, { ...late, versionId: serving!.id })).toMatchObject({
    serving: null,
  });
});

test("what waits for a decision keeps waiting when the text in use is revoked", async () => {
  await submitSecond();
  expect(await revokeTemplate(operator, { id, reason: "No" })).toMatchObject({
    status: "pending",
    serving: null,
  });
});

test.each(["", " ", "x".repeat(501), "a\0b"])("a revocation needs a reason: %j is none", async (reason) => {
  await expect(revokeTemplate(operator, { id, reason })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(revokeTemplate(customer.developer, { id, reason: "mine" })).rejects.toMatchObject({
    code: "not_allowed",
  });
});

test("an approval is undone: the version before is in use again, and the new one waits", async () => {
  const first = customer.template.serving!.id;
  const versionId = await submitSecond();
  await approveTemplate(operator, { id, versionId });
  await plantMessage(gateway.sql, { ...customer, template: await read() });
  const undone = await undoDecision(operator, { id, versionId });
  expect(undone).toMatchObject({ status: "pending", serving: { id: first } });
  expect(await audited()).toMatchObject([
    {
      action: "template.undo_decision",
      before: { status: "approved" },
      after: { status: "pending", messages: 1 },
    },
  ]);
  await expect(undoDecision(operator, { id, versionId })).rejects.toMatchObject({
    code: "template_undo_too_late",
  });
  expect(await approveTemplate(operator, { id, versionId })).toMatchObject({ serving: { id: versionId } });
});

test("a text that was in use until its approval was undone is never edited: messages keep what they said", async () => {
  const versionId = await submitSecond();
  await approveTemplate(operator, { id, versionId });
  const messageId = await plantMessage(gateway.sql, { ...customer, template: await read() });
  await undoDecision(operator, { id, versionId });
  expect(await withdrawTemplate(customer.developer, { id })).toMatchObject({
    status: "draft",
    newest: { number: 3, english: "New {code}" },
  });
  await saveTemplateDraft(customer.developer, { id, english: "Changed {code}", arabic: "" });
  expect(await getMessage(customer.developer, { id: messageId })).toMatchObject({
    maskedText: expect.stringMatching(/^New \*+$/),
  });
  expect((await read()).versions).toMatchObject([
    { number: 3, status: "draft", english: "Changed {code}" },
    { id: versionId, number: 2, status: "revoked", english: "New {code}" },
    { number: 1, status: "approved" },
  ]);
  expect(await discardTemplateDraft(customer.developer, { id })).toMatchObject({ serving: { number: 1 } });
});

test("a rejection is undone, and its reason is gone", async () => {
  const versionId = await submitSecond();
  await rejectTemplate(operator, { id, versionId, reason: "A mistake" });
  expect((await undoDecision(operator, { id, versionId })).newest).toMatchObject({
    status: "pending",
    reason: null,
  });
});

test("a first approval that is undone leaves nothing in use", async () => {
  const versionId = customer.template.serving!.id;
  expect(await undoDecision(operator, { id, versionId })).toMatchObject({ status: "pending", serving: null });
});

test("not after ten seconds and the way of the request, not by somebody else, not when it was changed since", async () => {
  const late = { code: "template_undo_too_late" };
  const versionId = await submitSecond();
  await approveTemplate(operator, { id, versionId });
  const admin = {
    kind: "user",
    id: 1,
    name: "a@example.com",
    address: null,
    role: "admin",
    accountId: null,
  } as const;
  await expect(undoDecision(admin, { id, versionId })).rejects.toMatchObject(late);
  await expect(undoDecision(customer.developer, { id, versionId })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await age(versionId, 13);
  await expect(undoDecision(operator, { id, versionId })).rejects.toMatchObject(late);
  await age(versionId, -13);
  await saveTemplateDraft(customer.developer, { id, english: "Third {code}", arabic: "" });
  await expect(undoDecision(operator, { id, versionId })).rejects.toMatchObject(late);
});

test("of a decision that is undone and one that is revoked at the same time, the text is in use afterwards in neither case", async () => {
  const versionId = customer.template.serving!.id;
  const outcomes = await Promise.allSettled([
    undoDecision(operator, { id, versionId }),
    revokeTemplate(operator, { id, reason: "No" }),
  ]);
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect((await read()).serving).toBeNull();
});
