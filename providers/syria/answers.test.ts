import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import expired from "../expired.fixtures.json" with { type: "json" };
import selfSigned from "../self-signed.fixtures.json" with { type: "json" };
import {
  ACCOUNT,
  type Emulator,
  say,
  startGarbage,
  startMtn,
  startMute,
  startSyriatel,
} from "./test-operators.ts";
import { both, emulatorOf, type Kind, through } from "./test-syria.ts";

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
