import { describe, expect, test } from "vitest";
import { PRESET_IDS, type PresetId } from "#core/gateway/provider-preset.ts";
import { hiding } from "../../hiding.ts";
import { adapters } from "../../registry.ts";
import { httpConfig } from "../configuration.ts";
import { secretsOf } from "../secrets.ts";
import { fillPreset } from "./fill.ts";
import { BLANKS } from "./preset.ts";
import { findPreset, presets } from "./presets.ts";
import { type Asked, emulated } from "./test-carriers.ts";
import { arabic, carriers, configured, context, deliver, delivery, REPORT_URL } from "./test-presets.ts";

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
