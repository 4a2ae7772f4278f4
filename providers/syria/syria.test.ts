import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import expired from "../expired.fixtures.json" with { type: "json" };
import type { Delivery, Outcome, Provider } from "../provider.ts";
import selfSigned from "../self-signed.fixtures.json" with { type: "json" };
import { mtnSyriaConfig, syriatelConfig } from "./config.ts";
import { mtnSyriaProvider } from "./mtn-syria.ts";
import { syriatelProvider } from "./syriatel.ts";
import {
  ACCOUNT,
  type Emulator,
  FINGERPRINT,
  say,
  startGarbage,
  startMtn,
  startMute,
  startSyriatel,
} from "./test-operators.ts";

let syriatel: Emulator;
let mtn: Emulator;
const made: Provider[] = [];
beforeAll(async () => {
  [syriatel, mtn] = await Promise.all([startSyriatel(), startMtn()]);
});
afterEach(async () => {
  for (const provider of made.splice(0)) await provider.close();
  for (const emulator of [syriatel, mtn]) {
    emulator.script = undefined;
    emulator.asked = [];
    emulator.pages = [];
  }
});
afterAll(() => Promise.all([syriatel?.close(), mtn?.close()]));

const delivery: Delivery = {
  messageId: 17,
  reference: () => "17.483927",
  number: "963933000005",
  text: "Your code is 048291",
  code: "048291",
  language: 1,
  templateId: 3,
  segments: 1,
  accountId: 1,
  expiresAt: Number.POSITIVE_INFINITY,
};
const arabic: Delivery = { ...delivery, text: "رمزك 048291 😀", language: 0 };

const kinds = {
  syriatel: (more: object = {}) =>
    syriatelProvider(
      syriatelConfig.parse({
        ...ACCOUNT,
        base_url: syriatel.base_url,
        certificate_sha256: FINGERPRINT,
        templates: { "3": { arabic: "Brand_T1", english: "Brand_T2" } },
        ...more,
      }),
    ),
  mtn_syria: (more: object = {}) =>
    mtnSyriaProvider(
      mtnSyriaConfig.parse({
        ...ACCOUNT,
        base_url: mtn.base_url,
        certificate_sha256: FINGERPRINT,
        ...more,
      }),
    ),
};
type Kind = keyof typeof kinds;
const both: Kind[] = ["syriatel", "mtn_syria"];
const emulatorOf = (kind: Kind) => (kind === "syriatel" ? syriatel : mtn);

function through(kind: Kind, more: object = {}, what: Delivery = delivery): Promise<Outcome> {
  const provider = kinds[kind](more);
  made.push(provider);
  return provider.deliver(what, () => {});
}

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

