import { expect, test } from "vitest";
import { fails, gate, iso, json } from "#bin/fixtures/command-line.ts";
import { makeCustomer } from "#bin/fixtures/gateway.ts";

test("plans, and the life of a subscription", { timeout: 120_000 }, async () => {
  const { account } = await makeCustomer();
  const id = String(account.id);
  const plan = await json(
    ..."plan create --name Business --quota 5000 --days 60 --unit segment".split(" "),
    "--price",
    "500,000 ل.س",
  );
  expect(plan).toMatchObject({
    name: "Business",
    quota: 5000,
    days: 60,
    months: null,
    unit: "segment",
    price: "500,000 ل.س",
  });
  await fails(
    1,
    /^A plan named business already exists\.$/m,
    "plan",
    "create",
    "--name",
    "business",
    "--quota",
    "1",
  );
  const granted = await json("subscription", "grant", "--account", id, "--plan-id", String(plan.id));
  expect(granted).toMatchObject({ plan: "Business", plan_id: plan.id, quota: 5000, unit: "segment" });
  expect(await json("plan", "list")).toMatchObject({ plans: [{ id: plan.id, running: 1 }] });
  const of = String(granted.id);
  const note = ["--note", "paid in cash"];
  expect(await json("subscription", "top-up", of, "--credits", "1000", ...note)).toMatchObject({
    quota: 6000,
  });
  const longer = await json("subscription", "extend", of, "--days", "10");
  expect(Date.parse(String(longer.ends_at)) - Date.parse(String(granted.ends_at))).toBe(864_000_000);
  expect(await json("subscription", "cancel", of)).toMatchObject({ status: "cancelled", current: false });
  await fails(1, /was cancelled and cannot be changed\.$/m, "subscription", "top-up", of, "--credits", "1");
  const edited = await json("plan", "edit", String(plan.id), "--quota", "6000", "--price", "10 USD");
  expect(edited).toMatchObject({ id: plan.id, name: "Business", quota: 6000, days: 60, price: "10 USD" });
  expect(await json("plan", "edit", String(plan.id), "--months", "3")).toMatchObject({
    quota: 6000,
    days: null,
    months: 3,
  });
  expect(await json("plan", "edit", String(plan.id), "--quota", "7000")).toMatchObject({
    days: null,
    months: 3,
  });
  await fails(
    2,
    /'--months <months>' cannot be used with option '--days <days>'/,
    "plan",
    "edit",
    String(plan.id),
    "--months",
    "3",
    "--days",
    "3",
  );
  await fails(2, /nothing to change: give one of --name/, "plan", "edit", String(plan.id));
  await fails(1, /^There is no plan 999/, "plan", "edit", "999", "--days", "3");
  expect(await json("plan", "archive", String(plan.id))).toMatchObject({ archived_at: iso });
  expect(await json("plan", "list")).toEqual({ plans: [] });
  expect((await gate(["plan", "list"])).stdout).toBe(
    "No plan is offered; --archived shows those that were.\n",
  );
  expect(await json("plan", "list", "--archived")).toMatchObject({ plans: [{ id: plan.id }] });
  await fails(
    1,
    /was archived and is not offered any more\.$/m,
    "subscription",
    "grant",
    "--account",
    id,
    "--plan-id",
    String(plan.id),
  );
});
