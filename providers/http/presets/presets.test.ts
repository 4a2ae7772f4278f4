import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { PRESET_IDS, type PresetId } from "#core/gateway/provider-preset.ts";
import { hiding } from "../../hiding.ts";
import type { Delivery, Outcome } from "../../provider.ts";
import { adapters } from "../../registry.ts";
import { readReportBody } from "../../reports/report-body.ts";
import { testSlots } from "../../smpp/test-slots.ts";
import { httpConfig } from "../configuration.ts";
import { secretsOf } from "../secrets.ts";
import { fillPreset } from "./fill.ts";
import { BLANKS } from "./preset.ts";
import { findPreset, presets } from "./presets.ts";
import { type Asked, type Carrier, emulated, type Said, startCarrier } from "./test-carriers.ts";

const REPORT_URL = "https://otp.example.com/api/reports/3-1-sig_na-ture/";
const context = {
  name: "carrier",
  onReport: async () => {},
  onLateKeys: () => {},
  slots: testSlots(),
  reportUrl: () => REPORT_URL,
};
const delivery = {
  messageId: 17,
  reference: (form: "text" | "digits") => (form === "text" ? "17.483927" : "17483927"),
  number: "963933000005",
  text: 'Your "code" & co. is 048291',
  code: "048291",
  language: 1,
  templateId: 3,
  segments: 1,
  accountId: 1,
  get expiresAt() {
    return performance.now() + 300_000;
  },
} satisfies Delivery as Delivery;
const arabic: Delivery = { ...delivery, text: "رمزك 048291 😀", language: 0 };

