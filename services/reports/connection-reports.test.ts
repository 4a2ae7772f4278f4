import { fc, test as property } from "@fast-check/vitest";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { closeProviders } from "#services/sending/provider-chain.ts";
import { connectionReports, lateKeys } from "./connection-reports.ts";
import { settleParkedReports } from "./parked-reports.ts";
import { refHashOf } from "./ref-hash.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let providerId: number;
beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
});
afterAll(async () => {
  await closeProviders();
  await gateway.drop();
});

let sets = 0;
beforeEach(async () => {
  const config = { host: "127.0.0.1", port: 1, system_id: "gate", password: "secret", sender: "Aman" };
  ({ id: providerId } = await setProvider(operator, { name: `carrier-${++sets}`, kind: "smpp", config }));
});

async function message(status: "sent" | "unknown" | "pending" = "sent"): Promise<number> {
  const id = await plantMessage(gateway.sql, customer, status);
  await gateway.sql`update messages set provider_id = ${providerId} where id = ${id}`;
  return id;
}

/** Keeps by which keys the parts of a message are known. */
async function keep(messageId: number, ...parts: string[][]): Promise<void> {
  for (const [index, keys] of parts.entries()) {
    for (const key of keys) {
      await gateway.sql`insert into provider_refs (provider_id, ref_hash, message_id, part, parts)
        values (${providerId}, ${refHashOf(providerId, key)}, ${messageId}, ${index + 1}, ${parts.length})`;
    }
  }
}

const say = (kind: "delivered" | "failed", ...keys: string[][]) =>
  connectionReports(providerId)({ kind, keys, word: kind === "delivered" ? "DELIVRD" : "UNDELIV" });

const statusOf = async (id: number) =>
  (await gateway.sql`select status from messages where id = ${id}`)[0]!.status as string;
const used = async () =>
  (await gateway.sql`select used from subscriptions where id = ${customer.subscription.id}`)[0]!.used;

test("a report settles its message once; a contradicting one moves no credit", async () => {
  const before = await used();
  const [good, bad] = [await message(), await message("unknown")];
  await keep(good, ["a"]);
  await keep(bad, ["b"]);
  for (let times = 0; times < 3; times++) {
    await say("delivered", ["a"]);
    await say("failed", ["b"]);
  }
  await say("failed", ["a"]);
  await say("delivered", ["b"]);
  expect([await statusOf(good), await statusOf(bad)]).toEqual(["delivered", "failed"]);
  expect(await used()).toBe(before + 1);
});

test("a report that overtakes the outcome is parked in the database", async () => {
  const id = await message();
  await say("failed", ["early"]);
  await keep(id, ["early"]);
  await settleParkedReports();
  expect(await statusOf(id)).toBe("failed");
});

