import { Validator } from "@seriousme/openapi-schema-validator";
import { schemasOf } from "#bin/fixtures/schemas.ts";
import type { OpenApiDocument } from "#core/api/openapi-document.ts";
import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { type Answer, ask, SEND, send } from "#e2e/api.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { expectApiHeaders } from "#e2e/standing.ts";

type Schema = (answer: Answer) => void;

/** The description that the gateway gives out, as a judge of its answers. */
async function describedBy(gateway: { url: string }): Promise<(path: string, method: string) => Schema> {
  const { json } = await ask<OpenApiDocument>(gateway, "GET", "/api/openapi.json");
  const schemas = schemasOf(json);
  return (path, method) => (answer) => {
    const response = json.paths[path]![method]!.responses[answer.status]!;
    expect(response, `${method} ${path} ${answer.status}`).toBeDefined();
    const valid = schemas(response.content["application/json"].schema.$ref);
    expect(valid(answer.json), `${answer.status} ${answer.text} ${JSON.stringify(valid.errors)}`).toBe(true);
    for (const name of Object.keys(response.headers)) {
      if (name !== "Idempotent-Replayed") expect(answer.headers.get(name), name).not.toBeNull();
    }
  };
}

test("the OpenAPI document is public, valid, and names this gateway", async ({ gateway }) => {
  for (const path of ["/api/openapi.json", "/api/openapi.json/"]) {
    const answer = await ask<OpenApiDocument>(gateway, "GET", path);
    expect(answer.status).toBe(200);
    expectApiHeaders(answer);
    expect(answer.json.servers).toEqual([{ url: gateway.url }]);
    expect(answer.json.info.title).toBe("Aman Gate");
    const result = await new Validator().validate({ ...answer.json });
    expect(result.errors ?? []).toEqual([]);
  }
  // A client's word for the host is a header like any other.
  const claimed = await ask<OpenApiDocument>(gateway, "GET", "/api/openapi.json", {
    headers: { "x-forwarded-host": "evil.example" },
  });
  expect(claimed.json.servers).toEqual([{ url: gateway.url }]);
  const posted = await ask(gateway, "POST", "/api/openapi.json", { body: {} });
  expect([posted.status, posted.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
});

test("every response of a send matches the OpenAPI document", async ({ gateway }) => {
  const schema = await describedBy(gateway);
  const desk = await gateway.desk();
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 20 }] });
  const { token } = account;
  const plain = { gsm: "963911000000", template_id: account.templateId, code: "482910" };
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    ask(gateway, "POST", SEND, { token, body, headers });
  const poor = await makeAccount(gateway, { subscriptions: [] });
  const closed = await makeAccount(gateway, { whitelist: [] });
  const suspended = await makeAccount(gateway);
  await desk.call("accounts", "suspendAccount", { id: suspended.id });
  const as = (who: TestAccount) => send(gateway, who);
  const key = { "idempotency-key": "openapi" };

  const answers: [number, Answer][] = [
    [201, await post(plain)],
    [201, await post(plain, key)],
    [201, await post(plain, key)],
    [409, await post({ ...plain, code: "1" }, key)],
    [400, await post({})],
    [400, await post({ gsm: "12", template_id: 0, code: "1".repeat(21), language: 7 })],
    [400, await post({ ...plain, template_id: 999_999 })],
    [400, await post("{")],
    [400, await post([])],
    [400, await post(plain, { "idempotency-key": "k".repeat(256) })],
    [401, await ask(gateway, "POST", SEND, { body: plain })],
    [401, await ask(gateway, "POST", SEND, { token: "ag_x", body: plain })],
    [402, await as(poor)],
    [403, await as(closed)],
    [403, await as(suspended)],
    [405, await ask(gateway, "GET", SEND, { token })],
    [413, await post("x".repeat(17_000))],
    [415, await post("gsm=1", { "content-type": "application/x-www-form-urlencoded" })],
    [502, await post({ ...plain, gsm: "963911000001" })],
    [504, await post({ ...plain, gsm: "963911000002" })],
  ];
  const judge = schema("/api/otp/send/", "post");
  for (const [status, answer] of answers) {
    expect(answer.status, answer.text).toBe(status);
    judge(answer);
  }
});

test("responses for a message and for the balance match the OpenAPI document", async ({ gateway }) => {
  const schema = await describedBy(gateway);
  const account = await makeAccount(gateway);
  const { token } = account;
  const { id } = (await send(gateway, account)).json;
  const message = schema("/api/otp/messages/{id}/", "get");
  const of = (which: unknown, as: { token?: string } = { token }) =>
    ask(gateway, "GET", `/api/otp/messages/${which}/`, as);
  const balance = schema("/api/otp/balance/", "get");
  const answers: [number, Answer, Schema][] = [
    [200, await of(id), message],
    [404, await of(999_999_999), message],
    [401, await of(id, {}), message],
    [200, await ask(gateway, "GET", "/api/otp/balance/", { token }), balance],
    [401, await ask(gateway, "GET", "/api/otp/balance/"), balance],
  ];
  for (const [status, answer, judge] of answers) {
    expect(answer.status).toBe(status);
    judge(answer);
  }
});
