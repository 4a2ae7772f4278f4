import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { approveTemplate, rejectTemplate } from "./decisions.ts";
import { reviewQueue } from "./reviews.ts";
import {
  archiveTemplate,
  createTemplate,
  discardTemplateDraft,
  getTemplate,
  listTemplates,
  saveTemplateDraft,
  submitTemplate,
  withdrawTemplate,
} from "./templates.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const english = "Your code is {code}";
const newPending = async () => {
  const customer = await makeCustomer();
  const accountId = customer.account.id;
  return {
    ...customer,
    pending: await createTemplate(customer.developer, { accountId, name: "OTP", english }),
  };
};

test("a template is submitted at once, approved by the operator, and then serves", async () => {
  const { developer, pending } = await newPending();
  expect(pending).toMatchObject({
    status: "pending",
    serving: null,
    newest: { number: 1, english, arabic: null },
  });
  const input = { id: pending.id };
  await expect(approveTemplate(developer, input)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(rejectTemplate(developer, { ...input, reason: "x" })).rejects.toMatchObject({
    code: "not_allowed",
  });
  const approved = await approveTemplate(operator, input);
  expect(approved).toMatchObject({ status: "approved", serving: { number: 1, english } });
});

test("of concurrent reviewers one wins, and the serving version matches its decision", async () => {
  const { pending } = await newPending();
  const { id } = pending;
  const tries = await Promise.allSettled([
    approveTemplate(operator, { id }),
    rejectTemplate(operator, { id, reason: "no" }),
    approveTemplate(operator, { id }),
    rejectTemplate(operator, { id, reason: "no" }),
  ]);
  expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  for (const each of tries)
    if (each.status === "rejected") expect(each.reason.code).toBe("template_not_pending");
  const after = await getTemplate(operator, { id });
  expect(after.serving === null).toBe(after.status === "rejected");
  const audited = await gateway.sql`select 1 from audit_entries
    where subject_id = ${id} and action in ('template.approve', 'template.reject')`;
  expect(audited).toHaveLength(1);
});

test("the approved version keeps serving while an edit waits, is withdrawn or is rejected", async () => {
  const { developer, pending } = await newPending();
  const { id } = pending;
  await approveTemplate(operator, { id });
  const edit = { id, english: "New: {code}" };
  expect(await saveTemplateDraft(developer, edit)).toMatchObject({ status: "draft", newest: { number: 2 } });
  expect(await saveTemplateDraft(developer, edit)).toMatchObject({ newest: { number: 2 } });
  expect(await submitTemplate(developer, { id })).toMatchObject({
    status: "pending",
    serving: { number: 1 },
  });
  await expect(saveTemplateDraft(developer, edit)).rejects.toMatchObject({ code: "template_waits" });
  expect(await withdrawTemplate(developer, { id })).toMatchObject({ status: "draft" });
  await expect(approveTemplate(operator, { id })).rejects.toMatchObject({ code: "template_not_pending" });
  const seen = await submitTemplate(developer, { id });
  // A reviewer who read version 1 must not decide about version 2.
  const stale = approveTemplate(operator, { id, versionId: pending.newest.id });
  await expect(stale).rejects.toMatchObject({ code: "template_not_pending" });
  const refused = await rejectTemplate(operator, {
    id,
    versionId: seen.newest.id,
    reason: "Say who you are",
  });
  expect(refused).toMatchObject({
    status: "rejected",
    newest: { reason: "Say who you are" },
    serving: { english },
  });
  expect((await getTemplate(developer, { id })).versions.map((version) => version.number)).toEqual([2, 1]);
});

test("a draft is renamed, which is audited, and shows when it was last saved", async () => {
  const { developer, pending } = await newPending();
  const { id, name: before } = pending;
  await withdrawTemplate(developer, { id });
  await gateway.sql`update template_versions set saved_at = now() - interval '1 hour' where template_id = ${id}`;
  const saved = await saveTemplateDraft(developer, { id, english, name: " رمز الدخول " });
  expect(saved.name).toBe("رمز الدخول");
  expect(Date.now() - saved.newest.savedAt.getTime()).toBeLessThan(60_000);
  // Without a name, as from the command line, it keeps the one it has.
  expect(await saveTemplateDraft(developer, { id, english })).toMatchObject({ name: "رمز الدخول" });
  const audited = await gateway.sql`select before, after from audit_entries
    where subject_id = ${id} and action = 'template.save' order by id`;
  expect(audited[0]).toMatchObject({ before: { name: before }, after: { name: "رمز الدخول" } });
  expect(audited[1]!.after).not.toHaveProperty("name");
  await expect(saveTemplateDraft(developer, { id, english, name: " " })).rejects.toMatchObject({
    fields: { name: ["required"] },
  });
});

test("another account's template is not found", async () => {
  const [{ pending }, other] = [await newPending(), await makeCustomer()];
  const { developer } = other;
  const gone = { code: "template_not_found" };
  const { id } = pending;
  await expect(getTemplate(developer, { id })).rejects.toMatchObject(gone);
  await expect(saveTemplateDraft(developer, { id, english })).rejects.toMatchObject(gone);
  await expect(submitTemplate(developer, { id })).rejects.toMatchObject(gone);
  await expect(withdrawTemplate(developer, { id })).rejects.toMatchObject(gone);
  await expect(archiveTemplate(developer, { id })).rejects.toMatchObject(gone);
  const input = { accountId: pending.accountId, name: "Mine", english };
  await expect(createTemplate(developer, input)).rejects.toMatchObject({ code: "not_allowed" });
  await expect(listTemplates(developer, { accountId: pending.accountId })).rejects.toMatchObject({
    code: "not_allowed",
  });
  expect((await listTemplates(developer)).every((each) => each.accountId === other.account.id)).toBe(true);
  expect(await getTemplate(operator, { id })).toMatchObject({ status: "pending" });
});

test("discarding a draft of a next version is audited, and the serving version stays", async () => {
  const { developer, pending } = await newPending();
  const { id } = pending;
  await expect(discardTemplateDraft(developer, { id })).rejects.toMatchObject({ code: "template_not_draft" });
  await approveTemplate(operator, { id });
  await expect(discardTemplateDraft(developer, { id })).rejects.toMatchObject({ code: "template_not_draft" });
  await saveTemplateDraft(developer, { id, english: "Never mind {code}" });
  const other = await makeCustomer();
  await expect(discardTemplateDraft(other.developer, { id })).rejects.toMatchObject({
    code: "template_not_found",
  });
  const tries = await Promise.allSettled([
    discardTemplateDraft(developer, { id }),
    discardTemplateDraft(developer, { id }),
  ]);
  expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  const after = await getTemplate(developer, { id });
  expect(after).toMatchObject({ status: "approved", serving: { number: 1, english } });
  expect(after.versions.map(({ number }) => number)).toEqual([1]);
  const entries = await gateway.sql`select actor_name, before, after from audit_entries
    where action = 'template.discard' and subject_id = ${id}`;
  expect(entries).toEqual([
    {
      actor_name: developer.name,
      before: { version: 2, status: "draft", english: "Never mind {code}", arabic: null },
      after: null,
    },
  ]);
  // What waits is withdrawn first: the operator may be reading it.
  await saveTemplateDraft(developer, { id, english });
  await submitTemplate(developer, { id });
  await expect(discardTemplateDraft(developer, { id })).rejects.toMatchObject({ code: "template_not_draft" });
  await withdrawTemplate(developer, { id });
  expect(await discardTemplateDraft(developer, { id })).toMatchObject({ status: "approved" });
});

test("a template that consists only of a draft can be archived, but its draft not discarded", async () => {
  const { account, developer } = await makeCustomer();
  const input = { accountId: account.id, name: "First", english, submit: false };
  const { id } = await createTemplate(developer, input);
  await expect(discardTemplateDraft(developer, { id })).rejects.toMatchObject({
    code: "template_only_draft",
  });
  expect(await getTemplate(developer, { id })).toMatchObject({ status: "draft", newest: { number: 1 } });
});

test("an archived template cannot be changed, and none of its versions waits", async () => {
  const { developer, pending } = await newPending();
  const { id } = pending;
  const archived = await archiveTemplate(developer, { id });
  expect(archived.archivedAt).toBeInstanceOf(Date);
  expect(archived).toMatchObject({ status: "draft", newest: { status: "draft", submittedAt: null } });
  expect((await reviewQueue(operator)).entries.map(({ templateId }) => templateId)).not.toContain(id);
  const [entry] = await gateway.sql`select before, after from audit_entries
    where action = 'template.archive' and subject_id = ${id}`;
  expect(entry).toEqual({
    before: { name: "OTP", version: 1, status: "pending" },
    after: { name: "OTP", version: 1, status: "draft" },
  });
  for (const act of [archiveTemplate, approveTemplate, withdrawTemplate, discardTemplateDraft]) {
    await expect(act(operator, { id })).rejects.toMatchObject({ code: "template_archived" });
  }
});

test.each([
  [{}, { english: ["body_missing"] }],
  [{ english: "  ", arabic: "" }, { english: ["body_missing"] }],
  [{ english: "no place" }, { english: ["code_missing"] }],
  [{ english, arabic: "{code} {code} {x}" }, { arabic: ["code_repeated", "other_braces"] }],
  [{ english, name: "" }, { name: ["required"] }],
])("reports what is wrong with the template %j and creates nothing", async (input, fields) => {
  const { account, developer } = await makeCustomer();
  const making = createTemplate(developer, { accountId: account.id, name: "OTP", ...input });
  await expect(making).rejects.toMatchObject({ code: "invalid_input", fields });
  expect(await listTemplates(developer)).toHaveLength(1);
});

test("a draft may be incomplete, but cannot be submitted like that", async () => {
  const { account, developer } = await makeCustomer();
  const accountId = account.id;
  const { id } = await createTemplate(developer, { accountId, name: "OTP", english: "Your", submit: false });
  await expect(submitTemplate(developer, { id })).rejects.toMatchObject({
    fields: { english: ["code_missing"] },
  });
  expect(await getTemplate(developer, { id })).toMatchObject({ status: "draft" });
});