test("a report that cannot be parked is not taken, so that the carrier repeats it", async () => {
  const id = await message("pending");
  await keep(id, ["on its way"]);
  await gateway.sql`alter table parked_reports rename to parked_reports_away`;
  try {
    await expect(say("failed", ["unknown so far"])).rejects.toThrow();
    await expect(say("failed", ["on its way"])).rejects.toThrow();
  } finally {
    await gateway.sql`alter table parked_reports_away rename to parked_reports`;
  }
  await say("failed", ["on its way"]);
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${id}`;
  await settleParkedReports();
  expect(await statusOf(id)).toBe("failed");
});

test("a report on a message that is being settled waits for it", async () => {
  const id = await message("pending");
  await keep(id, ["soon"]);
  await say("delivered", ["soon"]);
  expect(await statusOf(id)).toBe("pending");
  await gateway.sql`update messages set status = 'sent', settled_at = now() where id = ${id}`;
  await settleParkedReports();
  expect(await statusOf(id)).toBe("delivered");
});

test("the first keys with a match count, and only if they match one message", async () => {
  const [one, other] = [await message(), await message()];
  await keep(one, ["exact", "folded"]);
  await keep(other, ["exacter", "another"]);
  await say("delivered", ["folded", "another"], ["exact"]);
  expect([await statusOf(one), await statusOf(other)]).toEqual(["sent", "sent"]);
  await say("delivered", ["nowhere"], ["another"], ["folded"]);
  expect([await statusOf(one), await statusOf(other)]).toEqual(["sent", "delivered"]);
});

test("a message is delivered when all of its parts are, in any order and with any repetitions", async () => {
  const id = await message();
  await keep(id, ["1", "1'"], ["2"], ["3"]);
  for (const part of ["3", "1'", "1", "3"]) {
    await say("delivered", [part]);
    expect(await statusOf(id)).toBe("sent");
  }
  await say("delivered", ["2"]);
  expect(await statusOf(id)).toBe("delivered");
});

test("two last parts reported at the same time make the message delivered once", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => message()));
  await Promise.all(ids.map((id) => keep(id, [`${id}.1`], [`${id}.2`])));
  await Promise.all(ids.flatMap((id) => [say("delivered", [`${id}.1`]), say("delivered", [`${id}.2`])]));
  expect(await Promise.all(ids.map(statusOf))).toEqual(ids.map(() => "delivered"));
});

test("a message fails once, with its first failed part, whatever the others report", async () => {
  const before = await used();
  const id = await message();
  await keep(id, ["p1"], ["p2"]);
  await say("delivered", ["p1"]);
  await say("failed", ["p2"]);
  await say("failed", ["p1"]);
  await say("delivered", ["p2"]);
  expect(await statusOf(id)).toBe("failed");
  expect(await used()).toBe(before);
});

test("a message whose last part got no answer is not delivered by reports on the other parts", async () => {
  const id = await message("unknown");
  await keep(id, ["known"], []);
  await say("delivered", ["known"]);
  expect(await statusOf(id)).toBe("unknown");
});

test("parts reported before they were known count like others", async () => {
  const id = await message();
  await say("delivered", ["e1"]);
  await say("delivered", ["e2"]);
  await keep(id, ["e1"], ["e2"]);
  await settleParkedReports();
  expect(await statusOf(id)).toBe("delivered");
});

test("a late id still matches its receipt to the message, whichever arrives first", async () => {
  const [one, other] = [await message("unknown"), await message("unknown")];
  await say("failed", ["late 1"]);
  lateKeys(providerId)({ messageId: one, part: 1, parts: 1, keys: ["late 1"] });
  await expect.poll(() => statusOf(one)).toBe("failed");
  lateKeys(providerId)({ messageId: other, part: 1, parts: 1, keys: ["late 2"] });
  await expect
    .poll(async () => (await gateway.sql`select from provider_refs where message_id = ${other}`).length)
    .toBe(1);
  await say("delivered", ["late 2"]);
  expect(await statusOf(other)).toBe("delivered");
});

const reportsOfParts = fc.record({
  parts: fc.integer({ min: 1, max: 3 }),
  reports: fc.array(
    fc.record({
      part: fc.integer({ min: 1, max: 3 }),
      kind: fc.constantFrom("delivered" as const, "failed" as const),
    }),
    { maxLength: 8 },
  ),
  /** How many come before the parts are known. */
  early: fc.nat(2),
});

property.prop([reportsOfParts], { numRuns: 20 })(
  "whatever is reported of the parts, and however often, there is one outcome and one credit",
  async ({ parts, reports, early }) => {
    const before = await used();
    const id = await message();
    const named = reports.map(({ part, kind }) => ({ part: ((part - 1) % parts) + 1, kind }));
    const key = (part: number) => `${id}:${part}`;
    // Of an id that waits for its message the first report counts.
    const first = new Map<number, "delivered" | "failed">();
    for (const { part, kind } of named.slice(0, early)) if (!first.has(part)) first.set(part, kind);
    for (const { part, kind } of named.slice(0, early)) await say(kind, [key(part)]);
    await keep(id, ...Array.from({ length: parts }, (_, index) => [key(index + 1)]));
    await settleParkedReports();
    for (const { part, kind } of named.slice(early)) await say(kind, [key(part)]);

    let expected = "sent";
    const delivered = new Set<number>();
    const hear = (part: number, kind: "delivered" | "failed") => {
      if (kind === "delivered") delivered.add(part);
      if (expected !== "sent") return;
      if (kind === "failed") expected = "failed";
      else if (delivered.size === parts) expected = "delivered";
    };
    // Those that waited count together: a failed part fails the message.
    for (const kind of ["failed", "delivered"] as const) {
      for (const [part, each] of first) if (each === kind) hear(part, kind);
    }
    for (const { part, kind } of named.slice(early)) hear(part, kind);
    expect(await statusOf(id)).toBe(expected);
    expect(await used()).toBe(before + (expected === "failed" ? 0 : 1));
  },
);
