import { makeAccount } from "#e2e/account.ts";
import { ask, NUMBER, SEND } from "#e2e/api.ts";
import { expect, test } from "#e2e/shared-gateway.ts";

test("of several errors the first in this order is returned: 401, 403, 405, 413, 415, 400, 402", async ({
  gateway,
}) => {
  const account = await makeAccount(gateway, { subscriptions: [], whitelist: [] });
  const accountId = account.id;
  const desk = await gateway.desk();
  await desk.call("accounts", "suspendAccount", { id: accountId });
  const request = {
    token: "ag_wrong",
    method: "PUT",
    body: "{".padEnd(17_000),
    type: "text/plain",
  };
  const valid = JSON.stringify({ gsm: NUMBER, template_id: account.templateId, code: "1" });
  /** What heals the fault that is told, one after the other. */
  const heal: [number, RegExp, () => unknown][] = [
    [401, /Invalid token/, () => Object.assign(request, { token: account.token })],
    [
      403,
      /not whitelisted/,
      () => desk.call("whitelist", "addToWhitelist", { accountId, range: "127.0.0.1" }),
    ],
    [403, /suspended/, () => desk.call("accounts", "resumeAccount", { id: accountId })],
    [405, /"PUT\\" not allowed/, () => Object.assign(request, { method: "POST" })],
    [413, /too large/, () => Object.assign(request, { body: "{" })],
    [415, /Unsupported media type/, () => Object.assign(request, { type: "application/json" })],
    [400, /JSON parse error/, () => Object.assign(request, { body: "{}" })],
    [
      400,
      /This field is required/,
      () => Object.assign(request, { body: valid.replace(/\d+,"code/, '0,"code') }),
    ],
    [400, /Template not found/, () => Object.assign(request, { body: valid })],
    [
      402,
      /insufficient balance/,
      () => desk.call("subscriptions", "grantSubscription", { accountId, quota: 1 }),
    ],
  ];
  const told = () =>
    ask(gateway, request.method, SEND, {
      token: request.token,
      body: request.body,
      headers: { "content-type": request.type },
    });
  for (const [status, words, mend] of heal) {
    const answer = await told();
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(words)]);
    await mend();
  }
  expect((await told()).status).toBe(201);
});

test("all invalid fields are reported at once, in the serializer's order", async ({ gateway }) => {
  const account = await makeAccount(gateway);
  const required = `["This field is required."]`;
  const phone = `["Enter a valid phone number in international format, for example 963911000000."]`;
  const cases: [string, string][] = [
    ["", `{"gsm":${required},"template_id":${required},"code":${required}}`],
    ["{}", `{"gsm":${required},"template_id":${required},"code":${required}}`],
    [
      `{"language":2}`,
      `{"gsm":${required},"template_id":${required},"code":${required},"language":["\\"2\\" is not a valid choice."]}`,
    ],
    [
      `{"gsm":null,"template_id":null,"code":null,"language":null}`,
      `{"gsm":["This field may not be null."],"template_id":["This field may not be null."],"code":["This field may not be null."],"language":["This field may not be null."]}`,
    ],
    [
      `{"gsm":" ","template_id":"x","code":"","language":"en"}`,
      `{"gsm":["This field may not be blank."],"template_id":["A valid integer is required."],"code":["This field may not be blank."],"language":["\\"en\\" is not a valid choice."]}`,
    ],
    [
      `{"gsm":[],"template_id":{},"code":true,"language":[0]}`,
      `{"gsm":["Not a valid string."],"template_id":["A valid integer is required."],"code":["Not a valid string."],"language":["\\"[0]\\" is not a valid choice."]}`,
    ],
    [
      `{"gsm":"12345","template_id":0,"code":"123456789012345678901"}`,
      `{"gsm":${phone},"template_id":["Template not found."],"code":["Ensure this field has no more than 20 characters."]}`,
    ],
    [
      `{"gsm":"+14155552671","template_id":1.5,"code":"a\\u0000b"}`,
      `{"gsm":${phone},"template_id":["A valid integer is required."],"code":["Null characters are not allowed."]}`,
    ],
    ["[]", `{"non_field_errors":["Invalid data. Expected a dictionary, but got list."]}`],
    [`"x"`, `{"non_field_errors":["Invalid data. Expected a dictionary, but got str."]}`],
    ["7", `{"non_field_errors":["Invalid data. Expected a dictionary, but got int."]}`],
    ["null", `{"non_field_errors":["No data provided"]}`],
    [
      "{",
      `{"detail":"JSON parse error - Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"}`,
    ],
    [
      `{"gsm":"963911000000",}`,
      `{"detail":"JSON parse error - Expecting property name enclosed in double quotes: line 1 column 23 (char 22)"}`,
    ],
    [
      "{'gsm': 1}",
      `{"detail":"JSON parse error - Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"}`,
    ],
    ["gsm=963911000000", `{"detail":"JSON parse error - Expecting value: line 1 column 1 (char 0)"}`],
  ];
  for (const [body, expected] of cases) {
    const answer = await ask(gateway, "POST", SEND, { token: account.token, body });
    expect([answer.status, answer.text], body).toEqual([400, expected]);
  }
});
