import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DownReason } from "#core/gateway/provider-state.ts";
import { choose, type RoutingQuestion } from "./choose.ts";
import { heldBackReasons, isDown, leftOutReasons, leftOutTexts } from "./left-out.ts";
import { compileRouting, type RoutedProvider, type RoutingData } from "./routing.ts";

const provider = (id: number, change: Partial<RoutedProvider> = {}): RoutedProvider => ({
  id,
  name: `P${id}`,
  kind: "http",
  enabled: true,
  takesOver: false,
  demandsApproval: false,
  needsSender: false,
  usable: true,
  ...change,
});
const question: RoutingQuestion = { number: "963931234567", accountId: 7, versionId: 3, language: 1 };

function ask(
  data: Partial<RoutingData>,
  asked: Partial<RoutingQuestion> = {},
  down: Record<number, DownReason> = {},
) {
  const routing = compileRouting({ providers: [], routes: [], senders: [], approvals: [], ...data });
  const { route, candidates, leftOut } = choose(routing, { ...question, ...asked }, (id) => down[id] ?? null);
  return {
    route,
    candidates: candidates.map(({ providerId }) => providerId),
    leftOut: Object.fromEntries(leftOut.map(({ providerId, reason }) => [providerId, reason])),
  };
}

const three = [provider(1), provider(2), provider(3)];
const route = (prefix: string, providerIds: number[], accountId: number | null = null) => ({
  prefix,
  accountId,
  providerIds,
});

test("without routes the order of the providers applies", () => {
  expect(ask({ providers: three })).toEqual({ route: null, candidates: [1, 2, 3], leftOut: {} });
});

test("the longest prefix wins, with its order of providers", () => {
  const routes = [route("963", [1]), route("96393", [3, 2]), route("9639", [1, 2])];
  expect(ask({ providers: three, routes })).toEqual({
    route: { prefix: "96393", own: false },
    candidates: [3, 2],
    leftOut: { 1: "no_route" },
  });
  expect(ask({ providers: three, routes }, { number: "963941234567" }).candidates).toEqual([1, 2]);
  expect(ask({ providers: three, routes }, { number: "963501234567" }).candidates).toEqual([1]);
});

test("once there is a general route, numbers without a route are not delivered", () => {
  const routes = [route("96393", [1])];
  expect(ask({ providers: three, routes }, { number: "963941234567" })).toEqual({
    route: null,
    candidates: [],
    leftOut: { 1: "no_route", 2: "no_route", 3: "no_route" },
  });
});

test("the account's own route beats a general one with the same prefix, but not one with a longer prefix", () => {
  const routes = [route("96393", [1]), route("96393", [2], 7), route("963", [3], 7)];
  expect(ask({ providers: three, routes })).toMatchObject({
    route: { prefix: "96393", own: true },
    candidates: [2],
  });
  expect(ask({ providers: three, routes }, { accountId: 8 })).toEqual({
    route: { prefix: "96393", own: false },
    candidates: [1],
    leftOut: { 2: "account_not_allowed", 3: "account_not_allowed" },
  });
  expect(ask({ providers: three, routes: [route("963", [3], 7), route("96393", [1])] }).candidates).toEqual([
    1,
  ]);
});

test("routes of single accounts do not affect other accounts", () => {
  const routes = [route("96393", [2], 7)];
  expect(ask({ providers: three, routes }, { accountId: 8 }).candidates).toEqual([1, 2, 3]);
  expect(ask({ providers: three, routes }).candidates).toEqual([2]);
  expect(ask({ providers: three, routes }, { number: "963941234567" }).candidates).toEqual([1, 2, 3]);
});

test("the reason why a provider is left out", () => {
  const providers = [
    provider(1, { enabled: false }),
    provider(2, { demandsApproval: true }),
    provider(3, { needsSender: true }),
    provider(4, { kind: "sandbox" }),
    provider(5, { usable: false }),
    provider(6),
    provider(7),
    provider(8, { kind: "sandbox", takesOver: true }),
  ];
  expect(ask({ providers }, {}, { 6: "breaker_open", 7: "not_bound" })).toEqual({
    route: null,
    candidates: [8],
    leftOut: {
      1: "switched_off",
      2: "approval_missing",
      3: "sender_missing",
      4: "sandbox",
      5: "unusable",
      6: "breaker_open",
      7: "not_bound",
    },
  });
});

describe("the values that a candidate gets", () => {
  const found = (data: Partial<RoutingData>) =>
    choose(
      compileRouting({ providers: [provider(1)], routes: [], senders: [], approvals: [], ...data }),
      question,
      () => null,
    ).candidates;

  test("the account's sender, then the default, never another account's", () => {
    const own = { providerId: 1, accountId: 7, sender: "Bank" };
    const standard = { providerId: 1, accountId: null, sender: "Gate" };
    const other = { providerId: 1, accountId: 8, sender: "Other" };
    expect(found({ senders: [standard, own, other] })).toMatchObject([{ sender: "Bank" }]);
    expect(found({ senders: [standard, other] })).toMatchObject([{ sender: "Gate" }]);
    expect(found({ senders: [other] })).toMatchObject([{ sender: null }]);
  });

  test("the operator's acceptance of this version in this language", () => {
    const accepted = {
      providerId: 1,
      versionId: 3,
      language: 1,
      approvedAs: "template",
      templateCode: "T1",
    } as const;
    expect(found({ approvals: [accepted] })).toMatchObject([{ acceptance: { templateCode: "T1" } }]);
    for (const change of [{ versionId: 4 }, { language: 0 as const }, { providerId: 2 }])
      expect(found({ approvals: [{ ...accepted, ...change }] })).toMatchObject([{ acceptance: null }]);
  });
});

