import { fc } from "@fast-check/vitest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Customer, freshGateway, makeCustomer, operator, plantMessage } from "#bin/fixtures/gateway.ts";
import { batches } from "#db/batches.ts";
import type { EndedAttempt } from "#db/ledger/attempts.ts";
import { setProvider } from "#services/gateway/providers.ts";
import { closeProviders } from "#services/sending/provider-chain.ts";
import { connectionReports } from "./connection-reports.ts";
import { settleParkedReports } from "./parked-reports.ts";
import { refHashOf } from "./ref-hash.ts";

let gateway: Awaited<ReturnType<typeof freshGateway>>;
let customer: Customer;
let [first, second] = [0, 0];
beforeAll(async () => {
  gateway = await freshGateway();
  customer = await makeCustomer();
  const config = { host: "127.0.0.1", port: 1, system_id: "gate", password: "secret", sender: "Aman" };
  ({ id: first } = await setProvider(operator, { name: "first", kind: "smpp", config }));
  ({ id: second } = await setProvider(operator, { name: "second", kind: "smpp", config }));
});
afterAll(async () => {
  await closeProviders();
  await gateway.drop();
});

const used = async () =>
  (await gateway.sql`select used from subscriptions where id = ${customer.subscription.id}`)[0]!
    .used as number;
const rowOf = async (id: number) =>
  (await gateway.sql<{ status: string }[]>`select status from messages where id = ${id}`)[0]!;
const eventsOf = async (id: number) =>
  (
    await gateway.sql<{ kind: string; detail: string }[]>`
      select kind, detail from message_events where message_id = ${id} order by kind, detail`
  ).map(({ kind, detail }) => `${kind} ${detail}`);

const refsOf = (id: number, providerId: number, parts: number) =>
  Array.from({ length: parts }, (_, index) => ({
    refHash: refHashOf(providerId, `${id}.${providerId}.${index + 1}`),
    part: index + 1,
    parts,
  }));
const say = (id: number, providerId: number, part: number, kind: "delivered" | "failed" | "intermediate") =>
  connectionReports(providerId)({
    kind,
    keys: [[`${id}.${providerId}.${part}`]],
    word: { delivered: "DELIVRD", failed: "UNDELIV", intermediate: "ENROUTE" }[kind],
  });

const refused = (ordinal: number, providerId: number): EndedAttempt => ({
  ordinal,
  providerId,
  state: "rejected",
  reason: "not_taken",
  response: "busy",
  ref: null,
});

/** A message that the first provider refused, and whose second attempt has begun. */
async function handedOn(refsOfFirst: number): Promise<number> {
  const id = await plantMessage(gateway.sql, customer, "pending");
  const opened = await batches().openAttempt({
    messageId: id,
    accountId: customer.account.id,
    closed: refused(1, first),
    refs: refsOf(id, first, refsOfFirst),
    providerId: second,
  });
  expect(opened).toBe(true);
  return id;
}

const settleAs = (id: number, parts: number, status: "sent" | "unknown") =>
  batches().settle({
    messageId: id,
    accountId: customer.account.id,
    status,
    providerId: second,
    ref: null,
    response: "OK",
    refs: refsOf(id, second, parts),
    attempts: [
      refused(1, first),
      {
        ordinal: 2,
        providerId: second,
        state: status === "sent" ? "accepted" : "unknown",
        reason: null,
        response: "OK",
        ref: null,
      },
    ],
  });

const kinds = fc.constantFrom("delivered" as const, "failed" as const);

test("reports of a message's parts and attempts, in any order and number, give one outcome and one credit", async () => {
  const story = fc
    .record({
      /** What becomes of each part with the second carrier. */
      fates: fc.array(kinds, { minLength: 1, maxLength: 3 }),
      status: fc.constantFrom("sent" as const, "unknown" as const),
      /** Contradictions, and what the first carrier says after all. */
      contradicts: fc.boolean(),
      ofFirst: fc.array(kinds, { maxLength: 3 }),
    })
    .chain((story) => {
      const said = [
        ...story.fates.flatMap((kind, index) => [
          { from: "second" as const, part: index + 1, kind },
          { from: "second" as const, part: index + 1, kind: "intermediate" as const },
          ...(story.contradicts
            ? [
                {
                  from: "second" as const,
                  part: index + 1,
                  kind: kind === "failed" ? ("delivered" as const) : ("failed" as const),
                },
              ]
            : []),
        ]),
        ...story.ofFirst.map((kind) => ({ from: "first" as const, part: 1, kind })),
      ];
      const repeated = fc
        .array(fc.constantFrom(...said), { maxLength: 6 })
        .map((more) => [...said, ...more])
        .chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }));
      return fc.record({
        story: fc.constant(story),
        reports: repeated,
        settledAt: fc.nat({ max: said.length }),
      });
    });
  await fc.assert(
    fc.asyncProperty(story, async ({ story: { fates, status, contradicts }, reports, settledAt }) => {
      const before = await used();
      const id = await handedOn(1);
      for (const [index, { from, part, kind }] of reports.entries()) {
        if (index === settledAt) await settleAs(id, fates.length, status);
        await say(id, from === "first" ? first : second, part, kind);
      }
      if (settledAt >= reports.length) await settleAs(id, fates.length, status);
      await settleParkedReports();
      await settleParkedReports();
      const { status: outcome } = await rowOf(id);
      if (contradicts) expect(["delivered", "failed"]).toContain(outcome);
      else expect(outcome).toBe(fates.includes("failed") ? "failed" : "delivered");
      expect(await used()).toBe(before + (outcome === "failed" ? 0 : 1));
      // Whatever the first carrier said is on the timeline, each once.
      const noted = (await eventsOf(id)).filter((event) => event.startsWith("attempt_report"));
      const ofFirst = new Set(reports.filter(({ from }) => from === "first").map(({ kind }) => kind));
      expect(noted.length).toBeLessThanOrEqual(ofFirst.size);
      expect(noted.length > 0).toBe(ofFirst.size > 0);
    }),
    { numRuns: 40, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: false },
  );
}, 90_000);

test("the first carrier's late refusal does not refund a message that the second one delivers", async () => {
  const before = await used();
  const id = await handedOn(1);
  await say(id, first, 1, "failed");
  await settleAs(id, 1, "sent");
  await say(id, second, 1, "delivered");
  await say(id, first, 1, "failed");
  expect(await rowOf(id)).toEqual({ status: "delivered" });
  expect(await used()).toBe(before + 1);
  expect(await eventsOf(id)).toEqual(["attempt_report failed: UNDELIV"]);
});

test("parts delivered by the first carrier do not count for the second", async () => {
  const id = await handedOn(2);
  await settleAs(id, 2, "sent");
  await say(id, first, 1, "delivered");
  await say(id, first, 2, "delivered");
  await say(id, second, 1, "delivered");
  expect(await rowOf(id)).toEqual({ status: "sent" });
  await say(id, second, 2, "delivered");
  expect(await rowOf(id)).toEqual({ status: "delivered" });
});

test("an intermediate state is on the timeline, even if it arrives before the id is known", async () => {
  const id = await handedOn(1);
  await say(id, second, 1, "intermediate");
  expect(await eventsOf(id)).toEqual([]);
  await settleAs(id, 1, "sent");
  await expect.poll(() => eventsOf(id)).toEqual(["intermediate ENROUTE"]);
  await say(id, second, 1, "intermediate");
  expect(await eventsOf(id)).toEqual(["intermediate ENROUTE"]);
  expect(await rowOf(id)).toEqual({ status: "sent" });
});
