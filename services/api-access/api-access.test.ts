import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshGateway } from "#bin/fixtures/gateway.ts";
import { tokenOf } from "#core/customer/token.ts";
import { makeAccount } from "#db/test-account.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { type AuthorisationSnapshot, authoriseApi, letIn, tokenHashOf } from "./api-access.ts";

const ADDRESS = "192.0.2.7";
let sql: Sql;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ sql, drop } = await freshGateway());
});
afterAll(() => drop());

async function caller() {
  const account = await makeAccount(sql);
  const tokenHash = tokenHashOf(tokenOf(randomBytes(32)))!;
  await sql`update api_tokens set hash = decode(${tokenHash}, 'hex') where id = ${account.tokenId}`;
  await sql`update accounts set whitelist_enforced = false where id = ${account.accountId}`;
  const [template] = await sql`select id, name from templates where account_id = ${account.accountId}`;
  return { ...account, tokenHash, template: template as unknown as { id: number; name: string } };
}

/** The answer to a token that is known and no longer good. */
const REVOKED = {
  ok: false,
  reason: "token",
  holder: { accountId: expect.any(Number), tokenId: expect.any(Number) },
};

/** A caller, and how often what they asked for was begun on the remembered authorisation. */
async function counting() {
  const { tokenHash, template, tokenId } = await caller();
  let begun = 0;
  const ask = () =>
    authoriseApi(tokenHash, ADDRESS, template.id, "send", async () => {
      begun++;
      return null;
    });
  return { ask, early: () => begun, tokenId, template };
}

test("only a previously authorised request may use the remembered authorisation", async () => {
  const { tokenHash, template, accountId, tokenId } = await caller();
  const snapshots: AuthorisationSnapshot[] = [];
  const ask = (templateId = template.id, address = ADDRESS) =>
    authoriseApi(tokenHash, address, templateId, "send", async (_caller, snapshot) => {
      snapshots.push(snapshot);
      return "acted";
    });
  expect(await ask()).toMatchObject({ ok: true, early: null, caller: { accountId, tokenId } });
  expect(await ask()).toMatchObject({ ok: true, early: "acted", caller: { accountId, tokenId } });
  const said = { templateId: template.id, templateName: template.name };
  expect(snapshots).toMatchObject([{ address: ADDRESS, ...said }]);
  // Every address is looked at by the statement that charges.
  expect(await ask(template.id, "192.0.2.8")).toMatchObject({ ok: true, early: "acted" });
  expect(snapshots.splice(1)).toMatchObject([{ address: "192.0.2.8", ...said }]);
  // A template that is not theirs is another question.
  for (let i = 0; i < 2; i++) expect(await ask(2_000_000)).toMatchObject({ ok: true, early: null });
  expect(snapshots).toHaveLength(1);
});

test("a request whose snapshot no longer holds is authorised again, and refusals are not remembered", async () => {
  const { ask, early, tokenId } = await counting();
  await sql`update api_tokens set revoked_at = now() where id = ${tokenId}`;
  for (let i = 0; i < 2; i++) expect(await ask()).toMatchObject(REVOKED);
  expect(early()).toBe(0);
  await sql`update api_tokens set revoked_at = null where id = ${tokenId}`;
  await ask();
  await sql`update api_tokens set revoked_at = now() where id = ${tokenId}`;
  expect(await ask()).toMatchObject(REVOKED);
  expect(early()).toBe(1);
});

test("a token that was refused is authorised before anything else", async () => {
  const { ask, early, tokenId } = await counting();
  await ask();
  await sql`update api_tokens set revoked_at = now() where id = ${tokenId}`;
  for (let i = 0; i < 3; i++) expect(await ask()).toMatchObject(REVOKED);
  // The first one could not know; those after it lock nobody's subscription.
  expect(early()).toBe(1);
});

test("an unknown token is not looked up again for a while", async () => {
  const tokenHash = tokenHashOf(tokenOf(randomBytes(32)))!;
  const unknown = { ok: false, reason: "unknown_token", holder: null };
  expect(await authoriseApi(tokenHash, ADDRESS, null, "send")).toEqual(unknown);
  // Seen by what could not be otherwise: a token made of it meanwhile, which in truth nobody can.
  const { tokenId } = await caller();
  await sql`update api_tokens set hash = decode(${tokenHash}, 'hex') where id = ${tokenId}`;
  expect(await authoriseApi(tokenHash, ADDRESS, null, "send")).toEqual(unknown);
});

test.each([
  "",
  "x",
  "ag_",
  `ag_${"a".repeat(42)}`,
  `ag_${"a".repeat(44)}`,
  `ag_${"a".repeat(42)}!`,
  "a".repeat(600),
])("%s cannot be a token", (token) => expect(tokenHashOf(token)).toBeNull());

test("each account has its own limit of concurrent requests", async () => {
  completeEnvironment({
    APP_SECRET: "a secret of the test's own, long enough",
    ...{ ACCOUNT_CONCURRENCY: "3" },
  });
  const [one, other] = [await caller(), await caller()];
  for (const each of [one, other]) await authoriseApi(each.tokenHash, ADDRESS, each.template.id, "send");
  const turns = Array.from({ length: 3 }, () => letIn(one.tokenHash)!);
  expect(letIn(one.tokenHash)).toBeNull();
  expect(letIn(other.tokenHash)).not.toBeNull();
  turns[0]!();
  const next = letIn(one.tokenHash);
  expect(next).not.toBeNull();
  for (const leave of [...turns.slice(1), next!]) leave();
  for (let n = 0; n < 3; n++) expect(letIn(one.tokenHash)).not.toBeNull();
});

test("a changed scope applies from the next request on, and a refused token still works within it", async () => {
  const { tokenHash, template, tokenId } = await caller();
  const ask = async (need: "send" | "read", templateId: number | null = template.id) => {
    const access = await authoriseApi(tokenHash, ADDRESS, templateId, need);
    return access.ok ? (access.caller.template?.id ?? null) : access.reason;
  };
  expect([await ask("send"), await ask("read", null)]).toEqual([template.id, null]);
  await sql`update api_tokens set access = 'send' where id = ${tokenId}`;
  expect([await ask("send"), await ask("read", null)]).toEqual([template.id, "scope"]);
  expect(await ask("send")).toBe(template.id);
  await sql`update api_tokens set access = 'read' where id = ${tokenId}`;
  expect([await ask("send"), await ask("read", null)]).toEqual(["scope", null]);
  await sql`update api_tokens set access = 'full', template_ids = array[${template.id} + 1] where id = ${tokenId}`;
  expect([await ask("send"), await ask("read", null)]).toEqual([null, null]);
  await sql`update api_tokens set template_ids = array[${template.id}]::int[] where id = ${tokenId}`;
  expect(await ask("send")).toBe(template.id);
});

test("a template that a token may no longer use is not sent from memory again", async () => {
  const { ask, early, tokenId, template } = await counting();
  await ask();
  await sql`update api_tokens set template_ids = array[${template.id} + 1] where id = ${tokenId}`;
  for (let i = 0; i < 3; i++) expect(await ask()).toMatchObject({ ok: true, caller: { template: null } });
  expect(early()).toBe(1);
});
