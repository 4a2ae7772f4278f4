import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { httpConfig } from "#providers/http/configuration.ts";
import { httpProvider } from "#providers/http/provider.ts";
import type { Provider } from "#providers/provider.ts";
import { testDelivery } from "#providers/test-delivery.ts";

/** An operator that takes requests and answers when it is told to. */
let asked: ServerResponse[];
let server: ReturnType<typeof createServer>;
let url: string;
let provider: Provider;

beforeEach(async () => {
  asked = [];
  server = createServer((_req, res) => void asked.push(res));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/`;
  provide(60_000);
});
const provide = (timeout_ms: number) => {
  provider = httpProvider(httpConfig.parse({ url, body: "{{text}}", body_format: "plain", timeout_ms }));
};
afterEach(async () => {
  await provider.close();
  server.closeAllConnections();
  server.close();
});

const deliver = (expiresAt = Number.POSITIVE_INFINITY) =>
  provider.deliver(
    testDelivery({ messageId: 1, number: "963911000000", text: "Your code is 1", code: "1", expiresAt }),
    () => {},
  );
const asking = (count: number) => expect.poll(() => asked).toHaveLength(count);
const asMany = (count: number) => Array.from({ length: count }, () => deliver());

test("requests beyond the limit of a stalled operator were definitely not sent", async () => {
  provide(2_000);
  const outcomes = await Promise.all(asMany(200));
  expect(asked).toHaveLength(128);
  const of = (kind: string) => outcomes.filter((outcome) => outcome.kind === kind);
  expect(of("unknown")).toHaveLength(128);
  expect(of("rejected").map(({ response }) => response)).toEqual(Array(72).fill("Not reached (busy)"));
});

test("a waiting request is sent as soon as there is a place", async () => {
  const deliveries = asMany(129);
  await asking(128);
  asked[0]!.end("OK");
  await asking(129);
  for (const res of asked.slice(1)) res.end("OK");
  const outcomes = await Promise.all(deliveries);
  expect(outcomes.map(({ kind }) => kind)).toEqual(Array(129).fill("accepted"));
});

test("a message does not wait for a place beyond its life", async () => {
  const underWay = asMany(128);
  await asking(128);
  expect(await deliver(performance.now() + 100)).toEqual({
    kind: "rejected",
    scope: "not_taken",
    response: "Not reached (busy)",
  });
  for (const res of asked) res.end("OK");
  expect((await Promise.all(underWay)).every(({ kind }) => kind === "accepted")).toBe(true);
  expect(asked).toHaveLength(128);
});

test("on closing, requests in progress are unknown, and later ones are not sent", async () => {
  const underWay = asMany(128);
  const waits = deliver();
  await asking(128);
  await provider.close();
  expect((await Promise.all(underWay)).map(({ kind }) => kind)).toEqual(Array(128).fill("unknown"));
  const notSent = { kind: "rejected", scope: "not_taken", response: "Not reached (closed)" };
  expect([await waits, await deliver()]).toEqual([notSent, notSent]);
  expect(asked).toHaveLength(128);
});
