import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { Delivery, Outcome, Provider } from "../provider.ts";
import selfSigned from "../self-signed.fixtures.json" with { type: "json" };
import { testDelivery } from "../test-delivery.ts";
import { httpConfig } from "./configuration.ts";
import { httpProvider } from "./provider.ts";

interface Seen {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

const opened: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** An operator on the loopback, and what it saw. */
async function operator(answer: RequestListener, tls = false) {
  const seen: Seen[] = [];
  const listener: RequestListener = async (req, res) => {
    let body = "";
    for await (const part of req.setEncoding("utf8")) body += part;
    seen.push({ method: req.method, url: req.url, headers: req.headers, body });
    answer(req, res);
  };
  const server = tls ? createTlsServer(selfSigned, listener) : createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push({
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
  const { port } = server.address() as AddressInfo;
  return { seen, url: `${tls ? "https" : "http"}://127.0.0.1:${port}`, server };
}

const say =
  (status: number, body = "", headers: Record<string, string> = {}): RequestListener =>
  (_req, res) => {
    res.writeHead(status, headers).end(body);
  };

const delivery = testDelivery({ reference: () => "17", number: "963911000000", text: "Your code is 482910" });

function deliver(config: object, changes: Partial<Delivery> = {}): Promise<Outcome> {
  const provider: Provider = httpProvider(httpConfig.parse({ timeout_ms: 5_000, ...config }));
  opened.push(provider);
  return provider.deliver({ ...delivery, ...changes }, () => {});
}

describe("sender and template code", () => {
  const configured = (url: string, more: object) => {
    const provider = httpProvider(httpConfig.parse({ url, body_format: "plain", ...more }));
    opened.push(provider);
    return provider;
  };

  test("are inserted where the configuration says, escaped for the place", async () => {
    const { url, seen } = await operator(say(200, "OK"));
    const provider = configured(`${url}/?from={{sender}}&t={{template_code}}`, { body: "{{text}}" });
    expect(provider.needsSender).toBe(true);
    const acceptance = { approvedAs: "template", templateCode: "T 1&x" } as const;
    await provider.deliver({ ...delivery, sender: "A&B", acceptance }, () => {});
    expect(seen[0]!.url).toBe("/?from=A%26B&t=T%201%26x");
  });

  test("a text without a code is not sent if the configuration requires one", async () => {
    const { url, seen } = await operator(say(200, "OK"));
    const provider = configured(`${url}/?t={{template_code}}`, { body: "{{text}}" });
    expect(provider.needsSender).toBeUndefined();
    for (const acceptance of [null, { approvedAs: "text", templateCode: null } as const])
      expect(await provider.deliver({ ...delivery, acceptance }, () => {})).toMatchObject({
        kind: "rejected",
        scope: "provider",
      });
    expect(seen).toEqual([]);
  });
});

describe("the meaning of an answer", () => {
  const cases: [string, number, string, object, Outcome["kind"], Outcome["scope"]?][] = [
    ["a status of success", 202, "taken", {}, "accepted"],
    ["no words", 200, "", {}, "accepted"],
    ["a status that is not among those of success", 204, "", {}, "unknown"],
    ["the pattern of success", 200, "OK 1", { success: { body_pattern: "^OK" } }, "accepted"],
    [
      "success without its pattern",
      200,
      "ERR 3",
      { success: { body_pattern: "^OK" } },
      "rejected",
      "provider",
    ],
    [
      "the pattern of a rejection with success",
      200,
      "ERR",
      { rejection: { body_pattern: "ERR" } },
      "rejected",
      "provider",
    ],
    ["a client error", 422, "bad number", {}, "rejected", "provider"],
    ["a request that did not arrive", 408, "", {}, "rejected", "not_taken"],
    ["too many requests", 429, "slow down", {}, "rejected", "not_taken"],
    [
      "too many requests, which the configuration calls success",
      429,
      "",
      { success: { status: [429] } },
      "accepted",
    ],
    ["a server error", 503, "busy", {}, "unknown"],
    [
      "a server error that is said to reject",
      503,
      "busy",
      { rejection: { status: [503] } },
      "rejected",
      "not_taken",
    ],
    ["a redirect", 302, "", {}, "unknown"],
  ];
  test.each(cases)("%s (%i %s)", async (_, status, body, config, kind, scope) => {
    const { url } = await operator(say(status, body));
    const outcome = await deliver({ url, ...config });
    expect([outcome.kind, outcome.scope]).toEqual([kind, scope]);
  });

  test("the operator's text and its id for the message are stored", async () => {
    const { url } = await operator(say(200, ' {"id":"abc-7"} '));
    expect(await deliver({ url, id_pattern: '"id":"([^"]+)"' })).toEqual({
      kind: "accepted",
      response: '{"id":"abc-7"}',
      ref: "abc-7",
    });
    expect(await deliver({ url, id_pattern: "number (\\d+)" })).not.toHaveProperty("ref");
  });

  test("an answer that echoes the request reveals neither credentials nor the address for reports", async () => {
    const { url, seen } = await operator((req, res) =>
      res.end(`500 at ${req.url} with ${JSON.stringify(req.headers)}`),
    );
    const provider = httpProvider(
      httpConfig.parse({
        url: `${url}/send?user=gate7&password=hu%20sh-4711&to={{number}}&dlr={{report_url}}`,
        method: "GET",
        headers: { "x-api-key": "key-4711" },
        id_pattern: "to=(\\d+)",
        reports: { id: "provider_id" },
      }),
      { reportUrl: () => "https://gate.example/api/reports/1-1-SIGNATURE/" },
    );
    opened.push(provider);
    const { response } = await provider.deliver(delivery, () => {});
    expect(seen[0]!.url).toContain("1-1-SIGNATURE");
    expect(response).toMatch(/^500 at \/send\?user=\*\*\*&password=\*\*\*&to=963911000000/);
    expect(response).not.toMatch(/gate7|4711|SIGNATURE/);
  });

  test("an id keeps all its digits", async () => {
    const { url } = await operator(say(200, '{"id": 12160805104052552451}'));
    expect(await deliver({ url, id_pattern: '"id":\\s*"?(\\d+)' })).toMatchObject({
      ref: "12160805104052552451",
    });
  });

  test.each<[string, Buffer, Record<string, string>, Outcome["kind"]]>([
    ["accepted under gzip", gzipSync("OK 17"), { "content-encoding": "gzip" }, "accepted"],
    ["accepted in UTF-16", Buffer.from("\ufeffOK 17", "utf16le"), {}, "accepted"],
    ["refused under zstd", zstdCompressSync("ERR"), { "content-encoding": "zstd" }, "rejected"],
    ["broken gzip", gzipSync("OK 17").subarray(0, 12), { "content-encoding": "gzip" }, "unknown"],
    ["a coding that nobody knows", Buffer.from("?"), { "content-encoding": "x-carrier" }, "unknown"],
    ["bytes that are no text", Buffer.from([0x1f, 0x8b, 8, 0, 0xff]), {}, "unknown"],
  ])("%s", async (_, body, headers, kind) => {
    const { url, seen } = await operator((_req, res) => void res.writeHead(200, headers).end(body));
    expect((await deliver({ url, success: { body_pattern: "^OK" } })).kind).toBe(kind);
    expect(seen).toHaveLength(1);
  });

  test("a redirect is not followed, so that the code reaches nobody else", async () => {
    const elsewhere = await operator(say(200, "got it"));
    const { url } = await operator(say(307, "", { location: elsewhere.url }));
    await deliver({ url, body: "code={{code}}" });
    expect(elsewhere.seen).toEqual([]);
  });

  test("only the beginning of an endless answer is read", async () => {
    let written = 0;
    const { url } = await operator((_req, res) => {
      res.writeHead(200);
      const more = () => {
        while (!res.destroyed && res.write("x".repeat(16_384))) written++;
        if (!res.destroyed) res.once("drain", more);
      };
      more();
    });
    const { kind, response } = await deliver({ url });
    expect(kind).toBe("accepted");
    expect(response).toHaveLength(64 * 1024);
    expect(written).toBeLessThan(1_000);
  });
});

describe("no answer", () => {
  test("if the connection is refused, nothing was sent", async () => {
    const { url, server } = await operator(say(200));
    await new Promise((resolve) => server.close(resolve));
    expect(await deliver({ url })).toEqual({
      kind: "rejected",
      scope: "not_taken",
      response: "Not reached (ECONNREFUSED)",
    });
  });

  test("a connection that breaks after the request is unknown", async () => {
    const { url, seen } = await operator((_req, res) => void res.destroy());
    expect((await deliver({ url })).kind).toBe("unknown");
    expect(seen).toHaveLength(1);
  });

  test("an answer that breaks off in the middle is unknown", async () => {
    const { url } = await operator((_req, res) => {
      res.writeHead(200, { "content-length": "10" });
      res.write("OK", () => res.destroy());
    });
    expect((await deliver({ url })).kind).toBe("unknown");
  });

  test("after the time-out it is unknown, without further delay", async () => {
    const { url } = await operator(() => {});
    const began = performance.now();
    expect(await deliver({ url, timeout_ms: 200 })).toEqual({
      kind: "unknown",
      response: expect.stringMatching(/^No answer \(/),
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("a user and password in the address are sent as HTTP Basic authentication", async () => {
    const { url, seen } = await operator(say(200));
    await deliver({ url: `${url.replace("://", "://us%40er:hunter2@")}/` });
    expect(seen[0]!.headers.authorization).toBe(`Basic ${btoa("us@er:hunter2")}`);
  });

  test("errors are reported without the address, which may contain the code and a password", async () => {
    const { url, server } = await operator(say(200));
    await new Promise((resolve) => server.close(resolve));
    const secret = url.replace("://", "://user:hunter2@");
    const { response } = await deliver({ url: `${secret}/?c={{code}}` });
    expect(response).not.toMatch(/hunter2|482910/);
  });
});

describe("TLS", () => {
  test("a self-signed operator is reached if its certificate is pinned", async () => {
    const { url, seen } = await operator(say(200, "OK"), true);
    expect(await deliver({ url, ca: selfSigned.cert })).toMatchObject({ kind: "accepted", response: "OK" });
    expect(seen).toHaveLength(1);
  });

  test("a self-signed operator is refused if it is not pinned, and nothing was sent", async () => {
    const { url, seen } = await operator(say(200, "OK"), true);
    expect(await deliver({ url })).toEqual({
      kind: "rejected",
      scope: "not_taken",
      response: "Not reached (DEPTH_ZERO_SELF_SIGNED_CERT)",
    });
    expect(seen).toEqual([]);
  });
});

describe("the request", () => {
  test("method, address, headers and body are filled in, by language", async () => {
    const { url, seen } = await operator(say(200));
    const config = {
      method: "PUT",
      url: `${url}/send?to={{ number_local }}&text={{text}}`,
      headers: { "X-Ref": "{{message_id}}-{{template_id}}-{{segments}}" },
      body: { arabic: '{"ar":"{{text_ucs2_hex}}"}', english: '{"en":"{{text}}","l":{{language}}}' },
    };
    await deliver(config, { text: 'a "b" & ت' });
    await deliver(config, { language: 0, text: "ت" });
    expect(seen[0]).toMatchObject({ method: "PUT", headers: { "x-ref": "17-3-1" } });
    expect(new URL(seen[0]!.url!, url).searchParams.get("text")).toBe('a "b" & ت');
    expect(new URL(seen[0]!.url!, url).searchParams.get("to")).toBe("0911000000");
    expect(seen[0]!.headers["content-type"]).toBe("application/json");
    expect(JSON.parse(seen[0]!.body)).toEqual({ en: 'a "b" & ت', l: 1 });
    expect(seen[1]!.body).toBe('{"ar":"062A"}');
  });
});