const refused = { kind: "rejected", scope: "provider" };
const unrecognised = { kind: "unknown", unrecognised: true };
const table: [Kind, string, object, object][] = [
  ["syriatel", "Done Successfully.", {}, { kind: "accepted" }],
  ["syriatel", "\uFEFF done  successfully\r\n", {}, { kind: "accepted" }],
  ["syriatel", "00402177", {}, { kind: "accepted", ref: "00402177" }],
  ["syriatel", "40217733.", {}, { kind: "accepted", ref: "40217733" }],
  ["syriatel", "0", {}, unrecognised],
  ["syriatel", "-1", {}, unrecognised],
  ["syriatel", "Missing required parameters", {}, refused],
  ["syriatel", "User name or password is incorrect.", {}, refused],
  ["syriatel", "USER ISN’T ACTIVE", {}, refused],
  ["syriatel", "You don&#39;t have permission to use API", {}, refused],
  ["syriatel", "User can't perform this action", {}, refused],
  ["syriatel", "Invalid optional parameters", {}, refused],
  ["syriatel", "Sender doesn't exist or doesn't belong to the user.", {}, refused],
  ["syriatel", "Sorry, Internal Error", {}, { kind: "unknown" }],
  ["syriatel", "Sorry, Internal Error", { failure: { "sorry, internal error.": "provider" } }, refused],
  ["syriatel", "GSM is black listed", {}, unrecognised],
  [
    "syriatel",
    "GSM is black listed",
    { failure: { "GSM is black listed": "recipient" } },
    { kind: "rejected", scope: "recipient" },
  ],
  ["syriatel", "Queued", { success: ["queued."] }, { kind: "accepted" }],
  ["syriatel", "5", { failure: { "5": "not_taken" } }, { kind: "rejected", scope: "not_taken" }],
  ["syriatel", "Done Successfully. Not", {}, unrecognised],
  ["syriatel", "<html>Done Successfully.</html>", {}, unrecognised],
  ["syriatel", "", {}, unrecognised],
  ["mtn_syria", "", {}, { kind: "accepted" }],
  ["mtn_syria", " \r\n", { empty: "unknown" }, unrecognised],
  ["mtn_syria", "OK", {}, { kind: "accepted" }],
  ["mtn_syria", " message sent. ", {}, { kind: "accepted" }],
  ["mtn_syria", "OK", { failure: { ok: "unknown" } }, { kind: "unknown" }],
  ["mtn_syria", "0", {}, unrecognised],
  ["mtn_syria", "40217733", {}, unrecognised],
  ["mtn_syria", "Taken", {}, unrecognised],
  ["mtn_syria", "Taken", { success: ["taken"] }, { kind: "accepted" }],
  ["mtn_syria", "Error: message too long", {}, refused],
  ["mtn_syria", "Failed", {}, refused],
  ["mtn_syria", "INVALID USER", {}, refused],
  ["mtn_syria", "Access denied.", {}, refused],
  ["mtn_syria", "Unauthorized", {}, refused],
  ["mtn_syria", "Wrong password", {}, refused],
  [
    "mtn_syria",
    "Wrong GSM",
    { failure: { "wrong gsm": "recipient" } },
    { kind: "rejected", scope: "recipient" },
  ],
  ["mtn_syria", "Sent, 0 errors", {}, unrecognised],
  ["mtn_syria", "Internal server error", {}, unrecognised],
  ["mtn_syria", "Sent, 0 errors", { success: ["Sent, 0 errors"] }, { kind: "accepted" }],
];
describe("an answer of 200", () => {
  test.each(table)("%s: %j %j", async (kind, body, more, expected) => {
    emulatorOf(kind).script = say(body);
    const { response, ...rest } = await through(kind, more);
    expect(rest).toEqual(expected);
    expect(response).toBe(body.trim() || "HTTP 200");
  });
});

describe.each(both)("%s: any other answer", (kind) => {
  test.each([
    ...[400, 401, 403, 404, 405, 414].map((status) => [status, refused] as const),
    [429, { kind: "rejected", scope: "not_taken" }] as const,
    ...[201, 204, 302, 408, 409, 500, 502, 503, 504].map((status) => [status, { kind: "unknown" }] as const),
  ])("%i", async (status, expected) => {
    const to = { location: `${emulatorOf(kind).base_url}elsewhere` };
    emulatorOf(kind).script = say(status === 204 ? "" : "Done Successfully.", status, to);
    const { response: _, ...rest } = await through(kind);
    expect(rest).toEqual(expected);
    expect(emulatorOf(kind).asked).toHaveLength(1);
  });

  test("bytes that are not text are an unknown outcome", async () => {
    emulatorOf(kind).script = say(Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x00, 0x41]));
    expect(await through(kind)).toMatchObject(unrecognised);
  });

  test("only the beginning of a huge answer is read, whatever it says", async () => {
    let written = 0;
    emulatorOf(kind).script = (_, response) => {
      const block = Buffer.alloc(1 << 20, "invalid ");
      response.on("error", () => {});
      const more = () => {
        while (written < 100 && !response.destroyed) {
          written++;
          if (!response.write(block)) return void response.once("drain", more);
        }
        response.end();
      };
      more();
    };
    expect(await through(kind)).toMatchObject(unrecognised);
    expect(written).toBeLessThan(100);
  });

  test("an error page that quotes the address does not reveal the credentials", async () => {
    emulatorOf(kind).script = (request, response) => {
      const decoded = `${ACCOUNT.user} ${ACCOUNT.password} p&amp;ss w+rd=1 brand+user`;
      response.writeHead(500).end(`The address ${request.url} ${decoded} p%26ss+w%2brd%3d1`);
    };
    const { response } = await through(kind);
    expect(response).not.toMatch(/p(&|&amp;|%26)ss|brand(%20|\+| )user/i);
    expect(response).toContain("MyBrand");
  });
});

