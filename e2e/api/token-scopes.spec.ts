import { approvedTemplate, makeAccount } from "#e2e/account.ts";
import { ask, NUMBER, SEND, send } from "#e2e/api.ts";
import { expect, test } from "#e2e/shared-gateway.ts";

const REFUSED = { detail: "You do not have permission to perform this action." };

test("a token’s scope is checked after the token, the address and the account, and before the method and the body", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const desk = await gateway.desk();
  const accountId = account.id;
  const make = (access: "send" | "read") =>
    desk.call("tokens", "createToken", { accountId, name: access, access });
  const [sender, reader] = [await make("send"), await make("read")];
  const attempts = () =>
    Promise.all([
      ask(gateway, "POST", SEND, { token: reader.token, body: "{" }),
      ask(gateway, "PUT", SEND, { token: reader.token }),
      ask(gateway, "GET", "/api/otp/balance/", { token: sender.token }),
      ask(gateway, "GET", "/api/otp/messages/1/", { token: sender.token }),
    ]);
  for (const { status, json } of await attempts()) expect([status, json]).toEqual([403, REFUSED]);

  await desk.call("accounts", "suspendAccount", { id: accountId });
  for (const { json } of await attempts()) expect(json).toEqual({ detail: "Account suspended." });
  for (const id of account.whitelistIds) await desk.call("whitelist", "removeFromWhitelist", { id });
  for (const { json } of await attempts()) expect(json).toEqual({ detail: "IP not whitelisted." });
  for (const { id } of [sender, reader]) await desk.call("tokens", "revokeToken", { id });
  for (const { status } of await attempts()) expect(status).toBe(401);
});

test("a template outside a token’s scope is answered, byte for byte, like one that does not exist, and costs nothing", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway, { subscriptions: [{ quota: 1 }] });
  const other = await approvedTemplate(gateway, account.id, { english: "Other {code}" });
  const desk = await gateway.desk();
  const { token, id } = await desk.call("tokens", "createToken", {
    accountId: account.id,
    name: "Kept",
    templateIds: [other],
  });
  const sendWith = (templateId: number, key?: string) =>
    send(gateway, { token, templateId }, {}, key === undefined ? {} : { "idempotency-key": key });
  const [outside, unknown] = [await sendWith(account.templateId), await sendWith(2_000_000_000)];
  expect([outside.status, outside.text]).toEqual([400, unknown.text]);
  // With other faults as well, all of them are told at once.
  const body = { gsm: "12", template_id: account.templateId, code: "1" };
  const both = await ask(gateway, "POST", SEND, { token, body });
  expect(Object.keys(both.json).sort()).toEqual(["gsm", "template_id"]);

  // A refused request does not use up its key; once the scope allows it, the same one is sent.
  expect((await sendWith(account.templateId, "first")).status).toBe(400);
  await desk.call("tokens", "changeTokenScope", { id, access: "send", templateIds: null });
  expect((await sendWith(account.templateId, "first")).status).toBe(201);
  // Narrowed again, a repetition gets the answer that was given, and nothing new is sent.
  await desk.call("tokens", "changeTokenScope", { id, access: "send", templateIds: [other] });
  const repeated = await sendWith(account.templateId, "first");
  expect([repeated.status, repeated.headers.get("idempotent-replayed")]).toEqual([201, "true"]);
  expect((await sendWith(account.templateId, "second")).status).toBe(400);
  expect((await sendWith(other)).status).toBe(402);
});

test("a scope names only templates of the account that can still be used, and a rotated token keeps it", async ({
  gateway,
}) => {
  const [account, stranger] = [await makeAccount(gateway), await makeAccount(gateway)];
  const desk = await gateway.desk();
  const make = (templateIds: unknown) =>
    desk.call("tokens", "createToken", { accountId: account.id, name: "x", access: "send", templateIds });
  const archived = await approvedTemplate(gateway, account.id, { english: "Old {code}" });
  await desk.call("templates", "archiveTemplate", { id: archived });
  for (const id of [stranger.templateId, archived, 2_000_000_000])
    await expect(make([account.templateId, id])).rejects.toMatchObject({ code: "template_not_found" });
  const many = Array.from({ length: 101 }, (_, n) => n + 1);
  for (const ids of ["all", ["x"], [-1], many])
    await expect(make(ids)).rejects.toMatchObject({ code: "invalid_input" });

  const kept = await make([account.templateId, account.templateId]);
  expect(kept.templateIds).toEqual([account.templateId]);
  const { token } = await desk.call("tokens", "rotateToken", { id: kept.id, grace: "none" });
  const body = { gsm: NUMBER, template_id: account.templateId, code: "482910" };
  expect((await ask(gateway, "POST", SEND, { token, body })).status).toBe(201);
  expect((await ask(gateway, "GET", "/api/otp/balance/", { token })).status).toBe(403);
  expect((await ask(gateway, "POST", SEND, { token: kept.token, body })).status).toBe(401);
});
