import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { suspendAccount } from "#services/customers/accounts.ts";
import { createToken, revealToken, revokeToken, rotateToken } from "#services/customers/tokens.ts";
import { addToWhitelist, removeFromWhitelist } from "#services/customers/whitelist.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { createUser, resetPassword } from "#services/users/users.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

test("every change is audited with actor and action, and without secrets", async () => {
  const { account, developer } = await makeCustomer();
  const accountId = account.id;
  const admin = await createUser(operator, { email: "admin@example.com", role: "admin" });
  const reset = await resetPassword(operator, { email: "admin@example.com" });
  const token = await createToken(developer, { accountId, name: "app" });
  const rotated = await rotateToken(developer, { id: token.id, grace: "1h" });
  await revealToken(developer, { id: rotated.id, password: PASSWORD });
  await revokeToken(operator, { id: rotated.id });
  const entry = await addToWhitelist(
    { ...developer, address: "203.0.113.9" },
    { accountId, range: "10.0.0.1" },
  );
  await removeFromWhitelist(operator, { id: entry.id });
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: { delay_ms: 47_114 } });
  await suspendAccount(operator, { id: accountId });

  const rows = await gateway.sql<
    { action: string; actor_name: string; address: string | null; row: string }[]
  >`
    select action, actor_name, address, audit_entries::text as row from audit_entries order by id`;
  expect(rows.map((row) => row.action)).toEqual([
    "account.create",
    "user.create",
    "subscription.grant",
    "template.create",
    "template.approve",
    "user.create",
    "user.reset_password",
    "token.create",
    "token.rotate",
    "token.reveal",
    "token.revoke",
    "whitelist.add",
    "whitelist.remove",
    "provider.set",
    "account.suspend",
  ]);
  expect(rows.find((row) => row.action === "token.reveal")?.actor_name).toBe(developer.name);
  expect(rows.find((row) => row.action === "whitelist.add")?.address).toBe("203.0.113.9");
  const all = rows.map((row) => row.row).join("\n");
  const secrets = [PASSWORD, admin.password, reset.password, token.token, rotated.token, "47114", "argon2"];
  for (const secret of secrets) {
    expect(secret).toBeTruthy();
    expect(all).not.toContain(secret);
  }
});

test("a refused change leaves no trace", async () => {
  const { account, developer } = await makeCustomer();
  const count = async () => (await gateway.sql`select count(*)::int as n from audit_entries`)[0]?.n;
  const before = await count();
  await revokeToken(developer, { id: 987654 }).catch(() => {});
  await addToWhitelist(developer, { accountId: account.id + 1, range: "10.0.0.1" }).catch(() => {});
  await createUser(operator, { email: developer.name, role: "admin" }).catch(() => {});
  expect(await count()).toBe(before);
});