/** A preset as an operator has it, with the carrier's address in place of the real one. */
function configured(id: PresetId, url: string, values: object = {}): Record<string, unknown> {
  const all = { ...emulated[id].values, ...values };
  const own = id === "sms_gate" ? { address: `${url}/message` } : { address: `${url}/` };
  const needsAddress = findPreset(id)!.blanks.some(({ name }) => name === "address");
  const filled = fillPreset(findPreset(id)!, needsAddress ? { ...all, ...own } : all);
  if (!filled.ok) throw new Error(JSON.stringify(filled.problems));
  const json = JSON.stringify(filled.config);
  return needsAddress ? filled.config : JSON.parse(json.replace(/https:\/\/[^/"]+/, url));
}

const carriers = {} as Record<PresetId, Carrier>;
beforeAll(async () => {
  for (const id of PRESET_IDS) carriers[id] = await startCarrier(emulated[id]);
});
afterEach(() => {
  for (const carrier of Object.values(carriers)) {
    carrier.says = undefined;
    carrier.asked = [];
  }
});
afterAll(() => Promise.all(Object.values(carriers).map((carrier) => carrier.close())));

async function deliver(id: PresetId, what = delivery, values: object = {}): Promise<Outcome> {
  const provider = adapters.http.make(configured(id, carriers[id].url, values), context);
  try {
    return await provider.deliver(what, () => {});
  } finally {
    await provider.close();
  }
}

test("every preset has a name, documentation and blanks with examples, and is validated like any configuration", () => {
  expect(presets.map(({ id }) => id)).toEqual([...PRESET_IDS]);
  for (const preset of presets) {
    expect(preset.documentation.every((url) => URL.canParse(url))).toBe(true);
    expect(preset.blanks.every(({ example }) => example !== "")).toBe(true);
    const used =
      JSON.stringify(preset.configuration).match(/(?<=\[\[|\[\[basic |\[\[basic \w+ )\w+(?=\]\]| )/g) ?? [];
    expect(new Set(used.filter((name) => name !== "basic"))).toEqual(
      new Set(preset.blanks.map(({ name }) => name)),
    );
    expect(adapters.http.check(configured(preset.id, "https://op.example"))).toMatchObject({ ok: true });
    expect(adapters.http.reportsKey(configured(preset.id, "https://op.example"))).toBe(1);
  }
});

/** What arrives, as the carrier reads it. */
const requests: Record<
  PresetId,
  (asked: Asked) => { to: unknown; text: unknown; from: unknown; reports: unknown }
> = {
  kannel: ({ form }) => ({
    to: form.get("to"),
    text: form.get("text"),
    from: form.get("from"),
    reports: `${form.get("dlr-mask")} ${form.get("dlr-url")}`,
  }),
  jasmin: ({ form }) => ({
    to: form.get("to"),
    text: form.get("content") ?? Buffer.from(form.get("hex-content")!, "hex").swap16().toString("utf16le"),
    from: form.get("from"),
    reports: `${form.get("dlr-level")} ${form.get("dlr-method")} ${form.get("dlr-url")}`,
  }),
  sms_gate: ({ json }) => ({
    to: (json!.phoneNumbers as string[])[0],
    text: (json!.textMessage as { text: string }).text,
    from: undefined,
    reports: json!.id,
  }),
  twilio: ({ form }) => ({
    to: form.get("To"),
    text: form.get("Body"),
    from: form.get("From"),
    reports: form.get("StatusCallback"),
  }),
  vonage: ({ json }) => ({
    to: json!.to,
    text: json!.text,
    from: json!.from,
    reports: `${json!["client-ref"]} ${json!.callback}`,
  }),
  infobip: ({ json }) => {
    const [message] = json!.messages as {
      sender: string;
      destinations: { to: string }[];
      content: { text: string };
      webhooks: { callbackData: string; delivery: { url: string } };
    }[];
    return {
      to: message!.destinations[0]!.to,
      text: message!.content.text,
      from: message!.sender,
      reports: `${message!.webhooks.callbackData} ${message!.webhooks.delivery.url}`,
    };
  },
  unifonic: ({ form }) => ({
    to: form.get("Recipient"),
    text: form.get("Body"),
    from: form.get("SenderID"),
    reports: form.get("statusCallback"),
  }),
};
const expectedReports: Record<PresetId, string> = {
  kannel: `19 ${REPORT_URL}?id=17.483927&status=%d`,
  jasmin: `2 POST ${REPORT_URL}`,
  sms_gate: "17.483927",
  twilio: REPORT_URL,
  vonage: `17.483927 ${REPORT_URL}`,
  infobip: `17.483927 ${REPORT_URL}`,
  unifonic: REPORT_URL,
};
const ids: Partial<Record<PresetId, string>> = {
  jasmin: "07033084-5cfd-4812-90a4-e4d24ffb6e3d",
  twilio: `SM${"fedcba9876543210".repeat(2)}`,
  vonage: "0C000000217B7F02",
  infobip: "2250be2d4219-3af1",
  unifonic: "3200017889310",
};

describe.each(PRESET_IDS)("%s", (id) => {
  test.each([
    ["English", delivery],
    ["Arabic", arabic],
  ])("gets and accepts a request as documented: %s", async (_, what) => {
    const { kind, ref } = await deliver(id, what);
    expect([kind, ref]).toEqual(["accepted", ids[id]]);
    const [asked] = carriers[id].asked;
    const { to, text, from, reports } = requests[id](asked!);
    expect(String(to).replace("+", "")).toBe(what.number);
    expect(text).toBe(what.text);
    expect(from).toBe(emulated[id].values.sender);
    expect(reports).toBe(expectedReports[id]);
  });

  test("without an address for reports nothing is sent to carriers that need one in each request", async () => {
    const provider = adapters.http.make(configured(id, carriers[id].url), {
      ...context,
      reportUrl: () => null,
    });
    const outcome = await provider.deliver(delivery, () => {});
    await provider.close();
    // The phone's app is told once, on the phone.
    if (id === "sms_gate") expect(outcome.kind).toBe("accepted");
    else expect(outcome).toMatchObject({ kind: "rejected", response: expect.stringContaining("PUBLIC_URL") });
    expect(carriers[id].asked).toHaveLength(id === "sms_gate" ? 1 : 0);
  });
});

test.each(PRESET_IDS)("%s: the wire trace is shown without secrets", (id) => {
  const config = httpConfig.parse(configured(id, "https://op.example"));
  const written = [config.url, config.headers, config.body].flatMap((part) =>
    typeof part === "object" ? Object.values(part) : (part ?? []),
  );
  const hide = hiding(secretsOf(config));
  const shown = written.map(hide).join(" ");
  for (const { name } of findPreset(id)!.blanks) {
    if (!BLANKS[name].secret) continue;
    const secret = emulated[id].values[name]!;
    for (const spelling of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      expect(shown).not.toContain(spelling);
    }
  }
  expect(shown).not.toMatch(/Basic \w{8}/);
});

const text = (status: number, body: string): Said => ({ status, body });
const json = (status: number, body: unknown): Said => ({
  status,
  body: JSON.stringify(body),
  type: "application/json",
});
const twilio = (status: number, code: number) => json(status, { code, message: "…", status });
const vonage = (...statuses: string[]) => json(200, { messages: statuses.map((status) => ({ status })) });
const infobip = (groupName: string, name: string) =>
  json(200, { messages: [{ messageId: "1", status: { groupId: 0, groupName, id: 0, name } }] });
const unifonic = (status: number, code: number) =>
  json(status, { success: "false", message: "…", errorCode: `ER-${code}`, data: "" });

const answers: [PresetId, Said, string][] = [
  ["kannel", text(202, "3: Queued for later delivery"), "accepted"],
  ["kannel", text(403, "Authorization failed for sendsms"), "provider"],
  ["kannel", text(403, "Not routable. Do not try again."), "provider"],
  ["kannel", text(400, "Number(s) has/have been denied by white- and/or black-lists."), "provider"],
  ["kannel", text(503, "Temporal failure, try again later."), "not_taken"],
  ["kannel", text(503, "<html>Bad Gateway</html>"), "unknown"],
  ["jasmin", text(400, 'Error "Argument [to] has an invalid value: [x]."'), "provider"],
  ["jasmin", text(403, 'Error "Authentication failure for username:gate"'), "provider"],
  ["jasmin", text(403, 'Error "Cannot charge submit_sm, check RouterPB log file for details"'), "provider"],
  ["jasmin", text(412, 'Error "No route found"'), "provider"],
  [
    "jasmin",
    text(500, 'Error "Cannot send submit_sm, check SMPPClientManagerPB log file for details"'),
    "unknown",
  ],
  ["sms_gate", json(400, { message: "invalid phone number" }), "provider"],
  ["sms_gate", json(401, { message: "Unauthorized" }), "provider"],
  ["sms_gate", json(429, { message: "queue limit" }), "not_taken"],
  ["sms_gate", json(500, { message: "internal" }), "unknown"],
  ["twilio", twilio(400, 21211), "recipient"],
  ["twilio", twilio(400, 21614), "recipient"],
  ["twilio", twilio(400, 21617), "text"],
  ["twilio", twilio(400, 21408), "provider"],
  ["twilio", twilio(400, 21610), "provider"],
  ["twilio", twilio(401, 20003), "provider"],
  ["twilio", twilio(429, 20429), "not_taken"],
  ["twilio", twilio(429, 14107), "not_taken"],
  ["twilio", twilio(500, 20500), "unknown"],
  ["twilio", twilio(503, 20503), "unknown"],
  ["vonage", vonage("1"), "not_taken"],
  ["vonage", vonage("2"), "provider"],
  ["vonage", vonage("3"), "provider"],
  ["vonage", vonage("4"), "provider"],
  ["vonage", vonage("5"), "unknown"],
  ["vonage", vonage("6"), "provider"],
  ["vonage", vonage("7"), "provider"],
  ["vonage", vonage("8"), "provider"],
  ["vonage", vonage("9"), "provider"],
  ["vonage", vonage("10"), "not_taken"],
  ["vonage", vonage("12"), "text"],
  ["vonage", vonage("15"), "provider"],
  ["vonage", vonage("29"), "provider"],
  ["vonage", vonage("33"), "recipient"],
  ["vonage", vonage("0", "1"), "accepted"],
  ["vonage", json(401, {}), "provider"],
  ["vonage", json(429, {}), "not_taken"],
  ["vonage", json(500, {}), "unknown"],
  ["infobip", infobip("PENDING", "PENDING_ENROUTE"), "accepted"],
  ["infobip", infobip("REJECTED", "REJECTED_NOT_ENOUGH_CREDITS"), "provider"],
  ["infobip", infobip("REJECTED", "REJECTED_NETWORK"), "provider"],
  ["infobip", infobip("REJECTED", "REJECTED_SYSTEM_ERROR"), "provider"],
  ["infobip", infobip("REJECTED", "REJECTED_DESTINATION"), "recipient"],
  ["infobip", infobip("REJECTED", "REJECTED_DESTINATION_NOT_REGISTERED"), "provider"],
  ["infobip", infobip("REJECTED", "REJECTED_MESSAGE_TOO_LONG"), "text"],
  ["infobip", infobip("REJECTED", "REJECTED_FLOODING_FILTER"), "not_taken"],
  ["infobip", json(400, { requestError: { serviceException: { messageId: "BAD_REQUEST" } } }), "provider"],
  ["infobip", json(401, { requestError: { serviceException: { messageId: "UNAUTHORIZED" } } }), "provider"],
  [
    "infobip",
    json(429, { requestError: { serviceException: { messageId: "TOO_MANY_REQUESTS" } } }),
    "not_taken",
  ],
  ["infobip", json(500, { requestError: { serviceException: { messageId: "GENERAL_ERROR" } } }), "unknown"],
  ["unifonic", json(200, { success: true, data: { MessageID: 1 } }), "accepted"],
  ...[
    [401, "provider"],
    [402, "provider"],
    [403, "provider"],
    [409, "provider"],
    [410, "recipient"],
    [412, "text"],
    [429, "not_taken"],
    [449, "text"],
    [480, "provider"],
    [481, "provider"],
    [482, "recipient"],
    [483, "provider"],
    [599, "unknown"],
  ].flatMap(([code, means]): [PresetId, Said, string][] => [
    ["unifonic", unifonic(Number(code), Number(code)), String(means)],
    ["unifonic", unifonic(200, Number(code)), String(means)],
  ]),
];
test.each(answers)("%s: %j means %s", async (id, said, means) => {
  carriers[id].says = said;
  const { kind, scope } = await deliver(id);
  expect(scope ?? kind).toBe(means);
  expect(carriers[id].asked).toHaveLength(1);
});

/** A report as the carrier sends it, and what is read of it. */
const form = (fields: Record<string, string>) => ({ query: "", body: String(new URLSearchParams(fields)) });
const post = (body: unknown) => ({ query: "", body: JSON.stringify(body) });
const sms = (event: string) =>
  post({
    deviceId: "f",
    event,
    id: "E",
    webhookId: "w",
    payload: { messageId: "17.483927", phoneNumber: "+963" },
  });
const results = (name: string) =>
  post({
    results: [
      {
        messageId: "1",
        callbackData: "17.483927",
        status: { groupId: 3, groupName: "DELIVERED", id: 5, name },
      },
      {
        messageId: "2",
        callbackData: "18.483927",
        status: { groupId: 3, groupName: "DELIVERED", id: 5, name },
      },
    ],
  });
const jasminReport = (message_status: string) =>
  form({ id: "07033084-5cfd", id_smsc: "2567", message_status, level: "2", connector: "syriatel", err: "0" });
const reports: [PresetId, { query: string; body: string }, string, number?][] = [
  ["kannel", { query: "id=17.483927&status=1", body: "" }, "delivered 17.483927"],
  ["kannel", { query: "id=17.483927&status=2", body: "" }, "failed 17.483927"],
  ["kannel", { query: "id=17.483927&status=16", body: "" }, "failed 17.483927"],
  ["kannel", { query: "id=17.483927&status=34", body: "" }, "failed 17.483927"],
  ["kannel", { query: "id=17.483927&status=8", body: "" }, "other"],
  ["kannel", { query: "id=17.483927&status=66", body: "" }, "other"],
  ["jasmin", jasminReport("DELIVRD"), "delivered 07033084-5cfd"],
  ["jasmin", jasminReport("UNDELIV"), "failed 07033084-5cfd"],
  ["jasmin", jasminReport("ESME_ROK"), "other"],
  ["sms_gate", sms("sms:delivered"), "delivered 17.483927"],
  ["sms_gate", sms("sms:failed"), "failed 17.483927"],
  ["sms_gate", sms("sms:sent"), "intermediate 17.483927"],
  ["twilio", form({ MessageSid: "SM1", MessageStatus: "delivered", To: "+963" }), "delivered SM1"],
  ["twilio", form({ MessageSid: "SM1", MessageStatus: "undelivered", ErrorCode: "30003" }), "failed SM1"],
  ["twilio", form({ MessageSid: "SM1", MessageStatus: "failed" }), "failed SM1"],
  ["twilio", form({ MessageSid: "SM1", MessageStatus: "sent" }), "intermediate SM1"],
  [
    "vonage",
    post({ messageId: "0C", "client-ref": "17.483927", status: "delivered", "err-code": "0" }),
    "delivered 17.483927",
  ],
  ["vonage", post({ messageId: "0C", "client-ref": "17.483927", status: "expired" }), "failed 17.483927"],
  ["vonage", { query: "client-ref=17.483927&status=rejected&messageId=0C", body: "" }, "failed 17.483927"],
  [
    "vonage",
    post({ messageId: "0C", "client-ref": "17.483927", status: "accepted" }),
    "intermediate 17.483927",
  ],
  ["infobip", results("DELIVERED_TO_HANDSET"), "delivered 17.483927", 2],
  ["infobip", results("UNDELIVERABLE_NOT_DELIVERED"), "failed 17.483927", 2],
  ["infobip", results("DELIVERED_TO_OPERATOR"), "intermediate 17.483927", 2],
  [
    "unifonic",
    form({ MessageID: "3200017889310", DLR: "Delivered", Recipient: "963" }),
    "delivered 3200017889310",
  ],
  ["unifonic", post({ MessageID: 3200017889310, DLR: "Undeliverable" }), "failed 3200017889310"],
  ["unifonic", post({ MessageID: 3200017889310, DLR: "Queued" }), "intermediate 3200017889310"],
];
test.each(reports)("%s reports %j: %s", async (id, { query, body }, expected, count = 1) => {
  const provider = adapters.http.make(configured(id, "https://op.example"), context);
  const read = provider.callbacks!.read({
    method: body === "" ? "GET" : "POST",
    query: new URLSearchParams(query),
    body: await readReportBody(Buffer.from(body), "application/x-www-form-urlencoded"),
  });
  await provider.close();
  expect(read).toHaveLength(count);
  const [first] = read;
  expect(first && "id" in first ? `${first.kind} ${first.id}` : first?.kind).toBe(expected);
  expect(provider.callbacks!.answer).toEqual(
    id === "jasmin" ? { body: "ACK/Jasmin", content_type: "text/plain; charset=utf-8" } : undefined,
  );
});

describe("blanks", () => {
  test.each([
    [{ user: undefined }, "user", "is needed"],
    [{ user: " " }, "user", "is needed"],
    [{ user: 7 }, "user", "is needed"],
    [{ password: "a\nb" }, "password", "is too long or has a line break"],
    [{ address: "10.8.0.2" }, "address", expect.stringContaining("must be an address")],
    [{ address: "http://u:p@10.8.0.2/" }, "address", expect.stringContaining("must be an address")],
    [{ address: "http://10.8.0.2/?x={{code}}" }, "address", expect.stringContaining("must be an address")],
    [{ token: "x" }, "token", "is no blank of it"],
  ])("%j", (change, name, problem) => {
    const values = { ...emulated.kannel.values, address: "http://10.8.0.2:13013", ...change };
    expect(fillPreset(findPreset("kannel")!, values)).toEqual({ ok: false, problems: [{ name, problem }] });
  });

  test("a value that looks like a placeholder stays a value, or is refused if it cannot be escaped", () => {
    const fill = (api_key: string) =>
      fillPreset(findPreset("infobip")!, {
        address: "https://x.api.infobip.com",
        api_key,
        sender: "{{code}}",
      });
    const filled = fill("key");
    const { body } = (filled.ok ? filled.config : {}) as { body: string };
    expect(body).not.toContain('"{{code}}"');
    expect(JSON.parse(body.replace("{{validity_minutes}}", "5")).messages[0].sender).toBe("{{code}}");
    expect(fill("key{{code}}")).toEqual({
      ok: false,
      problems: [{ name: "api_key", problem: "must not have {{" }],
    });
  });

  test("the sender can be that of each account", () => {
    const filled = fillPreset(findPreset("twilio")!, {
      account_sid: "AC",
      auth_token: "x",
      sender: "{{sender}}",
    });
    expect(filled).toMatchObject({ config: { body: expect.stringContaining("&From={{sender}}&") } });
  });

  test("an unknown preset id", () => {
    expect(findPreset("toString")).toBeUndefined();
  });
});
