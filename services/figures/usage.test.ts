import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer } from "#bin/fixtures/gateway.ts";
import { createToken } from "#services/customers/tokens.ts";
import { createTemplate } from "#services/templates/templates.ts";
import { countLastDay, countLastWeek, countRecentHours } from "./message-counts.ts";
import { templateUsage } from "./template-usage.ts";
import { tokenUsage } from "./token-usage.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

test("a token's messages of today, seven and thirty days, and a template's of seven, are the same before and after the job", async () => {
  const { account, developer, subscription, template } = await makeCustomer();
  const other = await makeCustomer();
  const accountId = account.id;
  const [one, two] = [
    await createToken(developer, { accountId, name: "one" }),
    await createToken(developer, { accountId, name: "two" }),
  ];
  const idle = await createToken(developer, { accountId, name: "idle" });
  // By days of Damascus, the setting's default.
  const days = [0, 0, 0, 1, 6, 7, 29, 30, 45];
  // In the order of time, as ids are.
  const messages = [
    ...days.map((age) => ({ age, token: one.id })),
    { age: 6.5, token: two.id },
    ...[0, 3].map((age) => ({ age, token: null })),
  ].sort((first, second) => second.age - first.age);
  for (const { age, token } of messages) {
    await gateway.sql`
      insert into messages (account_id, subscription_id, template_version_id, token_id, language, code_length, segments,
        credits, status, problem, number, created_at, settled_at)
      values (${accountId}, ${subscription.id}, ${template.serving!.id}, ${token}, 1, 6, 1, 1, 'failed', 'refused',
        '963911000000', least(now(),
          (date_trunc('day', now() at time zone 'Asia/Damascus') + interval '1 minute') at time zone 'Asia/Damascus'
            - ${age} * interval '1 day'), now())`;
  }
  const expected = new Map([
    [one.id, { today: 3, week: 5, month: 7 }],
    [two.id, { today: 0, week: 0, month: 1 }],
  ]);
  const read = () => tokenUsage(developer, { id: accountId });
  const unused = await createTemplate(developer, { accountId, name: "unused", english: "{code}" });
  const foreign = other.template.id;
  const ofTemplates = () => templateUsage(developer, { accountId, ids: [template.id, unused.id, foreign] });
  // With the messages that no token sent.
  const expectedOfTemplates = new Map([[template.id, 7]]);
  expect(await read()).toEqual(expected);
  expect(await ofTemplates()).toEqual(expectedOfTemplates);
  for (const count of [countRecentHours, countLastDay, countLastWeek, countRecentHours]) {
    await count();
    expect(await read()).toEqual(expected);
    expect(await ofTemplates()).toEqual(expectedOfTemplates);
  }
  for (const table of ["token_counts", "template_counts"]) {
    const [counted] = await gateway.sql`select sum(count)::int as sum from ${gateway.sql(table)}`;
    expect(counted?.sum).toBeGreaterThan(0);
  }
  expect(expected.has(idle.id)).toBe(false);
  expect(await tokenUsage(other.developer, { id: other.account.id })).toEqual(new Map());
  await expect(tokenUsage(other.developer, { id: accountId })).rejects.toMatchObject({ code: "not_allowed" });
  expect(await templateUsage(developer, { accountId, ids: [] })).toEqual(new Map());
  await expect(templateUsage(other.developer, { accountId, ids: [template.id] })).rejects.toMatchObject({
    code: "not_allowed",
  });
});
