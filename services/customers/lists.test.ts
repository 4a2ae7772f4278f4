import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import type { CountedPage } from "#core/table/page-input.ts";
import { searchTemplates } from "#services/templates/search.ts";
import { archiveTemplate, createTemplate } from "#services/templates/templates.ts";
import { createToken, revokeToken, rotateToken, searchTokens } from "./tokens.ts";
import { addToWhitelist, searchWhitelist } from "./whitelist.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let other: Customer;
const COUNT = 1_000;

beforeAll(async () => {
  gateway = await freshGateway();
  [customer, other] = [await makeCustomer(), await makeCustomer()];
  const { sql } = gateway;
  for (const { id } of [customer.account, other.account]) {
    await sql`
      with made as (
        insert into templates (account_id, name)
        select ${id}, 'قالب رقم ' || n from generate_series(1, ${COUNT}) n returning id, name
      )
      insert into template_versions (template_id, number, english, status, submitted_at)
      select id, 1, 'Text of ' || name || ': {code}', 'pending', now() from made`;
    await sql`
      insert into api_tokens (account_id, name, hash, sealed, hint, revoked_at)
      select ${id}, 'token ' || n, sha256((${id}::text || ' ' || n)::bytea), '\\x00', 'ag_' || n || '…' || n,
        case when n % 3 = 0 then now() end
      from generate_series(1, ${COUNT}) n`;
    await sql`
      insert into whitelist_entries (account_id, range, label)
      select ${id}, ('10.' || n / 250 || '.' || n % 250 || '.0/24')::cidr, 'server ' || n
      from generate_series(1, ${COUNT}) n`;
  }
});
afterAll(() => gateway.drop());

type Search = (
  actor: Actor,
  input: Record<string, unknown>,
) => Promise<CountedPage<{ id: number; accountId: number }>>;

const lists: [string, Search][] = [
  ["templates", searchTemplates],
  ["tokens", searchTokens],
  ["whitelist", searchWhitelist],
];

/** All ids, page by page: forwards from the first page, or backwards from the last. */
async function walk(search: Search, input: Record<string, unknown>, size: number) {
  const ask = (cursor: Record<string, unknown>) =>
    search(customer.developer, { accountId: customer.account.id, size, ...input, ...cursor });
  const forwards: number[] = [];
  let page = await ask({});
  const { count } = page;
  for (;;) {
    forwards.push(...page.rows.map(({ id }) => id));
    if (page.after === null) break;
    page = await ask({ after: page.after });
    expect(page.count).toBe(count);
  }
  const backwards = page.rows.map(({ id }) => id);
  while (page.before !== null) {
    page = await ask({ before: page.before });
    backwards.unshift(...page.rows.map(({ id }) => id));
  }
  expect(backwards).toEqual(forwards);
  return { ids: forwards, count };
}

test.each(lists)(
  "every row of 1,000 %s is on exactly one page, in both directions, without another account's",
  async (_, search) => {
    for (const size of [25, 60, 100]) {
      const { ids, count } = await walk(search, {}, size);
      expect(new Set(ids).size).toBe(count);
      expect(ids).toHaveLength(count);
      expect(count).toBeGreaterThanOrEqual(COUNT);
    }
    const page = await search(operator, { accountId: customer.account.id, size: 100 });
    expect(page.rows.every(({ accountId }) => accountId === customer.account.id)).toBe(true);
    await expect(search(other.developer, { accountId: customer.account.id, size: 25 })).rejects.toMatchObject(
      {
        code: "not_allowed",
      },
    );
    // A cursor that is gone, or is nobody's, begins anew instead of failing.
    const anew = await search(customer.developer, {
      accountId: customer.account.id,
      size: 25,
      after: "999999999",
    });
    expect(anew.rows).toHaveLength(25);
  },
);

test("working tokens come first, newest first", async () => {
  const accountId = customer.account.id;
  const made = await createToken(customer.developer, { accountId, name: "the newest" });
  const page = await searchTokens(customer.developer, { accountId, size: 100 });
  expect(page.rows[0]).toMatchObject({ id: made.id });
  expect(page.rows.every(({ revokedAt }) => revokedAt === null)).toBe(true);
  const next = await rotateToken(customer.developer, { id: made.id, grace: "24h" });
  const only = async (state: string) =>
    (await searchTokens(customer.developer, { accountId, size: 100, state })).rows.map(({ id }) => id);
  expect(await only("replaced")).toEqual([made.id]);
  expect((await only("active"))[0]).toBe(next.id);
  await revokeToken(customer.developer, { id: next.id });
  expect((await only("revoked"))[0]).toBe(next.id);
  const { ids } = await walk(searchTokens, { state: "active" }, 25);
  expect(ids).not.toContain(made.id);
});

test("a search finds names in any spelling, texts, ids, last characters and the range of an address", async () => {
  const accountId = customer.account.id;
  const found = async (search: Search, q: string) =>
    (await search(customer.developer, { accountId, size: 100, q })).rows;
  const { id } = await createTemplate(customer.developer, {
    accountId,
    name: "إشعار الدفع",
    english: "Pay with {code}",
    arabic: "رمز الدَّفع {code}",
  });
  for (const q of ["اشعار", "PAY WITH", "رمز الدفع", String(id), `#${id}`]) {
    expect(
      (await found(searchTemplates, q)).map((row) => row.id),
      q,
    ).toContain(id);
  }
  expect(await found(searchTemplates, "%")).toHaveLength(0);
  expect(await found(searchTokens, "…777")).toHaveLength(1);
  expect(await found(searchTokens, "token 777")).toHaveLength(1);
  const entry = await addToWhitelist(customer.developer, {
    accountId,
    range: "203.0.113.0/24",
    label: "المكتب",
  });
  for (const q of ["203.0.113.77", "203.0.113", "مكتب"]) {
    expect(
      (await found(searchWhitelist, q)).map((row) => row.id),
      q,
    ).toEqual([entry.id]);
  }
  // What PostgreSQL would refuse is refused by name, before it is asked.
  for (const [, search] of lists) {
    await expect(found(search, "a\0b")).rejects.toMatchObject({ code: "invalid_input" });
  }
});

test("archived templates have a separate state", async () => {
  const accountId = customer.account.id;
  const { id } = await createTemplate(customer.developer, { accountId, name: "Old", english: "Old {code}" });
  await archiveTemplate(customer.developer, { id });
  const states = async (status: string) =>
    (await searchTemplates(customer.developer, { accountId, size: 100, status })).rows.map((row) => row.id);
  expect(await states("archived")).toEqual([id]);
  expect(await states("draft")).toEqual([]);
  expect(await states("pending")).not.toContain(id);
});