test("each reason has a text, and is either a decision or the provider's health", () => {
  for (const reason of leftOutReasons) {
    expect(leftOutTexts[reason]).toMatch(/^[a-z]/);
    expect(isDown(reason)).toBe(!(heldBackReasons as readonly string[]).includes(reason));
  }
});

// Few digits and ids, so that prefixes nest and collide.
const anyPrefix = fc.string({ unit: fc.constantFrom("1", "2"), minLength: 1, maxLength: 4 });
const anyId = fc.integer({ min: 1, max: 5 });
const anyData: fc.Arbitrary<RoutingData> = fc.record({
  providers: fc.uniqueArray(anyId).chain((ids) =>
    fc.tuple(
      ...ids.map((id) =>
        fc
          .record({
            kind: fc.constantFrom("http" as const, "smpp" as const, "sandbox" as const),
            enabled: fc.boolean(),
            takesOver: fc.boolean(),
            demandsApproval: fc.boolean(),
            needsSender: fc.boolean(),
            usable: fc.boolean(),
          })
          .map((change) => provider(id, change)),
      ),
    ),
  ),
  routes: fc.uniqueArray(
    fc.record({
      prefix: anyPrefix,
      accountId: fc.option(anyId),
      providerIds: fc.uniqueArray(anyId, { minLength: 1 }),
    }),
    { selector: ({ prefix, accountId }) => `${prefix}.${accountId}` },
  ),
  senders: fc.array(
    fc.record({ providerId: anyId, accountId: fc.option(anyId), sender: fc.constantFrom("A", "B") }),
  ),
  approvals: fc.array(
    fc.record({
      providerId: anyId,
      versionId: anyId,
      language: fc.constantFrom(0 as const, 1 as const),
      approvedAs: fc.constant("text" as const),
      templateCode: fc.constant(null),
    }),
  ),
});
const anyQuestion = fc.record({
  number: fc.string({ unit: fc.constantFrom("1", "2"), minLength: 4, maxLength: 6 }),
  accountId: anyId,
  versionId: anyId,
  language: fc.constantFrom(0 as const, 1 as const),
});
const anyDown = fc.dictionary(anyId.map(String), fc.constantFrom<DownReason>("breaker_open", "not_bound"));

/** The rules once more, as one reads them in the documentation and without any index. */
function applying(
  { routes, providers }: RoutingData,
  { number, accountId }: RoutingQuestion,
): readonly number[] {
  const mine = routes
    .filter((each) => number.startsWith(each.prefix) && (each.accountId ?? accountId) === accountId)
    .sort(
      (a, b) =>
        b.prefix.length - a.prefix.length || Number(a.accountId === null) - Number(b.accountId === null),
    );
  if (mine[0]) return mine[0].providerIds;
  return routes.some((each) => each.accountId === null) ? [] : providers.map(({ id }) => id);
}

test("for any routing: candidates are on, healthy, approved and in the route's order, each once", () => {
  fc.assert(
    fc.property(anyData, anyQuestion, anyDown, (data, asked, down) => {
      const routing = compileRouting(data);
      const stateOf = (id: number) => down[id] ?? null;
      const { candidates, leftOut } = choose(routing, asked, stateOf);
      const ids = candidates.map(({ providerId }) => providerId);
      const named = applying(data, asked);
      expect(ids).toEqual(named.filter((id) => ids.includes(id)));
      for (const { providerId: id, sender, acceptance } of candidates) {
        const { enabled, usable, demandsApproval, needsSender, kind, takesOver } = routing.byId.get(id)!;
        expect([enabled, usable, down[id]]).toEqual([true, true, undefined]);
        expect(acceptance !== null || !demandsApproval).toBe(true);
        expect(sender !== null || !needsSender).toBe(true);
        const hasReal = data.providers.some((each) => each.kind !== "sandbox");
        expect(kind !== "sandbox" || takesOver || !hasReal).toBe(true);
      }
      const all = [...ids, ...leftOut.map(({ providerId }) => providerId)];
      expect(all.toSorted()).toEqual(data.providers.map(({ id }) => id).toSorted());
      expect(choose(compileRouting(structuredClone(data)), asked, stateOf)).toEqual({
        route: expect.toSatisfy(() => true),
        candidates,
        leftOut,
      });
    }),
    { numRuns: 1_000 },
  );
});

test("for any routing: every provider that is left out has a true reason", () => {
  fc.assert(
    fc.property(anyData, anyQuestion, (data, asked) => {
      const { leftOut } = choose(compileRouting(data), asked, () => null);
      const named = applying(data, asked);
      for (const { providerId, reason } of leftOut) {
        const found = data.providers.find(({ id }) => id === providerId)!;
        const isNamed = named.includes(providerId);
        expect(isNamed).toBe(reason !== "no_route" && reason !== "account_not_allowed");
        if (reason === "switched_off") expect(found.enabled).toBe(false);
        if (reason === "approval_missing") expect(found.demandsApproval).toBe(true);
        if (reason === "sender_missing") expect(found.needsSender).toBe(true);
        if (reason === "account_not_allowed") {
          const theirs = data.routes.filter(
            (each) => asked.number.startsWith(each.prefix) && each.providerIds.includes(providerId),
          );
          expect(theirs.length).toBeGreaterThan(0);
          for (const each of theirs) expect([null, asked.accountId]).not.toContain(each.accountId);
        }
      }
    }),
    { numRuns: 1_000 },
  );
});
