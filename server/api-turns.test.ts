import { randomBytes } from "node:crypto";
import type { Sql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ApiRequest } from "#app/api/otp/request.ts";
import { POST as send } from "#app/api/otp/send/route.ts";
import { freshGateway } from "#bin/fixtures/gateway.ts";
import { tokenOf } from "#core/customer/token.ts";
import { makeAccount } from "#db/test-account.ts";
import { completeEnvironment } from "#runtime/env.ts";
import { tokenHashOf } from "#services/api-access/api-access.ts";

let sql: Sql;
let drop: () => Promise<void>;

beforeAll(async () => {
  ({ sql, drop } = await freshGateway());
});
afterAll(() => drop());

function request(token: string, bytes: ApiRequest["bytes"]): ApiRequest {
  const headers: Record<string, string> = {
    authorization: `Token ${token}`,
    "content-type": "application/json",
  };
  return {
    id: null,
    method: "POST",
    url: "/api/otp/send/",
    from: { address: "192.0.2.7", protocol: "http", host: "a" },
    header: (name) => headers[name] ?? null,
    bytes,
  };
}

test("requests whose bodies do not arrive take no turn of their account", async () => {
  completeEnvironment({
    APP_SECRET: "a secret of the test's own, long enough",
    ...{ ACCOUNT_CONCURRENCY: "3" },
  });
  const { accountId, tokenId } = await makeAccount(sql);
  const token = tokenOf(randomBytes(32));
  await sql`update api_tokens set hash = decode(${tokenHashOf(token)}, 'hex') where id = ${tokenId}`;
  await sql`update accounts set whitelist_enforced = false where id = ${accountId}`;
  const [template] = await sql`select id from templates where account_id = ${accountId}`;
  const body = Buffer.from(JSON.stringify({ template_id: template!.id }));
  const whole = () => send.answer(request(token, async () => body));
  // From now on the process knows whose token it is.
  expect((await whole()).status).toBe(400);
  const arriving = Promise.withResolvers<Uint8Array>();
  const slow = Array.from({ length: 5 }, () => send.answer(request(token, () => arriving.promise)));
  expect((await whole()).status).toBe(400);
  arriving.resolve(body);
  // With their bodies they take turns, of which there are three.
  const statuses = (await Promise.all(slow)).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([400, 400, 400, 429, 429]);
});
