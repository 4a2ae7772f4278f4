import type { ServerResponse } from "node:http";
import { describe, expect, test } from "vitest";
import type { Delivery } from "../provider.ts";
import { ACCOUNT, say } from "./test-operators.ts";
import { arabic, both, delivery, emulatorOf, kinds, made, mtn, syriatel, through } from "./test-syria.ts";

describe("Syriatel: the request", () => {
  test.each([
    [delivery, "Brand_T2"],
    [arabic, "Brand_T1"],
  ])("a template by its code for the language, with the OTP as it is", async (what, code) => {
    expect(await through("syriatel", {}, what)).toEqual({ kind: "accepted", response: "Done Successfully." });
    expect(syriatel.pages).toEqual(["/API/SendTemplateSMS.aspx"]);
    expect(Object.fromEntries(syriatel.asked[0]!)).toEqual({
      user_name: ACCOUNT.user,
      password: ACCOUNT.password,
      template_code: code,
      param_list: "048291",
      sender: "MyBrand",
      to: "963933000005",
    });
  });

  test("the whole text, with the job's id as the reference", async () => {
    const outcome = await through("syriatel", { mode: "text", templates: {} }, arabic);
    expect(outcome).toEqual({ kind: "accepted", response: "40217733", ref: "40217733" });
    expect(syriatel.pages).toEqual(["/API/SendSMS.aspx"]);
    expect(syriatel.asked[0]!.get("msg")).toBe(arabic.text);
    expect(syriatel.asked[0]!.get("job_name")).toBe("OTP");
  });

  test("the operator's approval and the account's sender take precedence over the configuration", async () => {
    const template = { approvedAs: "template", templateCode: "Brand_T9" } as const;
    await through("syriatel", {}, { ...delivery, sender: "TheirBrand", acceptance: template });
    await through("syriatel", { mode: "text", templates: {} }, { ...delivery, acceptance: template });
    for (const query of syriatel.asked) {
      expect(Object.fromEntries(query)).toMatchObject({ template_code: "Brand_T9", param_list: "048291" });
    }
    expect(syriatel.asked.map((query) => query.get("sender"))).toEqual(["TheirBrand", "MyBrand"]);
    await through("syriatel", {}, { ...delivery, acceptance: { approvedAs: "text", templateCode: null } });
    expect(syriatel.asked[2]!.get("msg")).toBe(delivery.text);
  });

  test("pages, field names and additional parameters can be configured", async () => {
    await through("syriatel", {
      base_url: syriatel.base_url.replace(/API\/$/, "v2"),
      pages: { template: "send/template" },
      fields: { user: "login" },
      parameters: { channel: "otp & more" },
    });
    expect(syriatel.pages).toEqual(["/v2/send/template"]);
    expect(syriatel.asked[0]!.get("login")).toBe(ACCOUNT.user);
    expect(syriatel.asked[0]!.get("channel")).toBe("otp & more");
  });

  test.each([
    ["{{code}};10", "048291;10"],
    ["Acme;{{code}}", "Acme;048291"],
  ])("several parameters as the operator's template has them: %s", async (param_list, sent) => {
    expect((await through("syriatel", { param_list })).kind).toBe("accepted");
    expect(syriatel.asked[0]!.get("param_list")).toBe(sent);
  });

  test("an OTP is inserted unchanged, whatever it looks like", async () => {
    await through("syriatel", {}, { ...delivery, code: "00$&0" });
    expect(syriatel.asked[0]!.get("param_list")).toBe("00$&0");
  });

  test.each<[string, Delivery, object]>([
    ["another template", { ...delivery, templateId: 4 }, {}],
    ["no code for the language", arabic, { templates: { "3": { english: "Brand_T2" } } }],
    ["an OTP that would be two parameters", { ...delivery, code: "12;34" }, {}],
  ])("%s: nothing is sent, and the next provider is asked", async (_, what, more) => {
    expect(await through("syriatel", more, what)).toMatchObject({ kind: "rejected", scope: "provider" });
    expect(syriatel.asked).toHaveLength(0);
  });
});

