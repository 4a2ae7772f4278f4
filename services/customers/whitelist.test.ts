import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { addToWhitelist, listWhitelist, removeFromWhitelist, setWhitelistEnforced } from "./whitelist.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

test("two notations of one address added at once are one entry", async () => {
  const { account, developer } = await makeCustomer();
  const spellings = ["203.0.113.7", "::ffff:203.0.113.7", "203.0.113.7/32"];
  const tries = await Promise.allSettled(
    spellings.map((range) => addToWhitelist(developer, { accountId: account.id, range, label: "office" })),
  );
  expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  for (const each of tries)
    if (each.status === "rejected") expect(each.reason.code).toBe("whitelist_entry_exists");
  expect((await listWhitelist(developer, { id: account.id })).entries).toMatchObject([
    { range: "203.0.113.7/32", label: "office" },
  ]);
});

test.each(["", "nonsense", "1.2.3.4/33", "1.2.3", null, "1.2.3.4; drop table"])(
  "refuses the range %j",
  async (range) => {
    const { account, developer } = await makeCustomer();
    await expect(addToWhitelist(developer, { accountId: account.id, range })).rejects.toMatchObject({
      fields: { range: ["range"] },
    });
  },
);

test("another account's entries and enforcement cannot be changed", async () => {
  const [mine, other] = [await makeCustomer(), await makeCustomer()];
  const entry = await addToWhitelist(mine.developer, { accountId: mine.account.id, range: "10.0.0.0/8" });
  const { developer } = other;
  await expect(removeFromWhitelist(developer, { id: entry.id })).rejects.toMatchObject({
    code: "whitelist_entry_not_found",
  });
  const notAllowed = { code: "not_allowed" };
  const accountId = mine.account.id;
  await expect(addToWhitelist(developer, { accountId, range: "10.0.0.1" })).rejects.toMatchObject(notAllowed);
  await expect(setWhitelistEnforced(developer, { accountId, enforced: false })).rejects.toMatchObject(
    notAllowed,
  );
  await expect(listWhitelist(developer, { id: accountId })).rejects.toMatchObject(notAllowed);
  expect(await listWhitelist(mine.developer, { id: accountId })).toMatchObject({
    enforced: true,
    entries: [{ id: entry.id }],
  });
  await removeFromWhitelist(mine.developer, { id: entry.id });
  // Empty, and still enforced: it does not open by itself.
  expect(await listWhitelist(operator, { id: accountId })).toEqual({ enforced: true, entries: [] });
});

test("switching enforcement is audited with the previous value", async () => {
  const { account, developer } = await makeCustomer();
  const accountId = account.id;
  await setWhitelistEnforced(developer, { accountId, enforced: "off" });
  await setWhitelistEnforced(developer, { accountId, enforced: false });
  const rows = await gateway.sql`select before, after, actor_name from audit_entries
    where action = 'whitelist.enforce' and account_id = ${accountId}`;
  expect([...rows]).toEqual([
    { before: { enforced: true }, after: { enforced: false }, actor_name: developer.name },
  ]);
  await expect(setWhitelistEnforced(operator, { accountId: 987654, enforced: true })).rejects.toMatchObject({
    code: "account_not_found",
  });
});

test("a range that admits the whole internet is accepted only if confirmed, in any notation", async () => {
  const { account, developer } = await makeCustomer();
  const accountId = account.id;
  for (const range of ["0.0.0.0/0", "1.2.3.4/0", "::/0", "::ffff:0:0/96", "128.0.0.0/1", "2000::/3"]) {
    for (const input of [{}, { confirmed: false }]) {
      await expect(addToWhitelist(developer, { accountId, range, ...input })).rejects.toMatchObject({
        code: "whitelist_range_wide",
      });
    }
    await expect(addToWhitelist(developer, { accountId, range, confirmed: "yes" })).rejects.toMatchObject({
      fields: { confirmed: ["switch"] },
    });
  }
  expect((await listWhitelist(developer, { id: accountId })).entries).toEqual([]);
  await addToWhitelist(developer, { accountId, range: "1.2.3.4/0", confirmed: true });
  // It is there: with or without a confirmation it is the same entry.
  await expect(
    addToWhitelist(developer, { accountId, range: "0.0.0.0/0", confirmed: true }),
  ).rejects.toMatchObject({ code: "whitelist_entry_exists" });
  expect((await listWhitelist(developer, { id: accountId })).entries).toMatchObject([{ range: "0.0.0.0/0" }]);
});
