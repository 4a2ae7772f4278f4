import { expect, test } from "vitest";
import { fails, gate, gateway, json } from "#bin/fixtures/command-line.ts";
import { makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { cancelSubscription, grantSubscription } from "#services/customers/subscriptions.ts";

test("a statement adds up, in JSON and as a table", { timeout: 120_000 }, async () => {
  const customer = await makeCustomer("Bank");
  const id = String(customer.account.id);
  const second = await grantSubscription(operator, { accountId: customer.account.id, quota: 50 });
  await cancelSubscription(operator, { id: second.id });
  await plantMessage(gateway.sql, customer);
  await plantMessage(gateway.sql, customer, "failed");

  const ledger = await json("account", "statement", id, "--period", "30d");
  expect(ledger).toMatchObject({
    account_id: Number(id),
    period: "30d",
    subscription_id: null,
    opening: 0,
    closing: 999,
    sums: { granted: 1_050, used: 2, returned: 1, cancelled: 50, lapsed: 0, carried: 0 },
    days: [{ granted: 1_050, used: 2, returned: 1, cancelled: 50, balance: 999 }],
  });
  const own = ["account", "statement", id, "--subscription", String(second.id)];
  expect(await json(...own)).toMatchObject({
    period: "month",
    closing: 0,
    sums: { granted: 50, used: 0, cancelled: 50 },
  });

  const { code, stdout, stderr } = await gate(["account", "statement", id, "--period", "30d"]);
  expect([code, stderr]).toEqual([0, ""]);
  const lines = stdout.trimEnd().split("\n");
  expect(lines.find((line) => line.includes("opening"))).toMatch(/ 0$/);
  expect(lines.find((line) => line.startsWith("total"))).toMatch(/1050 +2 +1 +50 +0 +0/);
  expect(lines.at(-1)).toMatch(/closing .* 999$/);

  const other = await makeCustomer();
  const theirs = String(other.subscription.id);
  await fails(1, /There is no subscription/, "account", "statement", id, "--subscription", theirs);
  await fails(1, /There is no account 2147483647/, "account", "statement", "2147483647");
  for (const period of ["x", "2026-13", "2026-02-02..2026-02-01", "\u0661"])
    await fails(1, /period/i, "account", "statement", id, "--period", period);
});