describe.each(both)("%s: the operator's limits", (kind) => {
  test("no more requests are in progress than are allowed, and the next one follows an answer", async () => {
    const waiting: ServerResponse[] = [];
    emulatorOf(kind).script = (_, response) => void waiting.push(response);
    const provider = kinds[kind]({ concurrency: 2 });
    made.push(provider);
    const outcomes = [1, 2, 3].map(() => provider.deliver(delivery, () => {}));
    await expect.poll(() => waiting.length).toBe(2);
    waiting[0]!.end("Done");
    await expect.poll(() => waiting.length).toBe(3);
    for (const response of waiting.slice(1)) response.end("Done");
    expect(emulatorOf(kind).asked).toHaveLength(3);
    await Promise.all(outcomes);
  });

  test("no more requests begin in a second than are allowed; the others are not taken", async () => {
    const provider = kinds[kind]({ per_second: 0.01, timeout_ms: 4_000 });
    made.push(provider);
    const outcomes = await Promise.all([1, 2].map(() => provider.deliver(delivery, () => {})));
    expect(outcomes).toMatchObject([
      { kind: "accepted" },
      { kind: "rejected", scope: "not_taken", response: "Not reached (busy)" },
    ]);
    expect(emulatorOf(kind).asked).toHaveLength(1);
  });
});

describe("Syriatel: the status of a job", () => {
  const poll = { delivered: ["Delivered to handset."], failed: ["Failed"] };
  const ask = async (providerId: string) => {
    const provider = kinds.syriatel({ poll });
    made.push(provider);
    return provider.poll!.ask({ number: delivery.number, reference: () => "17", providerId });
  };

  test.each<[string, number, unknown]>([
    [" delivered to handset", 200, { kind: "delivered", word: "delivered to handset" }],
    ["FAILED.", 200, { kind: "failed", word: "FAILED." }],
    ["In queue", 200, { kind: "open", said: "HTTP 200, text" }],
    ["Delivered to handset.", 500, { kind: "open", said: "HTTP 500, text: delivered" }],
    ["", 200, { kind: "open", said: "HTTP 200, empty" }],
  ])("%j with %i", async (body, status, expected) => {
    syriatel.script = say(body, status);
    expect(await ask("00402177")).toEqual(expected);
    expect(syriatel.pages).toEqual(["/API/CheckJobStatus.aspx"]);
    expect(Object.fromEntries(syriatel.asked[0]!)).toEqual({
      user_name: ACCOUNT.user,
      password: ACCOUNT.password,
      job_id: "00402177",
    });
  });

  test("is polled only if its texts are configured and the message has a job number", async () => {
    const [asking, silent] = [kinds.syriatel({ poll }), kinds.syriatel()];
    made.push(asking, silent);
    expect(silent.poll).toBeUndefined();
    expect(asking.poll!.canAsk({ providerId: null })).toBe(false);
    expect(asking.poll!.canAsk({ providerId: "1" })).toBe(true);
  });
});

describe("MTN Syria: the request", () => {
  test("the account's sender takes precedence over the configured one", async () => {
    await through("mtn_syria", {}, { ...delivery, sender: "TheirBrand" });
    expect(mtn.asked[0]!.get("From")).toBe("TheirBrand");
  });

  test("Arabic in hexadecimal, with surrogate pairs, and English unchanged", async () => {
    expect((await through("mtn_syria", {}, arabic)).kind).toBe("accepted");
    expect((await through("mtn_syria")).kind).toBe("accepted");
    expect(mtn.asked.map((query) => Object.fromEntries(query))).toEqual([
      {
        User: ACCOUNT.user,
        Pass: ACCOUNT.password,
        From: "MyBrand",
        Gsm: "963933000005",
        Msg: "06310645063206430020003000340038003200390031" + "0020D83DDE00",
        Lang: "0",
      },
      expect.objectContaining({ Msg: "Your code is 048291", Lang: "1" }),
    ]);
  });
});
