import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import { suspendAccount } from "#services/customers/accounts.ts";
import { chooseLanguage } from "#services/users/profile.ts";
import { createUser } from "#services/users/users.ts";
import { approveTemplate, rejectTemplate } from "./decisions.ts";
import { reviewQueue, reviewTemplate, waitingTemplates } from "./reviews.ts";
import {
  archiveTemplate,
  createTemplate,
  saveTemplateDraft,
  submitTemplate,
  withdrawTemplate,
} from "./templates.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

async function makeAdmin(email: string): Promise<Actor> {
  const { id } = await createUser(operator, { email, role: "admin", password: PASSWORD });
  return { kind: "user", id, name: email, address: null, role: "admin", accountId: null };
}

test("the queue has the waiting versions, oldest first, without archived and withdrawn ones", async () => {
  const { developer, account } = await makeCustomer("Queue");
  const make = (name: string) =>
    createTemplate(developer, { accountId: account.id, name, english: `${name} {code}` });
  const [first, second, third, fourth] = [await make("1"), await make("2"), await make("3"), await make("4")];
  await archiveTemplate(developer, { id: second.id });
  await withdrawTemplate(developer, { id: first.id });
  await approveTemplate(operator, { id: fourth.id });
  // Submitted again it stands at the end.
  await submitTemplate(developer, { id: first.id });
  const queue = await reviewQueue(operator);
  expect(queue.entries.map(({ templateId }) => templateId)).toEqual([third.id, first.id]);
  expect(queue.count).toBe(2);
  expect(await waitingTemplates(operator)).toEqual({ count: 2, since: queue.entries[0]!.submittedAt });
  for (const { templateId } of queue.entries) await approveTemplate(operator, { id: templateId });
});

test("a review shows the serving version, the last rejection's reason, and similar texts of other accounts", async () => {
  const other = await makeCustomer("Sham Cash");
  const { developer, account, template } = await makeCustomer("Barada Taxi");
  await chooseLanguage(developer, "en");
  const id = template.id;
  await saveTemplateDraft(developer, { id, english: "Barada {code}" });
  await submitTemplate(developer, { id });
  await rejectTemplate(operator, { id, reason: "Name the company" });
  await saveTemplateDraft(developer, { id, english: "Barada Taxi, not Sham Cash: {code}", arabic: "{code}" });
  await submitTemplate(developer, { id });
  const review = await reviewTemplate(operator, { id });
  expect(review).toMatchObject({
    templateId: id,
    account: { id: account.id, name: "Barada Taxi", status: "active" },
    version: { number: 3, english: "Barada Taxi, not Sham Cash: {code}", arabic: "{code}" },
    serving: { number: 1, english: "Code {code}", arabic: "{code}" },
    rejection: { number: 2, reason: "Name the company" },
    readersLanguage: "en",
  });
  const failed = review.checks.filter(({ passed }) => !passed);
  expect(failed.map(({ name }) => name)).toEqual(["brand", "others"]);
  expect(failed[1]?.found).toEqual([{ account: { name: other.account.name, arabicName: null }, text: null }]);
  await suspendAccount(operator, { id: account.id });
  expect((await reviewTemplate(operator, { id })).account.status).toBe("suspended");
  await withdrawTemplate(operator, { id });
  await expect(reviewTemplate(operator, { id })).rejects.toMatchObject({ code: "template_not_pending" });
});

test("the second of two admins is told what the first one decided, and who it was", async () => {
  const { developer, account } = await makeCustomer();
  const { id, newest } = await createTemplate(developer, {
    accountId: account.id,
    name: "Twice",
    english: "{code}",
  });
  const [first, second] = [await makeAdmin("first@example.com"), await makeAdmin("second@example.com")];
  const input = { id, versionId: newest.id };
  await rejectTemplate(first, { ...input, reason: "No" });
  await expect(approveTemplate(second, input)).rejects.toMatchObject({
    code: "template_not_pending",
    values: { id, status: "rejected", by: "first@example.com" },
  });
});

test("a developer has no queue", async () => {
  const { developer, template } = await makeCustomer();
  const notAllowed = { code: "not_allowed" };
  await expect(reviewQueue(developer)).rejects.toMatchObject(notAllowed);
  await expect(reviewTemplate(developer, { id: template.id })).rejects.toMatchObject(notAllowed);
  await expect(waitingTemplates(developer)).rejects.toMatchObject(notAllowed);
});
