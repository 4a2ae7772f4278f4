import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { type Planted, plantMessages } from "#bin/fixtures/messages.ts";
import { settingDefaults } from "#core/gateway/settings.ts";
import { messageLog } from "#services/message-log/message-log.ts";
import { exportLedger, readLedger } from "./ledger.ts";
import { countLastWeek, countRecentHours } from "./message-counts.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const DAY_MINUTES = 24 * 60;
const { timeZone } = settingDefaults.timeZone;
const dayFormat = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
const dayAgo = (days: number) => dayFormat.format(new Date(Date.now() - days * 86_400_000));

/** Sets a customer's grant back by so many days; what its messages used is what they cost. */
async function begunDaysAgo({ subscription: { id } }: Customer, days: number) {
  const { sql } = gateway;
  await sql`
    update subscriptions set starts_at = now() - ${days} * interval '1 day', ends_at = now() + interval '10 days',
      used = (select coalesce(sum(credits), 0) from messages where subscription_id = ${id} and status <> 'failed')
    where id = ${id}`;
  await sql`
    update subscription_changes set at = now() - ${days} * interval '1 day', ends_at = now() + interval '10 days'
    where subscription_id = ${id}`;
}

const message = (days: number, minutes: number, more: Partial<Planted> = {}): Planted => ({
  age: days * DAY_MINUTES + minutes,
  status: "sent",
  credits: 2,
  took: 1_000,
  released: false,
  ...more,
});

test("a ledger of days so old that their hours were summed up is the same as before", async () => {
  const customer = await makeCustomer();
  const other = await makeCustomer();
  const old = [440, 439, 420, 402].flatMap((days) => [
    message(days, 10),
    message(days, 400, { credits: 3 }),
    message(days, 800, { status: "failed" }),
    message(days, 1_300, { status: "failed", released: true, credits: 5 }),
  ]);
  await plantMessages(gateway.sql, [customer, [...old, message(3, 5)]], [other, [message(410, 7)]]);
  await begunDaysAgo(customer, 450);
  await begunDaysAgo(other, 450);
  await countRecentHours();
  const periods = [`${dayAgo(451)}..${dayAgo(0)}`, `${dayAgo(439)}..${dayAgo(420)}`, `${dayAgo(420)}..`];
  const ledgers = () =>
    Promise.all(
      [customer, other].flatMap(({ account: { id } }) =>
        periods.map(async (period) => {
          const { at: _, ...ledger } = await readLedger(operator, { accountId: id, period });
          return ledger;
        }),
      ),
    );
  const before = await ledgers();
  expect(before[0]).toMatchObject({
    opening: 0,
    sums: { granted: 1_000, used: 50, returned: 28 },
    closing: 978,
  });
  const rows = () => gateway.sql<{ rows: number; days: number; whole: number }[]>`
    select count(*)::int as rows, count(distinct (account_id, day))::int as days,
      count(*) filter (where local = day)::int as whole
    from message_counts, lateral (select hour at time zone ${timeZone} as local) l,
      lateral (select date_trunc('day', local) as day) d
    where hour < now() - interval '401 days'`;
  const [hourly] = await rows();
  expect(hourly!.rows).toBeGreaterThan(hourly!.days);
  // Twice, as each night does it again.
  for (const _ of [1, 2]) {
    await countLastWeek();
    const [daily] = await rows();
    expect(daily).toEqual({ rows: hourly!.days, days: hourly!.days, whole: hourly!.days });
    expect(await ledgers()).toEqual(before);
  }
});

test("the log of a subscription has what its ledger counts as used and returned", async () => {
  const customer = await makeCustomer();
  const stranger = await makeCustomer();
  const { account, subscription, developer } = customer;
  await plantMessages(gateway.sql, [
    customer,
    [message(0, 3, { credits: 1 }), message(0, 2, { credits: 1, status: "failed" }), message(0, 1)],
  ]);
  await begunDaysAgo(customer, 5);
  const params = { subscription: String(subscription.id) };
  const logOf = async (actor: typeof developer | typeof operator, accountId: number | "all", more = {}) =>
    (await messageLog(actor, { accountId, params: { ...params, ...more } })).rows;
  const { sums } = await readLedger(developer, {
    accountId: account.id,
    subscriptionId: subscription.id,
    period: `${dayAgo(6)}..`,
  });
  const total = (rows: { credits: number }[]) => rows.reduce((sum, { credits }) => sum + credits, 0);
  for (const rows of [await logOf(developer, account.id), await logOf(operator, "all")]) {
    expect(rows).toHaveLength(3);
    expect(total(rows)).toBe(sums.used);
  }
  expect(total(await logOf(developer, account.id, { status: "failed" }))).toBe(sums.returned);
  // Another account's subscription has no messages here, whoever asks.
  expect(await logOf(stranger.developer, stranger.account.id)).toEqual([]);
  expect(await logOf(operator, "all", { account: String(stranger.account.id) })).toEqual([]);
  expect(await logOf(operator, "all", { subscription: "2147483647" })).toEqual([]);
});

test("a ledger that leaves the gateway is audited, and one that may not be read leaves no trace", async () => {
  const { account, developer, subscription } = await makeCustomer();
  const stranger = await makeCustomer();
  const asked = { accountId: account.id, period: "30d" };
  await exportLedger(developer, { ...asked, as: "file" });
  await exportLedger(operator, { ...asked, subscriptionId: subscription.id, as: "statement" });
  await expect(exportLedger(stranger.developer, { ...asked, as: "file" })).rejects.toMatchObject({
    code: "not_allowed",
  });
  await readLedger(developer, asked);
  const traces = await gateway.sql`
    select action, actor_name, subject_id, after from audit_entries
    where account_id = ${account.id} and action in ('account.export_ledger', 'account.print_statement') order by id`;
  expect(traces).toEqual([
    {
      action: "account.export_ledger",
      actor_name: developer.name,
      subject_id: String(account.id),
      after: { asked: "period=30d" },
    },
    {
      action: "account.print_statement",
      actor_name: operator.name,
      subject_id: String(account.id),
      after: { asked: `period=30d&subscription=${subscription.id}` },
    },
  ]);
});
