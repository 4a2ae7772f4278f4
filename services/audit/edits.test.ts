import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import { textsOf } from "#core/input/edited.ts";
import { changeAccount, getAccountFile } from "#services/customers/accounts.ts";
import { createPlan, editPlan } from "#services/customers/plans.ts";
import {
  cancelSubscription,
  extendSubscription,
  topUpSubscription,
} from "#services/customers/subscriptions.ts";
import { setProvider, setSandboxTakeover } from "#services/gateway/providers.ts";
import { changeSettings } from "#services/gateway/settings.ts";
import { rejectTemplate } from "#services/templates/decisions.ts";
import { saveTemplateDraft, submitTemplate } from "#services/templates/templates.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

const first: Actor = { kind: "command_line", name: "first" };
const second: Actor = { kind: "command_line", name: "second" };

/** A thing that two people edit: what a form shows of it before, and how one of them changes it. */
interface Edited {
  was: Record<string, unknown>;
  edit: (actor: Actor, mark: number, basis?: object) => Promise<unknown>;
}

const things: Record<string, () => Promise<Edited>> = {
  account: async () => {
    const { account } = await makeCustomer();
    const { name, contactName, notes } = await getAccountFile(operator, { id: account.id });
    return {
      was: { name, contactName, notes },
      edit: (actor, mark, basis) => changeAccount(actor, { id: account.id, notes: `note ${mark}`, basis }),
    };
  },
  plan: async () => {
    const plan = await createPlan(operator, { name: "Edited", quota: 10, days: 30 });
    const { id, name, quota, days, unit, price } = plan;
    return {
      was: { name, quota, days, unit, price },
      edit: (actor, mark, basis) => editPlan(actor, { id, name, quota: 10 + mark, days, basis }),
    };
  },
  template: async () => {
    const { template } = await makeCustomer();
    const { english, arabic } = template.newest;
    return {
      was: { english, arabic },
      edit: (actor, mark, basis) =>
        saveTemplateDraft(actor, { id: template.id, english: `${mark} {code}`, arabic: "", basis }),
    };
  },
  "top-up": async () => {
    const { id, quota, endsAt } = (await makeCustomer()).subscription;
    return {
      was: { quota, endsAt },
      edit: (actor, mark, basis) => topUpSubscription(actor, { id, credits: mark, basis }),
    };
  },
  extension: async () => {
    const { id, quota, endsAt } = (await makeCustomer()).subscription;
    return {
      was: { quota, endsAt },
      edit: (actor, mark, basis) => extendSubscription(actor, { id, days: mark, basis }),
    };
  },
  settings: async () => ({
    was: { messages: 365, refusals: 90, audit: 730 },
    edit: (actor, mark, basis) =>
      changeSettings(actor, {
        group: "retention",
        value: { messages: 100 + mark, refusals: null, audit: "7" },
        basis,
      }),
  }),
};

describe.each(Object.entries(things))("two people edit one %s", (_, make) => {
  test("the later one is told who saved first, and can overwrite only the change they were shown", async () => {
    const { was: values, edit } = await make();
    const was = textsOf(values);
    await edit(first, 1, { was });
    const told = await edit(second, 2, { was }).catch((error: unknown) => error);
    expect(told).toMatchObject({ code: "changed_meanwhile", values: { by: "first" } });
    const { values: said } = told as { values: { at: string; over: number } };
    expect(new Date(said.at).getTime()).toBeGreaterThan(Date.now() - 60_000);

    // A third change between the telling and the overwriting is told again.
    await edit(first, 3);
    const again = await edit(second, 4, { over: said.over }).catch((error: unknown) => error);
    expect(again).toMatchObject({ code: "changed_meanwhile" });
    const { over } = (again as { values: { over: number } }).values;
    expect(over).toBeGreaterThan(said.over);
    await edit(second, 5, { over });
    const [last] = await gateway.sql`select actor_name from audit_entries order by id desc limit 1`;
    expect(last!.actor_name).toBe("second");
  });
});

test("of two concurrent edits one succeeds, and the other is told", async () => {
  for (const make of Object.values({ plan: things.account!, template: things.template! })) {
    const { was: values, edit } = await make();
    const was = textsOf(values);
    const done = await Promise.allSettled([edit(first, 1, { was }), edit(second, 2, { was })]);
    expect(done.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const refused = done.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: "changed_meanwhile" });
  }
});

test("cancelling and the sandbox's takeover are checked in the same way", async () => {
  const { id, quota, endsAt } = (await makeCustomer()).subscription;
  const was = textsOf({ quota, endsAt });
  await topUpSubscription(first, { id, credits: 1 });
  const told = { code: "changed_meanwhile" };
  await expect(cancelSubscription(second, { id, basis: { was } })).rejects.toMatchObject(told);
  await setProvider(operator, { name: "box", kind: "sandbox", config: {} });
  await setSandboxTakeover(first, { name: "box", takesOver: true });
  await expect(
    setSandboxTakeover(second, { name: "box", takesOver: true, basis: { was: { takesOver: "false" } } }),
  ).rejects.toMatchObject(told);
});

test("a developer is told a colleague's name, but not an admin's", async () => {
  const { developer, template } = await makeCustomer();
  const { id } = template;
  const texts = { id, english: "mine {code}", arabic: "" };
  const was = textsOf({ english: template.newest.english, arabic: template.newest.arabic });
  const by = async () =>
    (await saveTemplateDraft(developer, { ...texts, basis: { was } }).catch((error: unknown) => error)) as {
      values: object;
    };
  await saveTemplateDraft(developer, { id, english: "other {code}", arabic: "" });
  expect((await by()).values).toMatchObject({ by: developer.name });
  await submitTemplate(developer, { id });
  await rejectTemplate(operator, { id, reason: "no" });
  expect((await by()).values).toMatchObject({ by: "" });
});

test.each([{ was: "x" }, { over: -1 }, { was: { name: 1 } }, 7])("%j is not a valid basis", async (basis) => {
  const { account } = await makeCustomer();
  await expect(changeAccount(operator, { id: account.id, notes: "x", basis })).rejects.toMatchObject({
    code: "invalid_input",
  });
});