describe.each(both)("%s: no answer", (kind) => {
  const unanswered = (code: string) => ({ kind: "unknown", response: `No answer (${code})` });
  const notReached = (code: string) => ({
    kind: "rejected",
    scope: "not_taken",
    response: `Not reached (${code})`,
  });

  test("a time-out after the request was written", async () => {
    emulatorOf(kind).script = () => {};
    expect(await through(kind, { timeout_ms: 2_000 })).toEqual(unanswered("TimeoutError"));
    expect(emulatorOf(kind).asked).toHaveLength(1);
  });

  test("an answer that arrives byte by byte", async () => {
    emulatorOf(kind).script = (_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write("1"), 50);
      response.on("close", () => clearInterval(drip));
    };
    expect(await through(kind, { timeout_ms: 2_000 })).toEqual(unanswered("TimeoutError"));
  });

  test("a time-out before it was written", async () => {
    const { port, close } = await startMute();
    const base_url = `https://127.0.0.1:${port}/`;
    expect(await through(kind, { base_url, timeout_ms: 2_000 })).toEqual(notReached("ETIMEDOUT"));
    await close();
  });

  test("a reset once it was written", async () => {
    emulatorOf(kind).script = (request) => request.socket.destroy();
    expect((await through(kind)).kind).toBe("unknown");
  });

  test("an answer that breaks off", async () => {
    emulatorOf(kind).script = (request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("Done Successfully.", () => request.socket.destroy());
    };
    expect((await through(kind)).kind).toBe("unknown");
  });

  test("garbage in place of HTTP", async () => {
    const { port, close } = await startGarbage();
    expect((await through(kind, { base_url: `https://127.0.0.1:${port}/` })).kind).toBe("unknown");
    await close();
  });

  test("the connection is refused", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    const outcome = await through(kind, { base_url: `https://127.0.0.1:${port}/` });
    expect(outcome).toEqual(notReached("ECONNREFUSED"));
  });

  test("another certificate than the pinned one: no byte of the request is written", async () => {
    const outcome = await through(kind, { certificate_sha256: "ab".repeat(32) });
    expect(outcome).toEqual(notReached("CERTIFICATE_NOT_PINNED"));
    expect((await through(kind, { certificate_sha256: undefined })).kind).toBe("rejected");
    expect(emulatorOf(kind).asked).toHaveLength(0);
  });

  test("the certificate itself can be given instead of its fingerprint", async () => {
    const outcome = await through(kind, { certificate_sha256: undefined, ca: selfSigned.cert });
    expect(outcome.kind).toBe("accepted");
  });

  describe("a certificate that has expired", () => {
    let late: Emulator;
    beforeAll(async () => {
      late = await (kind === "syriatel" ? startSyriatel : startMtn)(expired);
    });
    afterAll(() => late.close());

    test("is refused if an authority is trusted", async () => {
      const { base_url } = late;
      const outcome = await through(kind, { base_url, certificate_sha256: undefined, ca: expired.cert });
      expect(outcome).toEqual(notReached("CERT_HAS_EXPIRED"));
      expect(late.asked).toHaveLength(0);
    });

    test("is accepted if it is the pinned one: its dates do not count", async () => {
      const certificate_sha256 = new X509Certificate(expired.cert).fingerprint256;
      expect((await through(kind, { base_url: late.base_url, certificate_sha256 })).kind).toBe("accepted");
    });
  });
});
