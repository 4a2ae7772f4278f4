import { makeAccount, type TestAccount } from "#e2e/account.ts";
import { ask, send } from "#e2e/api.ts";
import type { Gateway } from "#e2e/gateway.ts";
import { expect, test } from "#e2e/shared-gateway.ts";
import { expectApiHeaders, standingOf } from "#e2e/standing.ts";

/** What becomes of a message, followed through the API for as long as a report may take. */
function fate(gateway: Gateway, account: TestAccount, id: number) {
  return expect.poll(
    async () =>
      (await ask(gateway, "GET", `/api/otp/messages/${id}/`, { token: account.token })).json.status as string,
    { intervals: [100] },
  );
}

/** The body of an answer with the message object, all but its id and its time. */
const object = (account: TestAccount, gsm: string, status: string, words: string, detail: string) =>
  new RegExp(
    `^{"id":\\d+,"gsm":"${gsm}","template":${account.templateId},"template_name":"Login OTP","template_code":"482910","message":"Your verification code is: 482910","status":"${status}","provider_response":"${words}","created_at":"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ","detail":"${detail}"}$`,
  );

test("0001 is refused by the provider: 502, not charged", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const answer = await send(gateway, account, { gsm: "963911110001" });
  expect(answer.status).toBe(502);
  expect(answer.text).toMatch(
    object(
      account,
      "963911110001",
      "failed",
      "Rejected by the sandbox",
      "The message was refused by every provider and was not charged.",
    ),
  );
  expectApiHeaders(answer);
  expect(answer.headers.get("x-quota-remaining")).toBeNull();
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 0 });
  const after = await ask(gateway, "GET", `/api/otp/messages/${answer.json.id}/`, { token: account.token });
  expect(after.json).toMatchObject({ status: "failed", provider_response: "Rejected by the sandbox" });
});

test("0002 gets no definite answer: 504, the credit is held", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const answer = await send(gateway, account, { gsm: "963911110002" });
  expect(answer.status).toBe(504);
  expect(answer.text).toMatch(
    object(
      account,
      "963911110002",
      "unknown",
      "No answer from the sandbox",
      "No provider gave a definite answer: the message may still arrive. Do not send it again at once.",
    ),
  );
  expectApiHeaders(answer);
  expect(answer.headers.get("x-quota-remaining")).toBeNull();
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
});

test("0003 is accepted and then reported as undelivered: the credit is returned", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const answer = await send(gateway, account, { gsm: "963911110003" });
  expect([answer.status, answer.json.status]).toEqual([201, "sent"]);
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
  await fate(gateway, account, answer.json.id).toBe("failed");
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 0 });
});

test("0004 is slow, but no other send waits for it", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  let slowHasAnswered = false;
  const slow = send(gateway, account, { gsm: "963911110004" }).finally(() => {
    slowHasAnswered = true;
  });
  const under = async () => (await standingOf(gateway, account)).messages;
  await expect.poll(under, { intervals: [20] }).toBe(1);
  const others = await Promise.all(Array.from({ length: 5 }, () => send(gateway, account)));
  expect(slowHasAnswered).toBe(false);
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 201));
  expect((await slow).status).toBe(201);
});

test("any other number is sent, then delivered, and the sandbox has the text with its code", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway);
  const gsm = "963911117788";
  const answer = await send(gateway, account, { gsm, code: "615243", language: 0 });
  expect([answer.status, answer.json.status]).toEqual([201, "sent"]);
  await fate(gateway, account, answer.json.id).toBe("delivered");
  const inbox = (await gateway.gate("inbox", "--number", gsm, "--json")).json();
  expect(inbox).toEqual({
    messages: [
      {
        message_id: answer.json.id,
        number: gsm,
        text: "رمز التحقق الخاص بك هو: 615243",
        received_at: expect.any(String),
      },
    ],
  });
  expect(await standingOf(gateway, account)).toEqual({ messages: 1, used: 1 });
});
