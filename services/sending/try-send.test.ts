import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import { archiveTemplate } from "#services/templates/templates.ts";
import { tryCaller } from "./try-send.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let mine: Customer;
let other: Customer;
beforeAll(async () => {
  gateway = await freshGateway();
  [mine, other] = await Promise.all([makeCustomer(), makeCustomer()]);
});
afterAll(() => gateway.drop());

test("a developer sends as themselves, without a token, by the same rules as the API", async () => {
  const caller = await tryCaller(mine.developer, mine.template.id);
  expect(caller.sender).toEqual({
    accountId: mine.account.id,
    tokenId: null,
    userId: (mine.developer as { id: number }).id,
  });
  expect(caller.template).toMatchObject({ id: mine.template.id, english: "Code {code}", archived: false });
  expect(caller.countries).toEqual(["SY"]);
});

test("another account's template, or a missing one, is not found", async () => {
  for (const id of [other.template.id, 0, -1, 2_147_483_648, Number.MAX_SAFE_INTEGER, null]) {
    expect((await tryCaller(mine.developer, id)).template, String(id)).toBeNull();
  }
  await archiveTemplate(mine.developer, { id: mine.template.id });
  expect((await tryCaller(mine.developer, mine.template.id)).template).toMatchObject({ archived: true });
});

test("nobody else can send at an account's cost", async () => {
  const admin: Actor = { kind: "user", id: 1, name: "admin", address: null, role: "admin", accountId: null };
  for (const actor of [admin, operator]) {
    await expect(tryCaller(actor, mine.template.id)).rejects.toMatchObject({ code: "not_allowed" });
  }
  const onlooker: Actor = { ...mine.developer, role: "onlooker" };
  await expect(tryCaller(onlooker, mine.template.id)).rejects.toMatchObject({ code: "read_only" });
});
