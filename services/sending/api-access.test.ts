import { createHash, randomBytes } from "node:crypto";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "#bin/test-database.ts";
import { makeAccount } from "#db/test-account.ts";
import { closeDatabase } from "#runtime/database/pools.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { authoriseApi, type Proviso } from "./api-access.ts";

const ADDRESS = "192.0.2.7";
let sql: Sql;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await freshDatabase();
  drop = database.drop;
  sql = postgres(database.url, { max: 2, onnotice: () => {} });
  completeEnvironment({ DATABASE_URL: database.url, APP_SECRET: "a secret of the test's own, long enough" });
});
afterAll(async () => {
  await closeDatabase();
  await sql.end();
  await drop();
});

async function caller() {
  const account = await makeAccount(sql);
  const token = randomBytes(8).toString("hex");
  const hash = createHash("sha256").update(token).digest();
  await sql`update api_tokens set hash = ${hash} where id = ${account.tokenId}`;
  await sql`update accounts set whitelist_enforced = false where id = ${account.accountId}`;
  const [template] = await sql`select id, name from templates where account_id = ${account.accountId}`;
  return { ...account, token, template: template as unknown as { id: number; name: string } };
}

test("only whoever was authorised before may act early, on what was said then", async () => {
  const { token, template, accountId, tokenId } = await caller();
  const provisos: Proviso[] = [];
  const ask = (templateId = template.id, address = ADDRESS) =>
    authoriseApi(token, address, templateId, async (_caller, proviso) => {
      provisos.push(proviso);
      return "acted";
    });
  expect(await ask()).toMatchObject({ ok: true, early: null, caller: { accountId, tokenId } });
  expect(await ask()).toMatchObject({ ok: true, early: "acted", caller: { accountId, tokenId } });
  const said = { templateId: template.id, templateName: template.name };
  expect(provisos).toMatchObject([{ address: ADDRESS, ...said }]);
  // Every address is looked at by the statement that charges.
  expect(await ask(template.id, "192.0.2.8")).toMatchObject({ ok: true, early: "acted" });
  expect(provisos.splice(1)).toMatchObject([{ address: "192.0.2.8", ...said }]);
  // A template that is not theirs is another question.
  for (let i = 0; i < 2; i++) expect(await ask(2_000_000)).toMatchObject({ ok: true, early: null });
  expect(provisos).toHaveLength(1);
});

test("whose act came to nothing is authorised anew, and no one is remembered who was refused", async () => {
  const { token, template, tokenId } = await caller();
  let asked = 0;
  const ask = () =>
    authoriseApi(token, ADDRESS, template.id, async () => {
      asked++;
      return null;
    });
  await sql`update api_tokens set revoked_at = now() where id = ${tokenId}`;
  for (let i = 0; i < 2; i++) expect(await ask()).toEqual({ ok: false, reason: "token" });
  expect(asked).toBe(0);
  await sql`update api_tokens set revoked_at = null where id = ${tokenId}`;
  await ask();
  await sql`update api_tokens set revoked_at = now() where id = ${tokenId}`;
  expect(await ask()).toEqual({ ok: false, reason: "token" });
  expect(asked).toBe(1);
});
