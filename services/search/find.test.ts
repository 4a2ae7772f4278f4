import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import type { Actor } from "#core/access/actor.ts";
import { requestIdOf } from "#core/requests/request-id.ts";
import { prepareDatabase } from "#db/ready.ts";
import { createPlan } from "#services/customers/plans.ts";
import { createToken } from "#services/customers/tokens.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { find } from "./find.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let sham: Customer;
let other: Customer;
let message: number;
let requestId: string;
let hint: string;

beforeAll(async () => {
  gateway = await freshGateway();
  await prepareDatabase(gateway.url);
  sham = await makeCustomer("شركة الشام للدفع");
  other = await makeCustomer("Sham Pay");
  message = await plantMessage(gateway.sql, sham);
  const token = await createToken(operator, { accountId: sham.account.id, name: "shop" });
  hint = token.hint;
  requestId = requestIdOf(Date.now(), randomUUID());
  await gateway.sql`
    insert into api_requests (id, account_id, token_id, method, path, status, duration_ms, body, answer)
    values (${requestId}, ${sham.account.id}, ${token.id}, 'POST', '/api/otp/send/', 402, 1, '', '{}')`;
  await setProvider(operator, { name: "damascus-route", kind: "sandbox", config: {} });
  await createPlan(operator, { name: "Sham plan", quota: 10, days: 10, unit: "message" });
});
afterAll(() => gateway.drop());

/** What is found is not a question of how fast the machine is. */
const PATIENT = { statement: 30_000, together: 60_000 };
const found = async (q: string, actor: Actor = operator, kind?: string) =>
  (await find(actor, { q, kind }, PATIENT)).findings.map((each) => `${each.kind} ${each.id}`);

test("an operator finds things of all accounts, by whatever they know of them", async () => {
  const account = `account ${sham.account.id}`;
  expect(await found("شركه الشام")).toContain(account);
  expect(await found("sham")).toEqual(
    expect.arrayContaining([`account ${other.account.id}`, expect.stringMatching(/^plan /)]),
  );
  expect(await found(sham.developer.name)).toEqual([account, `user ${sham.developer.id}`]);
  expect(await found("login")).toEqual([`template ${other.template.id}`, `template ${sham.template.id}`]);
  expect(await found(`#${message}`)).toContain(`message ${message}`);
  expect(await found(String(sham.account.id))).toContain(account);
  for (const q of ["963911000000", "0911 000 000", "+٩٦٣٩١١٠٠٠٠٠٠"]) {
    expect(await found(q)).toEqual([`message ${message}`]);
  }
  expect(await found(hint)).toEqual([expect.stringMatching(/^token /)]);
  expect(await found(hint.slice(-4))).toEqual([expect.stringMatching(/^token /)]);
  expect(await found(requestId.toUpperCase())).toEqual([`request ${requestId}`]);
  expect(await found("damascus")).toEqual([expect.stringMatching(/^carrier /)]);
  expect(await found("sham", operator, "account")).toEqual([`account ${other.account.id}`]);
});

test("a developer, and whoever views their account, finds what is the account's and nothing else", async () => {
  const onlooker: Actor = { ...sham.developer, role: "onlooker" };
  for (const actor of [sham.developer, onlooker]) {
    expect(await found("login", actor)).toEqual([`template ${sham.template.id}`]);
    expect(await found(`#${message}`, actor)).toContain(`message ${message}`);
    expect(await found(requestId, actor)).toEqual([`request ${requestId}`]);
    for (const q of ["sham", "الشام", "damascus", other.developer.name, sham.developer.name]) {
      expect(await found(q, actor), q).toEqual([]);
    }
    expect(await found("الشام", actor, "account")).toEqual([]);
  }
  const stranger = other.developer;
  for (const q of [`#${message}`, "963911000000", hint, "shop", requestId, String(sham.template.id)]) {
    const all = await found(q, stranger);
    expect(
      all.filter((each) => each !== `template ${other.template.id}`),
      q,
    ).toEqual([]);
  }
});

test("whatever is typed, it answers", async () => {
  const odd = [
    "",
    " ",
    "\0",
    "%",
    "_",
    "'",
    "\\",
    "ـ",
    "{}",
    "x".repeat(500),
    "#99999999999999",
    "9".repeat(15),
  ];
  for (const q of odd) expect((await find(operator, { q }, PATIENT)).partial, q).toBe(false);
  expect(await found("sham", operator, "nothing")).not.toEqual([]);
});

test("what takes too long is left out, and all else is found", async () => {
  const lock = await gateway.sql.reserve();
  try {
    await lock`begin`;
    await lock`lock table templates in access exclusive mode`;
    // Enough for a slow machine, except where it waits for the lock.
    const limits = { statement: 3_000, together: 60_000 };
    const { findings, partial } = await find(operator, { q: "sham" }, limits);
    expect(partial).toBe(true);
    expect(findings.map(({ kind }) => kind)).toEqual(["account", "user", "plan"]);
  } finally {
    await lock`rollback`;
    lock.release();
  }
});
