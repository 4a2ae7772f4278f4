import { expect, test } from "vitest";
import { operator } from "#bin/fixtures/gateway.ts";
import { listProviders, removeProvider, setProvider, switchProvider } from "#services/gateway/providers.ts";
import { receiveCallback } from "./callbacks.ts";
import { readReportAddress } from "./report-address.ts";
import { first, message, post, provider, referenceOf, say, settings, stateOf } from "./test-callbacks.ts";

test("an address is valid for its provider and key only", async () => {
  const part = first.path.split("/").at(-2)!;
  const [id, key, signature] = [part.split("-")[0], part.split("-")[1], part.split("-").slice(2).join("-")];
  for (const forged of [
    `${Number(id) + 1}-${key}-${signature}`,
    `${id}-${Number(key) + 1}-${signature}`,
    `${id}-${key}-${"A".repeat(43)}`,
    `${id}-${key}-`,
    `${id}-${key}-${signature}A`,
    "",
    "../../otp/send",
  ]) {
    expect(readReportAddress(forged), forged).toBeNull();
  }
});

test("a raised key, and a provider that is removed, close the old address at once", async () => {
  const old = await provider("closing");
  const id = await message(old.providerId);
  const raised = await provider("closing", { key: 2 });
  expect(raised.path).not.toBe(old.path);
  expect(await say(old, id)).toEqual({ kind: "not_found" });
  expect((await stateOf(id)).status).toBe("sent");
  expect(await say(raised, id)).toMatchObject({ kind: "taken" });
  await removeProvider(operator, { name: "closing" });
  expect(await say(raised, id)).toEqual({ kind: "not_found" });
});

test("reports of a provider that is switched off still count", async () => {
  const off = await provider("off");
  const id = await message(off.providerId);
  await switchProvider(operator, { name: "off", enabled: false });
  expect(await say(off, id)).toMatchObject({ kind: "taken", unmatched: 0 });
  expect(await stateOf(id)).toMatchObject({ status: "delivered" });
  await removeProvider(operator, { name: "off" });
  expect(await say(off, id)).toEqual({ kind: "not_found" });
});

test("the address is listed without the configuration, and only if reports are configured", async () => {
  await setProvider(operator, { name: "silent", kind: "http", config: settings });
  const listed = await listProviders(operator);
  expect(listed.find(({ name }) => name === "first")!.reportPath).toBe(first.path);
  expect(listed.find(({ name }) => name === "silent")!.reportPath).toBeNull();
  expect(JSON.stringify(listed)).not.toContain("op.example");
});

test("a carrier's check of the address is answered and changes nothing; the response can be configured", async () => {
  const answer = { body: "ACK/Jasmin", content_type: "text/plain" };
  const jasmin = await provider("jasmin", { answer });
  const id = await message(jasmin.providerId);
  const ask = (method: string, query = "") =>
    receiveCallback(jasmin, {
      method,
      query: new URLSearchParams(query),
      contentType: "",
      bytes: new Uint8Array(),
    });
  const nothing = {
    kind: "taken",
    provider: "jasmin",
    reports: 0,
    unmatched: 0,
    parked: 0,
    unreadable: 0,
    answer,
  };
  expect(await ask("GET")).toEqual(nothing);
  expect(await ask("HEAD", `message_id=${await referenceOf(id)}&status=DELIVRD`)).toEqual(nothing);
  expect((await stateOf(id)).status).toBe("sent");
  expect(await ask("GET", `message_id=${await referenceOf(id)}&status=DELIVRD%20`)).toEqual({
    ...nothing,
    reports: 1,
  });
  expect((await stateOf(id)).status).toBe("delivered");
  expect(await post(first, "<a>")).toEqual({
    kind: "unreadable",
    provider: "first",
    detail: "The body is not XML.",
  });
});
