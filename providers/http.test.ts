import { once } from "node:events";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { httpConfig, httpProvider } from "./http.ts";
import { fillIn } from "./http-template.ts";
import type { Delivery, Outcome, Provider } from "./provider.ts";
import selfSigned from "./self-signed.fixtures.json" with { type: "json" };

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

const delivery: Delivery = {
  messageId: 17,
  number: "963911000000",
  text: "Your code is 482910",
  code: "482910",
  language: 1,
  templateId: 3,
  segments: 1,
};

function deliver(config: object, changes: Partial<Delivery> = {}): Promise<Outcome> {
  const provider: Provider = httpProvider(httpConfig.parse({ timeout_ms: 5_000, ...config }));
  opened.push(provider);
  return provider.deliver({ ...delivery, ...changes }, () => {});
}

describe("what an answer says", () => {
  const cases: [string, number, string, object, Outcome["kind"]][] = [
    ["a status of success", 202, "taken", {}, "accepted"],
    ["no words", 200, "", {}, "accepted"],
    ["a status that is not among those of success", 204, "", {}, "unknown"],
    ["the pattern of success", 200, "OK 1", { success: { body_pattern: "^OK" } }, "accepted"],
    ["success without its pattern", 200, "ERR 3", { success: { body_pattern: "^OK" } }, "rejected"],
    [
      "the pattern of a rejection with success",
      200,
      "ERR",
      { rejection: { body_pattern: "ERR" } },
      "rejected",
    ],
    ["a client error", 422, "bad number", {}, "rejected"],
    ["a server error", 503, "busy", {}, "unknown"],
    ["a server error that is said to reject", 503, "busy", { rejection: { status: [503] } }, "rejected"],
    ["a redirect", 302, "", {}, "unknown"],
  ];
  test.each(cases)("%s (%i %s)", async (_, status, body, config, kind) => {
    const { url } = await operator(say(status, body));
    expect((await deliver({ url, ...config })).kind).toBe(kind);
  });

  test("the operator's words and its id for the message are taken over", async () => {
    const { url } = await operator(say(200, ' {"id":"abc-7"} '));
    expect(await deliver({ url, id_pattern: '"id":"([^"]+)"' })).toEqual({
      kind: "accepted",
      response: '{"id":"abc-7"}',
      ref: "abc-7",
    });
    expect(await deliver({ url, id_pattern: "number (\\d+)" })).not.toHaveProperty("ref");
  });

  test("a redirect is not followed: the code goes to nobody else", async () => {
    const elsewhere = await operator(say(200, "got it"));
    const { url } = await operator(say(307, "", { location: elsewhere.url }));
    await deliver({ url, body: "{{code}}" });
    expect(elsewhere.seen).toEqual([]);
  });

  test("of an endless answer only the beginning is read", async () => {
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
  test("where nobody listens nothing was sent", async () => {
    const { url, server } = await operator(say(200));
    await new Promise((resolve) => server.close(resolve));
    expect(await deliver({ url })).toEqual({ kind: "rejected", response: "Not reached (ECONNREFUSED)" });
  });

  test("a connection that breaks after the request leaves it open", async () => {
    const { url, seen } = await operator((_req, res) => void res.destroy());
    expect((await deliver({ url })).kind).toBe("unknown");
    expect(seen).toHaveLength(1);
  });

  test("an answer that breaks off in the middle leaves it open", async () => {
    const { url } = await operator((_req, res) => {
      res.writeHead(200, { "content-length": "10" });
      res.write("OK", () => res.destroy());
    });
    expect((await deliver({ url })).kind).toBe("unknown");
  });

  test("after the timeout it is open, soon after", async () => {
    const { url } = await operator(() => {});
    const began = performance.now();
    expect(await deliver({ url, timeout_ms: 200 })).toEqual({
      kind: "unknown",
      response: expect.stringMatching(/^No answer \(/),
    });
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  test("a request that cannot be made was not sent", async () => {
    const { url, seen } = await operator(say(200));
    const { kind, response } = await deliver({ url, headers: { "not a name": "x" } });
    expect([kind, response]).toEqual(["rejected", expect.stringMatching(/^Not reached/)]);
    expect(seen).toEqual([]);
  });

  test("what went wrong is told without the address, which may hold the code and a password", async () => {
    const { url, server } = await operator(say(200));
    await new Promise((resolve) => server.close(resolve));
    const secret = url.replace("://", "://user:hunter2@");
    const { response } = await deliver({ url: `${secret}/?c={{code}}` });
    expect(response).not.toMatch(/hunter2|482910/);
  });
});

describe("TLS", () => {
  test("a self-signed operator is reached where its certificate is pinned", async () => {
    const { url, seen } = await operator(say(200, "OK"), true);
    expect(await deliver({ url, ca: selfSigned.cert })).toMatchObject({ kind: "accepted", response: "OK" });
    expect(seen).toHaveLength(1);
  });

  test("and refused where it is not: nothing was sent, for certain", async () => {
    const { url, seen } = await operator(say(200, "OK"), true);
    expect(await deliver({ url })).toEqual({
      kind: "rejected",
      response: "Not reached (DEPTH_ZERO_SELF_SIGNED_CERT)",
    });
    expect(seen).toEqual([]);
  });
});

describe("what is asked", () => {
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

  const words = fc.string({ unit: "binary", maxLength: 30 }).map((text) => text.toWellFormed());

  test("no text breaks out of JSON, an address, a form, XML or a header", () => {
    fc.assert(
      fc.property(words, (text) => {
        const fill = (template: string, place: Parameters<typeof fillIn>[2]) =>
          fillIn(template, { ...delivery, text }, place);
        expect(JSON.parse(fill('{"a":"{{text}}","b":1}', "json"))).toEqual({ a: text, b: 1 });
        const url = new URL(fill("https://op.example/x?a={{text}}&b=1", "url"));
        expect([...url.searchParams]).toEqual([
          ["a", text],
          ["b", "1"],
        ]);
        expect([url.host, url.pathname, url.hash]).toEqual(["op.example", "/x", ""]);
        expect([...new URLSearchParams(fill("a={{text}}&b=1", "url"))]).toEqual([
          ["a", text],
          ["b", "1"],
        ]);
        expect(
          fill("<m a='{{text}}'>{{text}}</m>", "xml")
            .match(/[<>'"]/g)
            ?.join(""),
        ).toBe("<''><>");
        expect(fill("{{text}}", "header")).toMatch(/^[\t\x20-\x7e]*$/);
      }),
    );
  });

  test("what is filled in is not filled in again", () => {
    expect(fillIn("{{text}}", { ...delivery, text: "{{code}} $& $1" }, "plain")).toBe("{{code}} $& $1");
  });
});

describe("a configuration", () => {
  test.each([
    ["a host that a number would choose", { url: "https://{{number}}.example/" }],
    ["a code in the path, where dots would be a step up", { url: "https://op.example/send/{{code}}?a=1" }],
    [
      "a text in the path",
      { url: { arabic: "https://op.example/?t={{text}}", english: "https://op.example/{{text}}" } },
    ],
    ["no host", { url: "https:///x" }],
    ["another scheme", { url: "ftp://op.example/" }],
    ["an unknown placeholder", { url: "https://op.example/", body: "{{secret}}" }],
    ["a pattern that is none", { url: "https://op.example/", id_pattern: "(" }],
    ["a setting that there is not", { url: "https://op.example/", retries: 3 }],
  ])("with %s is refused", (_, config) => {
    expect(httpConfig.safeParse(config).success).toBe(false);
  });
});
