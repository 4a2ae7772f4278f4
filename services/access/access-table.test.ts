import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import { allVerbs } from "#bin/fixtures/verbs.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { everybody, everything, REFUSED, tell } from "./test-askers.ts";
import { fingerprint } from "./test-belongings.ts";
import { type Role, rights, roles, table } from "./test-rights.ts";

/** Allowed to an admin, and too much for a test: their rights are asked of the others alone. */
const heavy = [
  "after-failover.closeFailover",
  "backup.writeBackup",
  "restore.restoreBackup",
  "inbox.readInboxes",
];

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let verbs: Awaited<ReturnType<typeof allVerbs>>;
beforeAll(async () => {
  gateway = await freshGateway();
  await setProvider(operator, { name: "sandbox", kind: "sandbox", config: {} });
  verbs = await allVerbs();
});
afterAll(() => gateway.drop());

test("every verb has its right", () => {
  expect(Object.keys(table).sort()).toEqual([...verbs.keys()].sort());
});

describe.each(roles)("%s", (role) => {
  const may = (name: string) => (rights[table[name]!] as readonly Role[]).includes(role);

  test("is refused what is not theirs, and leaves no trace of the attempt", async () => {
    const customer = await makeCustomer();
    const actor = (await everybody(customer))[role];
    const things = await everything(gateway.sql, customer);
    const before = await fingerprint(gateway.sql);
    for (const name of Object.keys(table).filter((each) => table[each] !== "inner" && !may(each))) {
      // An onlooker is asked of their own user's things in the admin's pages.
      if (role === "onlooker" && table[name] === "own") continue;
      const told = await tell(verbs, name, actor, things);
      const astray = told.filter((code) => !REFUSED.test(code) && !code.endsWith("_not_found"));
      expect([name, astray]).toEqual([name, []]);
    }
    expect(await fingerprint(gateway.sql)).toEqual(before);
  });

  test("is not refused what is theirs", async () => {
    const customer = await makeCustomer();
    const actor = (await everybody(customer))[role];
    const refused: string[] = [];
    for (const name of Object.keys(table).filter((each) => may(each) && !heavy.includes(each))) {
      const told = await tell(verbs, name, actor, await everything(gateway.sql, customer));
      if (told.every((code) => REFUSED.test(code))) refused.push(name);
    }
    expect(refused).toEqual([]);
  });
});
