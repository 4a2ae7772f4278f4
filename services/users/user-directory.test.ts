import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator, PASSWORD } from "#bin/fixtures/gateway.ts";
import { deactivateUser } from "./user-access.ts";
import { listDirectory } from "./user-directory.ts";
import { inviteUser } from "./user-links.ts";
import { createUser } from "./users.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
beforeAll(async () => {
  gateway = await freshGateway();
});
afterAll(() => gateway.drop());

test("finds, filters and pages through all users, newest first, for the operator only", async () => {
  const customer = await makeCustomer("100% Sham_Pay");
  await createUser(operator, { email: "one@example.com", role: "admin", password: PASSWORD });
  await createUser(operator, { email: "two@example.com", role: "admin", password: PASSWORD });
  await inviteUser(operator, { email: "three@example.com", role: "admin" });
  await deactivateUser(operator, { email: "two@example.com" });
  const emails = async (filter: Partial<Parameters<typeof listDirectory>[1]>) =>
    (await listDirectory(operator, { size: 25, ...filter })).users.map(({ email }) => email);

  expect(await emails({ roles: ["admin"] })).toEqual([
    "three@example.com",
    "two@example.com",
    "one@example.com",
  ]);
  expect(await emails({ statuses: ["invited", "deactivated"] })).toEqual([
    "three@example.com",
    "two@example.com",
  ]);
  expect(await emails({ search: "TWO@" })).toEqual(["two@example.com"]);
  // In the account's name, and no character has a meaning.
  expect(await emails({ search: "0% sham_" })).toEqual([customer.developer.name]);
  expect(await emails({ search: "%" })).toEqual([customer.developer.name]);
  expect(await emails({ search: "SHÂM_pay" })).toEqual([customer.developer.name]);
  expect(await emails({ accountId: customer.account.id })).toEqual([customer.developer.name]);

  const first = await listDirectory(operator, { size: 2 });
  expect(first.count).toBe(4);
  expect(first.users[0]).toMatchObject({ status: "invited", invitedUntil: expect.any(Date) });
  expect(first.pages.before).toBeNull();
  const second = await listDirectory(operator, { size: 2, after: first.pages.after! });
  expect(second.users.map(({ email }) => email)).toEqual(["one@example.com", customer.developer.name]);
  expect(second.pages.after).toBeNull();
  const back = await listDirectory(operator, { size: 2, before: second.pages.before! });
  expect(back.users).toEqual(first.users);
  expect(back.pages).toEqual(first.pages);
  await expect(listDirectory(customer.developer, { size: 25 })).rejects.toMatchObject({
    code: "not_allowed",
  });
});
