import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type Customer, freshGateway, makeCustomer, plantMessage } from "#bin/fixtures/gateway.ts";
import { isDatabaseAway } from "#runtime/database/errors.ts";
import { replayOf, sameKeyInTurn } from "./idempotency.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
});
afterAll(() => gateway.drop());
afterEach(() => void vi.useRealTimers());

const input = { number: "963911000000", templateId: 1, code: "1", language: 1, idempotencyKey: "k" } as const;

test("a queued request whose client has gone does not send", async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  const accountId = customer.account.id;
  const first = Promise.withResolvers<null>();
  const sending = Promise.withResolvers<void>();
  const sent: string[] = [];
  const one = sameKeyInTurn(accountId, "late", () => {
    sending.resolve();
    return first.promise;
  });
  await sending.promise;
  const send = (name: string) => async () => {
    sent.push(name);
    return name;
  };
  const two = sameKeyInTurn(accountId, "late", send("two"));
  vi.advanceTimersByTime(11_000);
  const three = sameKeyInTurn(accountId, "late", send("three"));
  const late = expect(two).rejects.toSatisfy(isDatabaseAway);
  first.reject(new Error("the database was away"));
  await expect(one).rejects.toThrow("the database was away");
  await late;
  expect(await three).toBe("three");
  expect(sent).toEqual(["three"]);
});

test("a used key does not send, however late its turn; one that expired meanwhile is free", async () => {
  const accountId = customer.account.id;
  const id = await plantMessage(gateway.sql, customer);
  await gateway.sql`
    insert into idempotency_keys (account_id, key, body_hash, message_id)
    values (${accountId}, 'taken', ${Buffer.alloc(32)}, ${id})`;
  const send = () => expect.unreachable("it was sent") as never;
  expect(await sameKeyInTurn(accountId, "taken", send)).toBeNull();
  expect(await replayOf(accountId, "taken", input)).toEqual({ kind: "other_body" });
  await gateway.sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'taken'`;
  expect(await replayOf(accountId, "taken", input)).toBeNull();
});
