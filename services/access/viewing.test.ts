import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { allVerbs } from "#bin/fixtures/verbs.ts";
import type { Onlooker, UserActor } from "#core/access/actor.ts";
import { rejectTemplate } from "#services/templates/decisions.ts";
import { saveTemplateDraft } from "#services/templates/templates.ts";
import { createUser } from "#services/users/users.ts";
import { belongingsOf, fingerprint } from "./test-belongings.ts";
import { endViewing, onlookerOf, startViewing } from "./viewing.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let admin: UserActor;
beforeAll(async () => {
  gateway = await freshGateway();
  admin = await makeAdmin("admin@example.com");
});
afterAll(() => gateway.drop());

async function makeAdmin(email: string): Promise<UserActor> {
  const { id } = await createUser(operator, { email, role: "admin", password: PASSWORD });
  return { kind: "user", id, name: email, address: "203.0.113.5", role: "admin", accountId: null };
}

describe("a ticket", () => {
  test("opens one account for one admin, and its beginning and end are audited", async () => {
    const { account } = await makeCustomer();
    const ticket = await startViewing(admin, { id: account.id });
    expect(await onlookerOf(admin, ticket)).toEqual({
      actor: { ...admin, role: "onlooker", accountId: account.id },
      accountName: { name: account.name, arabicName: null },
    });
    expect(await endViewing(admin, ticket)).toBe(account.id);
    const entries = await gateway.sql`select action, actor_id, host(address) as address from audit_entries
      where account_id = ${account.id} and action like 'account.view%' order by id`;
    expect(entries.map((each) => ({ ...each }))).toEqual([
      { action: "account.view_start", actor_id: admin.id, address: "203.0.113.5" },
      { action: "account.view_end", actor_id: admin.id, address: "203.0.113.5" },
    ]);
  });

  test("is refused if it is another admin's, forged, broken or missing", async () => {
    const { account, developer } = await makeCustomer();
    const ticket = await startViewing(admin, { id: account.id });
    const other = await makeAdmin("other@example.com");
    const broken = `${ticket.slice(0, -4)}AAAA`;
    for (const [actor, text] of [
      [other, ticket],
      [developer, ticket],
      [admin, broken],
      [admin, ""],
      [admin, "%"],
    ] as const) {
      expect(await onlookerOf(actor, text)).toBeNull();
      expect(await endViewing(actor, text)).toBeNull();
    }
    await expect(startViewing(developer, { id: account.id })).rejects.toMatchObject({ code: "not_allowed" });
    await expect(startViewing(admin, { id: 987654 })).rejects.toMatchObject({ code: "account_not_found" });
  });
});

describe("an onlooker", () => {
  /** What any verb could want to know, so that each is refused for who asks and not for what is missing. */
  async function everything(customer: Customer) {
    const { account, developer } = customer;
    const accountId = account.id;
    const { ids } = await belongingsOf(gateway.sql, developer, customer, "198.51.100.0/24");
    const fields = {
      accountId,
      name: "Other",
      english: "Other {code}",
      arabic: null,
      reason: "No",
      range: "203.0.113.0/24",
      label: "New",
      enforced: false,
      password: PASSWORD,
      current: PASSWORD,
      email: developer.name,
      role: "developer",
      grace: "none",
      expiresAt: null,
      quota: 10,
      days: 5,
      credits: 5,
      unit: "message",
      plan: "More",
      note: "Why",
      code: "123456",
      secret: "x",
      kind: "sandbox",
      config: {},
      limit: 10,
    };
    return { fields, ids };
  }

  /** Reading of which a log of changes tells. */
  const EXPORTS = ["message.export", "account.export_ledger", "account.print_statement"];
  const standing = () => fingerprint(gateway.sql, EXPORTS);

  test("reads the account's data, and can change nothing through any service function", async () => {
    const customer = await makeCustomer();
    const { fields, ids } = await everything(customer);
    const accountId = customer.account.id;
    const ticket = await startViewing(admin, { id: accountId });
    const onlooker: Onlooker = (await onlookerOf(admin, ticket))!.actor;
    const all = await allVerbs();
    // It writes down what was refused, and is called for an onlooker, not by one.
    all.delete("refused-access.noteRefusedAccess");
    expect(all.size).toBeGreaterThan(40);
    const before = await standing();
    const refused = new Set<string>();
    const gave = new Map<string, unknown>();
    for (const [name, verb] of all) {
      for (const id of ids) {
        const told = await Promise.resolve()
          .then(() => verb(onlooker, { ...fields, id }))
          .then((value) => gave.set(name, value))
          .catch((error: { code?: string }) => error.code);
        if (told === "read_only" || told === "not_allowed") refused.add(name);
      }
    }
    expect(await standing()).toEqual(before);
    // Not for want of an input: these are what a developer or an admin does with the same one.
    for (const name of [
      "accounts.createAccount",
      "accounts.suspendAccount",
      "subscriptions.grantSubscription",
      "decisions.approveTemplate",
      "templates.archiveTemplate",
      "templates.createTemplate",
      "templates.saveTemplateDraft",
      "templates.submitTemplate",
      "templates.withdrawTemplate",
      "tokens.createToken",
      "tokens.revealToken",
      "tokens.revokeToken",
      "tokens.rotateToken",
      "try-send.tryCaller",
      "user-links.inviteUser",
      "users.createUser",
      "viewing.startViewing",
      "whitelist.addToWhitelist",
      "whitelist.removeFromWhitelist",
      "whitelist.setWhitelistEnforced",
    ]) {
      expect([name, refused.has(name), all.has(name)]).toEqual([name, true, true]);
    }
    for (const name of ["templates.getTemplate", "whitelist.listWhitelist", "tokens.listTokens"]) {
      expect([name, gave.has(name)]).toEqual([name, true]);
    }
    // The developer does with these very inputs what the onlooker may not.
    for (const name of ["templates.saveTemplateDraft", "whitelist.addToWhitelist", "tokens.rotateToken"]) {
      const at = await standing();
      for (const id of ids) await all.get(name)!(customer.developer, { ...fields, id }).catch(() => {});
      expect(await standing(), name).not.toEqual(at);
    }
  });

  test("sees nothing of another account", async () => {
    const [mine, other] = [await makeCustomer(), await makeCustomer()];
    const onlooker = (await onlookerOf(admin, await startViewing(admin, { id: mine.account.id })))!.actor;
    await rejectTemplate(
      operator,
      await saveTemplateDraft(other.developer, { id: other.template.id, english: "x {code}" }),
    ).catch(() => {});
    const all = await allVerbs();
    const id = other.template.id;
    await expect(all.get("templates.getTemplate")!(onlooker, { id })).rejects.toMatchObject({
      code: "template_not_found",
    });
    for (const name of ["whitelist.listWhitelist", "tokens.listTokens", "accounts.getAccount"]) {
      await expect(all.get(name)!(onlooker, { id: other.account.id })).rejects.toMatchObject({
        code: "not_allowed",
      });
    }
  });
});
